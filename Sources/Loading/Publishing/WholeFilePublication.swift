import FlatFiles
import Layouts
import Postgres
import Store

/// `publish: file`: rows are written aside over several connections while the file is read, and
/// appear in one transaction or not at all.
final class WholeFilePublication: RowDestination {
  private let context: PublishingContext
  private let staging: StagingTable
  private let isCareful: Bool
  private let router: RowRouter
  private let appender: Appender?
  private let writers: TableWriters
  private var built: [TableWriters.Built] = []
  /// Another connection, for what is looked up while rows are appended.
  private var aside: Connection?
  /// The partitions whose rows changed.
  private var touched: [TableName] = []
  /// The tables of rows that were merged, for a load that stands in for others.
  private var merged: [TableName] = []

  private var connection: Connection { context.connection }
  private var attempt: LoadAttempt { context.attempt }

  /// Rows of `kept` are written already. Where the server has refused a row on its way, `isCareful`
  /// says to stage all of them, chunk by chunk, so that the refused ones can be told. `appends` says
  /// that the table has no key yet of those that are to come.
  init(
    _ context: PublishingContext, _ kept: KeptTables, isCareful: Bool, appends: Bool
  ) throws {
    self.context = context
    self.isCareful = isCareful
    let attempt = context.attempt
    staging = StagingTable(name: attempt.tables.staging, target: context.target)
    let retrying = Retrying(attempts: 5, context: attempt.context)
    let partitions = try retrying("looking at \(context.table)") {
      try context.existingPartitions()
    }
    let buildsAside = context.target.mayBeBuiltAside && !isCareful
    if !appends, !buildsAside || !partitions.isEmpty, kept[staging.name] == nil {
      try staging.create(attempt.connection)
    }
    if isCareful { try context.refused.create() }
    writers = TableWriters(
      count: attempt.request.connections, tables: attempt.tables,
      database: attempt.context.database, staging: staging,
      interruption: attempt.context.interruption,
      care: isCareful
        ? TableWriters.Care(mostRefused: context.mostRefused(isAllRead: false)) : nil,
      atCheckpoint: attempt.atCheckpoint)
    appender =
      appends
      ? try Appender(
        attempt.connection, of: attempt.load, context.target, file: "\(attempt.request.file)",
        waiting: attempt.sayWaiting, atCheckpoint: attempt.atCheckpoint) : nil
    router = RowRouter(
      target: context.target, tables: attempt.tables, partitions: partitions,
      buildsAside: buildsAside, kept: kept, writers: writers, appender: appender)
  }

  func add(_ rows: RowBatch, from batch: RecordBatch) throws -> [Reject] {
    router.parents = context.parents.keys
    return try router.add(rows, from: batch)
  }

  func finishWriting() throws {
    try router.flush()
    built = try writers.finish()
    try appender?.finish()
  }

  func abandon() {
    writers.abandon()
    appender?.abandon()
  }

  /// The connection is at the rows that are appended: parents are looked for over another one.
  func resolving(_ body: () throws -> Void) throws {
    guard appender != nil else { return try body() }
    context.parents.move(to: try lookAside())
    let known = context.parents.sourceIDs.count
    try body()
    try refuseToMeet(context.parents.sourceIDs.dropFirst(known))
  }

  private func lookAside() throws -> Connection {
    if let aside { return aside }
    let opened = try attempt.context.database.connect()
    aside = opened
    return opened
  }

  /// - Throws: `AppendingFailed` where the table has rows of sources that come late.
  private func refuseToMeet(_ ids: ArraySlice<Int32>) throws {
    guard let aside, let source = context.target.sourceIndex, context.target.isKeyed, !ids.isEmpty
    else { return }
    let column = context.target.columns[source].name
    let met = try aside.first(
      """
      SELECT FROM \(table: context.table)
      WHERE \(identifier: column) = ANY (\(ids.map(Int64.init))::bigint[]) LIMIT 1
      """)
    if met != nil {
      throw AppendingFailed(because: "the table has rows of a source that the file names late")
    }
  }

  func publish(
    sha256: String, extents: [SeriesExtent], report: inout LoadReport
  ) throws -> LoadCounts {
    if let appender {
      context.parents.move(to: connection)
      return try appender.publish {
        try attempt.refuseRepeated(sha256, over: lookAside(), &report)
        try connection.acquireInTransaction(.partitions(of: context.table))
        return try publishOnce(sha256, extents, since: .nothing, &report)
      }
    }
    let retrying = Retrying(attempts: 5, context: attempt.context)
    let mark = try context.tally.mark()
    return try retrying("publishing \(attempt.request.file)") {
      try context.tally.rewind(to: mark)
      return try attempt.publishing {
        try publishOnce(sha256, extents, since: enter(sha256, &report), &report)
      }
    }
  }

