import FlatFiles
import Layouts
import Postgres
import Store

/// `publish: batch`: every so many records are merged and committed, each batch together with its
/// line in `retrofill.batches`; what was committed stays when a later batch fails.
final class BatchPublication: RowDestination {
  private let context: PublishingContext
  private let staging: StagingTable
  private let gathered: GatheredRows
  /// What was counted up to the last commit.
  private var counted = LoadCounts()
  private var batches = 0
  private var firstRecord = 1
  /// Up to this record an earlier try has committed what became of all.
  private var committedUpTo = 0
  private var touched: Set<TableName> = []

  private var connection: Connection { context.connection }
  private var attempt: LoadAttempt { context.attempt }

  init(_ context: PublishingContext) throws {
    self.context = context
    staging = StagingTable(name: context.attempt.tables.staging, target: context.target)
    gathered = GatheredRows(context.target, of: context.attempt.load, for: .staging)
    try goOn()
    try context.prepareReplacing(behind: batches)
  }

  /// Goes on behind the last batch that an earlier try had committed. The records up to there are
  /// read and mapped once more, because what follows may depend on them, and not written.
  private func goOn() throws {
    guard let committed = try attempt.ledger.committed(of: attempt.load) else { return }
    batches = committed.batch
    committedUpTo = committed.lastRecord
    firstRecord = committed.lastRecord + 1
    counted = committed.counts.ofReading
    context.tally.committed = committed.counts.ofMerging
    if let kept = try RejectStore(connection).kept(of: attempt.load) {
      context.tally.goOn(with: kept, upTo: committed.lastRecord)
    }
  }

  func add(_ rows: RowBatch, from batch: RecordBatch) throws -> [Reject] {
    gathered.add(
      rows, from: batch, parents: context.parents.keys, behind: committedUpTo)
  }

  func batchAdded() throws {
    if gathered.isFull(at: attempt.request.batchRows) { try commit(isLast: false) }
  }

  func finishWriting() throws {
    // Records that became no row belong to a batch too.
    if context.tally.counts.rowsRead > counted.rowsRead { try commit(isLast: true) }
    try checkCounts()
  }

  func abandon() {}

  private func commit(isLast: Bool) throws {
    try checkCounts()
    let retrying = Retrying(attempts: 5, context: attempt.context)
    let mark = try context.tally.mark()
    let merged = try retrying("committing a batch of \(attempt.request.file)") {
      try context.tally.rewind(to: mark)
      try connection.transaction { try context.makePartitions(gathered.partitions) }
      // Not in the transaction that publishes: see `LoadTables`.
      try staging.renew(connection)
      return try attempt.publishing { try mergeBatch(isLast: isLast) }
    }
    context.tally.committed += merged
    counted = context.tally.counts
    batches += 1
    firstRecord = context.tally.lastPosition.record + 1
    touched.formUnion(gathered.partitions.map(\.name))
    gathered.clear()
  }

  /// Records that are committed come to the same as when they were. Of what the server had refused
  /// of them, only so many rejects are kept; where there were more, all is merged once more, unless the
  /// table has no key by which that would change nothing.
  ///
  /// - Throws: `LoadError.changedSinceKilled`, `KeptTablesDiffer`.
  private func checkCounts() throws {
    let now = context.tally.counts
    let isMore = counted.skipped.contains { $1 > now.skipped[$0, default: 0] }
    guard now.rowsRead < counted.rowsRead || isMore else {
      guard now.rejected < counted.rejected else { return }
      if context.target.isKeyed { throw KeptTablesDiffer() }
      throw changedSinceKilled
    }
    throw changedSinceKilled
  }

  private var changedSinceKilled: LoadError {
    .changedSinceKilled(
      file: "\(attempt.request.file)", load: attempt.load, record: committedUpTo)
  }

  /// - Returns: what became of the rows of the batch.
  private func mergeBatch(isLast: Bool) throws -> LoadCounts {
    try connection.takeTurn(in: context.table, of: attempt.load, waiting: attempt.sayWaiting)
    try context.parents.keep(connection)
    let refusedOnTheWay = try stage()
    let result = try attempt.merge(
      Merge.Input(
        table: staging.name, rows: gathered.sink.rows - refusedOnTheWay,
        mayRepeatKeys: !context.target.isKeyedBySourceAndTime || gathered.order.mayRepeatKeys,
        isStaged: true,
        moments: context.target.timeIndex == nil ? nil : gathered.sink.extents.moments),
      into: context.target, keeping: context.versions, since: attempt.earlier,
      mostRefused: context.mostRefused(isAllRead: isLast))
    var merged = LoadCounts()
    merged.add(result)
    let isRefused = refusedOnTheWay + result.refused > 0
    let ranges =
      !context.hasRanges
      ? []
      : isRefused
        ? try staging.ranges(connection, without: context.refused.table)
        : gathered.sink.extents.ranges(ids: context.parents.sourceIDs)
    if isRefused {
      let mark = try context.tally.mark()
      if attempt.request.force { try staging.remove(context.refused.table, connection) }
      try context.rejectRefused(isAllRead: isLast)
      try context.tally.keep(since: mark, on: connection)
    }
    if attempt.request.force { try staging.addKeys(to: attempt.tables.brought, connection) }
    try attempt.recordDirty(result.dirty, of: context.table)
    var counts = context.tally.counts - counted
    counts += merged
    try attempt.ledger.record(ranges, of: attempt.load)
    try context.record(batch: batches + 1, from: firstRecord, counts)
    return merged
  }

  /// Copies the rows of the batch into the staging table.
  ///
  /// - Returns: how many of them the server did not take.
  private func stage() throws -> Int {
    try attempt.atCheckpoint(.beforeCopy)
    var copy = CarefulCopy(connection, into: staging, context.refused, mostRefused: nil)
    try copy.copy(gathered.sink.buffer.bytes)
    try attempt.atCheckpoint(.afterCopy)
    return copy.refusedCount
  }

  func publish(
    sha256: String, extents: [SeriesExtent], report: inout LoadReport
  ) throws -> LoadCounts {
    try context.concludeBatches(
      context.target.isKeyed ? .merged : .appended, sha256: sha256, extents: extents, &report)
  }

  func refreshStatistics() throws { try context.analyze(touched.sorted()) }
}
