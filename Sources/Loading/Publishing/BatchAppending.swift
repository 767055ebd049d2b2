import FlatFiles
import Layouts
import Postgres
import Store

/// `publish: batch` for rows that meet nothing in the table: each batch is copied straight into it
/// in a transaction of its own, over several connections at once. Their commits follow one another,
/// so that what is committed is always the file up to some record.
///
/// That rows meet nothing is no more than likely. Where a key is there after all, the file is read
/// once more, and what is not committed yet is merged.
final class BatchAppending: RowDestination {
  private let context: PublishingContext
  private let gathered: GatheredRows
  private let writers: BatchWriters
  /// The connection that has the last batch.
  private var writer = 0
  /// What was counted up to the last batch.
  private var counted = LoadCounts()
  private var batches = 0
  private var firstRecord = 1
  /// The partitions that are known to be there.
  private var partitions: [Partition]
  private var touched: Set<TableName> = []

  private var attempt: LoadAttempt { context.attempt }

  init(_ context: PublishingContext) throws {
    self.context = context
    gathered = GatheredRows(context.target, of: context.attempt.load, for: .target)
    partitions = try context.existingPartitions()
    writers = BatchWriters(context)
    // What is appended has keys that the table did not have: they need not be written down.
    try context.prepareReplacing(behind: 0)
  }

  func add(_ rows: RowBatch, from batch: RecordBatch) throws -> [Reject] {
    gathered.add(rows, from: batch, parents: context.parents.keys, behind: 0)
  }

  func batchAdded() throws {
    if gathered.isFull(at: attempt.request.batchRows) { try send() }
  }

  func finishWriting() throws {
    // Records that became no row belong to a batch too.
    if context.tally.counts.rowsRead > counted.rowsRead { try send() }
    context.tally.committed.inserted += try writers.finish()
  }

  func abandon() throws { try writers.abandon() }

  private func send() throws {
    try makePartitions()
    batches += 1
    let rows = gathered.sink.rows
    var counts = context.tally.counts - counted
    counts.inserted += rows
    let batch = Ledger.Batch(
      number: batches, from: firstRecord, to: context.tally.lastPosition, counts)
    // Two transactions that wait for each other's keys would not come to an end, one of which waits
    // for the other's commit here: rows that may meet those of another batch go behind it.
    if !mayMeet {
      writer = (writer + 1) % writers.count
    }
    let ranges = gathered.sink.extents.ranges(ids: context.parents.sourceIDs)
    try writers.send(
      BatchWriters.Piece(
        batch: batch, chunks: gathered.takePieces(), rows: rows,
        ranges: context.hasRanges ? ranges : [], keepParents: context.parents.keeping),
      to: writer)
    counted = context.tally.counts
    firstRecord = context.tally.lastPosition.record + 1
    gathered.clear()
  }

  /// Whether rows of this batch may meet those of another one.
  private var mayMeet: Bool {
    let target = context.target
    guard target.isKeyed else { return target.table.judgesRowsTogether }
    return !target.isKeyedBySourceAndTime || gathered.order.mayRepeatKeys
  }

  private func makePartitions() throws {
    touched.formUnion(gathered.partitions.map(\.name))
    let missing = gathered.partitions.filter { partition in
      !partitions.contains { $0.overlaps(partition) }
    }
    guard !missing.isEmpty else { return }
    let retrying = Retrying(attempts: 5, context: attempt.context)
    try retrying("making partitions of \(context.table)") {
      try context.connection.transaction { try context.makePartitions(missing) }
    }
    partitions += missing
  }

  func publish(
    sha256: String, extents: [SeriesExtent], report: inout LoadReport
  ) throws -> LoadCounts {
    try context.concludeBatches(.appended, sha256: sha256, extents: extents, &report)
  }

  func refreshStatistics() throws { try context.analyze(touched.sorted()) }
}