  private func publishOnce(
    _ sha256: String, _ extents: [SeriesExtent], since earlier: LoadIdentity.Earlier,
    _ report: inout LoadReport
  ) throws -> LoadCounts {
    merged = []
    report.strategies = []
    let result = try publishRows(since: earlier, &report)
    var counts = context.tally.counts
    counts += result.counts
    let ranges = result.ranges ?? router.extents().ranges(ids: context.parents.sourceIDs)
    if attempt.request.force {
      // Rows that were not merged have keys that the table did not have.
      try context.replacement.run(
        sha256: sha256, brought: merged, ranges: context.hasRanges ? ranges : nil, &counts,
        &report)
    }
    touched = result.touched
    try attempt.ledger.record(result.made, madeBy: attempt.load)
    try attempt.recordDirty(context.hasRanges ? result.dirty : [], of: context.table)
    try context.record(batch: 1, from: 1, counts)
    try context.conclude(counts, ranges: ranges, sha256: sha256, extents: extents)
    return counts
  }

  func refreshStatistics() throws { try context.analyze(touched) }

  /// Waits for its turn, and looks once more whether another load brought this content meanwhile.
  private func enter(
    _ sha256: String, _ report: inout LoadReport
  ) throws -> LoadIdentity.Earlier {
    try connection.takeTurn(in: context.table, of: attempt.load, waiting: attempt.sayWaiting)
    return try attempt.refuseRepeated(sha256, &report)
  }

  private struct Result {
    var counts = LoadCounts()
    /// Nil where all rows are there that were written.
    var ranges: [SourceRange]?
    var dirty: [SourceRange] = []
    var touched: [TableName] = []
    /// The partitions that were made.
    var made: [TableName] = []

    mutating func add(_ merged: Merge.Result) {
      counts.add(merged)
      dirty += merged.dirty
    }
  }

  private func publishRows(
    since earlier: LoadIdentity.Earlier, _ report: inout LoadReport
  ) throws -> Result {
    var result = Result()
    let partitions = try context.existingPartitions()
    for built in built {
      result.counts.skip("duplicate", built.duplicates)
      if partitions.contains(where: { $0.overlaps(built.build.partition) }) {
        // Another load made the partition while this one built its own.
        result.add(try merge(rowsOf: built, since: earlier))
        report.add(.merged, rows: built.rows)
      } else {
        try attempt.atCheckpoint(.beforeAttach)
        try built.build.attach(connection)
        try attempt.atCheckpoint(.afterAttach)
        result.counts.inserted += built.rows - built.duplicates
        result.dirty += router.extents(of: built.build).ranges(
          ids: context.parents.sourceIDs)
        result.touched.append(built.build.partition.name)
        result.made.append(built.build.partition.name)
        report.add(.built, rows: built.rows)
      }
    }
    for appended in router.appendedTo {
      result.dirty += appended.extents.ranges(ids: context.parents.sourceIDs)
      result.touched.append(appended.table)
    }
    result.counts.inserted += appender?.rows ?? 0
    report.add(.appended, rows: appender?.rows ?? 0)
    if router.stagedRows > 0 { try publishStaged(&result, partitions, since: earlier) }
    report.add(context.target.isKeyed ? .merged : .appended, rows: router.stagedRows)
    return result
  }

  /// Merges the staged rows, and makes rejects of those that the server refuses, there or on their
  /// way.
  ///
  /// - Throws: `LoadError.overBudget`.
  private func publishStaged(
    _ result: inout Result, _ partitions: [Partition], since earlier: LoadIdentity.Earlier
  ) throws {
    let most = context.mostRefused(isAllRead: true)
    var refused = isCareful ? try context.refused.count() : 0
    if most.map({ refused < $0 }) ?? true {
      result.made += try makeMissing(partitions)
      let merged = try attempt.merge(
        Merge.Input(
          table: staging.name, rows: router.stagedRows - refused,
          mayRepeatKeys: !context.target.isKeyedBySourceAndTime || router.order.mayRepeatKeys,
          isStaged: true, moments: router.stagedMoments),
        into: context.target, keeping: context.versions, since: earlier, mostRefused: most)
      refused += merged.refused
      result.add(merged)
      self.merged.append(staging.name)
    }
    if refused > 0 {
      // The rejects are not where the file's rows are.
      if context.hasRanges {
        let built = router.builtExtents().ranges(ids: context.parents.sourceIDs)
        let staged = try staging.ranges(connection, without: context.refused.table)
        result.ranges = built + staged
      }
      if attempt.request.force { try staging.remove(context.refused.table, connection) }
      try context.rejectRefused(isAllRead: true)
    }
    result.touched += touched(
      by: router.stagedMoments, try context.existingPartitions())
  }

  /// Makes the partitions for staged rows.
  ///
  /// - Returns: the partitions that were made.
  private func makeMissing(_ partitions: [Partition]) throws -> [TableName] {
    let missing = router.missing.filter { build in
      !partitions.contains { $0.overlaps(build.partition) }
    }
    for build in missing { try build.make(connection) }
    return missing.map(\.partition.name)
  }

  private func merge(
    rowsOf built: TableWriters.Built, since earlier: LoadIdentity.Earlier
  ) throws -> Merge.Result {
    let result = try attempt.merge(
      Merge.Input(
        table: built.build.name, rows: built.rows - built.duplicates, mayRepeatKeys: false,
        isStaged: false, moments: router.extents(of: built.build).moments),
      into: context.target, keeping: context.versions, since: earlier)
    merged.append(built.build.name)
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
