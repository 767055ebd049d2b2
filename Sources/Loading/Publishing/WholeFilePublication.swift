import FlatFiles
import Layouts
import Postgres
import Store

/// `publish: file`: rows are written aside over several connections while the file is read, and
/// appear in one transaction or not at all.
final class WholeFilePublication: RowDestination {
  private let context: PublishingContext
  private let router: RowRouter
  private let writers: TableWriters
  private var built: [TableWriters.Built] = []
  /// The partitions whose rows changed.
  private var touched: [TableName] = []

  private var connection: Connection { context.connection }
  private var attempt: LoadAttempt { context.attempt }

  init(_ context: PublishingContext, _ kept: KeptTables) throws {
    self.context = context
    let attempt = context.attempt
    let staging = StagingTable(name: attempt.tables.staging, target: context.target)
    let partitions = try context.existingPartitions()
    if context.target.table.partitionColumn == nil || !partitions.isEmpty {
      if kept[staging.name] == nil { try staging.create(attempt.connection) }
    }
    writers = TableWriters(
      count: attempt.request.connections, tables: attempt.tables,
      database: attempt.context.database, staging: staging,
      interruption: attempt.context.interruption, atCheckpoint: attempt.atCheckpoint)
    router = RowRouter(
      target: context.target, tables: attempt.tables, partitions: partitions, kept: kept,
      writers: writers)
  }

  func add(_ rows: RowBatch, from batch: RecordBatch) throws -> [Reject] {
    router.parents = context.parents.keys
    return try router.add(rows, from: batch)
  }

  func finishWriting() throws {
    try router.flush()
    built = try writers.finish()
  }

  func abandon() { writers.abandon() }

  func publish(
    sha256: String, extents: [SeriesExtent], report: inout LoadReport
  ) throws -> LoadCounts {
    let retrying = Retrying(attempts: 5, context: attempt.context)
    var counts = LoadCounts()
    try retrying("publishing \(attempt.request.file)") {
      try connection.transaction {
        let result = try publishRows(since: enter(sha256, &report))
        counts = context.tally.counts
        counts += result.counts
        touched = result.touched
        try attempt.ledger.record(result.made, madeBy: attempt.load)
        try attempt.recordDirty(context.hasRanges ? result.dirty : [], of: context.table)
        try context.record(batch: 1, from: 1, counts)
        try context.conclude(
          counts, ranges: router.extents().ranges(ids: context.parents.sourceIDs), sha256: sha256,
          extents: extents)
        try attempt.atCheckpoint(.beforeCommit)
      }
    }
    return counts
  }

  func refreshStatistics() throws { try context.analyze(touched) }

  /// Waits for its turn, and looks once more whether another load brought this content meanwhile.
  private func enter(
    _ sha256: String, _ report: inout LoadReport
  ) throws -> LoadIdentity.Earlier {
    try attempt.takeTurn(in: context.table)
    return try attempt.refuseRepeated(sha256, &report)
  }

  private struct Result {
    var counts = LoadCounts()
    var dirty: [SourceRange] = []
    var touched: [TableName] = []
    /// The partitions that were made.
    var made: [TableName] = []

    mutating func add(_ merged: Merge.Result) {
      counts.add(merged)
      dirty += merged.dirty
    }
  }

  private func publishRows(since earlier: LoadIdentity.Earlier) throws -> Result {
    var result = Result()
    let partitions = try context.existingPartitions()
    for built in built {
      result.counts.skip("duplicate", built.duplicates)
      if partitions.contains(where: { $0.overlaps(built.build.partition) }) {
        // Another load made the partition while this one built its own.
        result.add(try merge(rowsOf: built, since: earlier))
      } else {
        try attempt.atCheckpoint(.beforeAttach)
        try built.build.attach(connection)
        try attempt.atCheckpoint(.afterAttach)
        result.counts.inserted += built.rows - built.duplicates
        result.dirty += router.extents(of: built.build).ranges(
          ids: context.parents.sourceIDs)
        result.touched.append(built.build.partition.name)
        result.made.append(built.build.partition.name)
      }
    }
    if router.stagedRows > 0 {
      result.add(try mergeStaged(since: earlier))
      result.touched += touched(by: router.stagedMoments, partitions)
    }
    return result
  }

  private func mergeStaged(since earlier: LoadIdentity.Earlier) throws -> Merge.Result {
    try attempt.merge(
      Merge.Input(
        table: attempt.tables.staging, rows: router.stagedRows,
        mayRepeatKeys: !context.target.isKeyedBySourceAndTime || router.order.mayRepeatKeys,
        isStaged: true, moments: router.stagedMoments),
      into: context.target, keeping: context.versions, since: earlier)
  }

  private func merge(
    rowsOf built: TableWriters.Built, since earlier: LoadIdentity.Earlier
  ) throws -> Merge.Result {
    let result = try attempt.merge(
      Merge.Input(
        table: built.build.name, rows: built.rows - built.duplicates, mayRepeatKeys: false,
        isStaged: false, moments: router.extents(of: built.build).moments),
      into: context.target, keeping: context.versions, since: earlier)
    try connection.execute("DROP TABLE \(table: built.build.name)")
    return result
  }

  private func touched(
    by moments: ClosedRange<Timestamp>?, _ partitions: [Partition]
  ) -> [TableName] {
    guard let moments else { return [] }
    let extent = Partition(
      name: context.table, from: moments.lowerBound,
      to: Timestamp(microseconds: moments.upperBound.microseconds + 1))
    return partitions.filter { $0.overlaps(extent) }.map(\.name)
  }
}
