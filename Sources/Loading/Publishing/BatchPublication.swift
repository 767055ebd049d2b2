import FlatFiles
import Layouts
import Postgres
import Store

/// `publish: batch`: every so many records are merged and committed, each batch together with its
/// line in `retrofill.batches`; what was committed stays when a later batch fails.
final class BatchPublication: RowDestination {
  private let context: PublishingContext
  private let staging: StagingTable
  private var encoder: RowEncoder
  private let pool = BufferPool()
  private var sink: RowSink
  private var order = KeyOrder()
  /// What was counted up to the last commit.
  private var counted = LoadCounts()
  private var batches = 0
  private var firstRecord = 1
  /// Up to this record an earlier try has committed what became of all.
  private var committedUpTo = 0
  /// The partitions that the rows of the batch belong to, and the one of the last row.
  private var partitions: Set<Partition> = []
  private var partition: Partition?
  private var touched: Set<TableName> = []

  private var connection: Connection { context.connection }
  private var attempt: LoadAttempt { context.attempt }

  init(_ context: PublishingContext) throws {
    self.context = context
    staging = StagingTable(name: context.attempt.tables.staging, target: context.target)
    encoder = RowEncoder(columns: context.target.columns)
    sink = RowSink(destination: .staging, worker: 0, load: nil, pool: pool)
    try goOn()
    if context.attempt.request.force { try prepareBrought() }
  }

  /// A forced load writes down which keys it brings, for its end.
  ///
  /// - Throws: `KeptTablesDiffer` where that is not known of batches that are committed.
  private func prepareBrought() throws {
    let isThere = try Catalog(connection).exists(attempt.tables.brought)
    if batches > 0, !isThere { throw KeptTablesDiffer() }
    if !isThere { try staging.createKeys(named: attempt.tables.brought, connection) }
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
    encoder.parents = context.parents.keys
    var rejects: [Reject] = []
    let width = context.target.columns.count
    rows.cells.withUnsafeBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for row in 0..<rows.rowCount {
        let record = Int(rows.origins[row])
        let cells = base + row * width
        let position = batch.records[record].position
        let start = sink.gatheredBytes
        if let reject = encoder.encode(
          cells, of: record, in: batch, tail: sink.tail(of: position), to: sink.buffer)
        {
          rejects.append(reject)
        } else if position.record <= committedUpTo {
          sink.buffer.truncate(to: start)
        } else {
          count(cells, record: position.record, from: start)
        }
      }
    }
    return rejects
  }

  @inline(__always)
  private func count(_ cells: UnsafePointer<Cell>, record: Int, from start: Int) {
    let moment = context.target.moment(of: cells)
    let source = context.target.source(of: cells)
    sink.count(moment, of: source, record: record, from: start)
    order.add(moment, of: source)
    if let policy = context.target.partitioning, partition?.contains(moment) != true {
      partition = policy.partition(holding: Timestamp(microseconds: moment))
      if let partition { partitions.insert(partition) }
    }
  }

  func batchAdded() throws {
    if sink.rows >= attempt.request.batchRows { try commit(isLast: false) }
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
      try connection.transaction { try makePartitions() }
      // Not in the transaction that publishes: see `LoadTables`.
      try staging.renew(connection)
      return try attempt.publishing { try mergeBatch(isLast: isLast) }
    }
    context.tally.committed += merged
    counted = context.tally.counts
    batches += 1
    firstRecord = context.tally.lastPosition.record + 1
    touched.formUnion(partitions.map(\.name))
    partitions.removeAll()
    partition = nil
    sink = RowSink(destination: .staging, worker: 0, load: nil, pool: pool)
    order = KeyOrder()
  }

  /// Records that are committed come to the same as when they were. Of what the server had refused
  /// of them, only so many rejects are kept; where there were more, all is merged once more.
  ///
  /// - Throws: `LoadError.changedSinceKilled`, `KeptTablesDiffer`.
  private func checkCounts() throws {
    let now = context.tally.counts
    let isMore = counted.skipped.contains { $1 > now.skipped[$0, default: 0] }
    guard now.rowsRead < counted.rowsRead || isMore else {
      if now.rejected < counted.rejected { throw KeptTablesDiffer() }
      return
    }
    throw LoadError.changedSinceKilled(
      file: "\(attempt.request.file)", load: attempt.load, record: committedUpTo)
  }

  /// - Returns: what became of the rows of the batch.
  private func mergeBatch(isLast: Bool) throws -> LoadCounts {
    try attempt.takeTurn(in: context.table)
    try context.parents.keep()
    let refusedOnTheWay = try stage()
    let result = try attempt.merge(
      Merge.Input(
        table: staging.name, rows: sink.rows - refusedOnTheWay,
        mayRepeatKeys: !context.target.isKeyedBySourceAndTime || order.mayRepeatKeys,
        isStaged: true, moments: context.target.timeIndex == nil ? nil : sink.extents.moments),
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
        : sink.extents.ranges(ids: context.parents.sourceIDs)
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
    try copy.copy(sink.buffer.bytes)
    try attempt.atCheckpoint(.afterCopy)
    return copy.refusedCount
  }

  /// A row can only be merged into a partition that exists. Making one keeps readers out until it
  /// commits, which is why it does not wait for the merge.
  private func makePartitions() throws {
    guard !partitions.isEmpty else { return }
    try attempt.takeTurn(in: context.table)
    let existing = try context.existingPartitions()
    for partition in partitions.sorted(by: { $0.name < $1.name }) {
      if !existing.contains(where: { $0.overlaps(partition) }) {
        try partition.from.map(context.target.checkMayMakePartition)
        try Catalog(connection).create(partition, of: context.table)
        try attempt.ledger.record([partition.name], madeBy: attempt.load)
      }
    }
  }

  func publish(
    sha256: String, extents: [SeriesExtent], report: inout LoadReport
  ) throws -> LoadCounts {
    var counts = context.tally.counts
    counts += context.tally.committed
    let counted = counts
    try attempt.publishing {
      if attempt.request.force {
        try attempt.takeTurn(in: context.table)
        counts = counted
        try context.replacement.run(
          sha256: sha256, brought: [attempt.tables.brought], &counts, &report)
      }
      try context.conclude(counts, ranges: [], sha256: sha256, extents: extents)
    }
    return counts
  }

  func refreshStatistics() throws { try context.analyze(touched.sorted()) }
}
