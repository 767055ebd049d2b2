import FlatFiles
import Layouts
import Postgres
import Store

/// What both ways of publishing need.
struct PublishingContext {
  let attempt: LoadAttempt
  let target: Target
  let tally: Tally
  let parents: Parents
  /// The file's records once more, for rejects of the server.
  let records: RecordsOnceMore
  /// Where the versions go that the load overwrites; nil where none are kept.
  let versions: VersionTable?

  init(
    attempt: LoadAttempt, target: Target, tally: Tally, parents: Parents,
    records: RecordsOnceMore
  ) throws {
    self.attempt = attempt
    self.target = target
    self.tally = tally
    self.parents = parents
    self.records = records
    versions = try attempt.prepareVersions(of: target.table)
  }

  var connection: Connection { attempt.connection }
  var table: TableName { target.table.name }

  /// Whether rows have a source and a moment, by which ranges are told.
  var hasRanges: Bool { target.sourceIndex != nil && target.timeIndex != nil }

  /// The partitions that the table has. A default partition takes whatever the others leave, so
  /// that with one there is a place for every row, and nothing to build.
  func existingPartitions() throws -> [Partition] {
    guard target.table.partitionColumn != nil else { return [] }
    let catalog = Catalog(connection)
    if try catalog.hasDefaultPartition(table) {
      return [Partition(name: table, from: nil, to: nil)]
    }
    return try catalog.partitions(of: table)
  }

  /// Makes the partitions that rows of a batch need and the table does not have, in a transaction
  /// ahead of that of the rows.
  func makePartitions(_ partitions: Set<Partition>) throws {
    guard !partitions.isEmpty else { return }
    try connection.shareTurn(in: table, of: attempt.load, waiting: attempt.sayWaiting)
    try connection.acquireInTransaction(.partitions(of: table))
    let existing = try existingPartitions()
    let catalog = Catalog(connection)
    for partition in partitions.sorted(by: { $0.name < $1.name })
    where !existing.contains(where: { $0.overlaps(partition) }) {
      // Of one that was detached the name is taken: the rows say that they have no place.
      if try catalog.exists(partition.name) { continue }
      try partition.from.map(target.checkMayMakePartition)
      if let build = PartitionBuild(partition, of: target, tables: attempt.tables) {
        try build.make(connection)
      } else {
        try catalog.create(partition, of: table)
      }
      try attempt.ledger.record([partition.name], madeBy: attempt.load)
    }
  }

  var refused: RefusedRows { RefusedRows(connection, of: attempt.tables) }

  /// After how many rows that the server refuses it is enough: so many more than may be make clear
  /// what is wrong with the file. Nil for no end, as long as more may be read.
  func mostRefused(isAllRead: Bool) -> Int? {
    let budget = attempt.request.maxRejects
    if case .percent = budget, !isAllRead { return nil }
    return max(budget.most(of: tally.counts.rowsRead) - tally.faults, 0) + Self.toldBeyondBudget
  }

  private static let toldBeyondBudget = 1_000

  /// Makes rejects of the rows that the server refused, and weighs these.
  ///
  /// - Throws: `LoadError.overBudget`.
  func rejectRefused(isAllRead: Bool) throws {
    try refused.forEach { try tally.add($0, from: records) }
    try refused.drop()
    if case .percent = attempt.request.maxRejects, !isAllRead { return }
    try tally.weigh(against: attempt.request)
  }

  /// Writes down a batch that ends with the last record read. Belongs into its transaction.
  func record(batch number: Int, from firstRecord: Int, _ counts: LoadCounts) throws {
    try attempt.ledger.record(
      Ledger.Batch(number: number, from: firstRecord, to: tally.lastPosition, counts),
      of: attempt.load, attempt.atCheckpoint)
  }

  /// Writes down everything about the load beside its rows.
  func conclude(
    _ counts: LoadCounts, ranges: [SourceRange], sha256: String, extents: [SeriesExtent]
  ) throws {
    if hasRanges { try attempt.ledger.record(ranges, of: attempt.load) }
    try parents.keep(connection)
    try parents.setFrequencies(extents)
    try attempt.advanceSequences(of: target)
    try attempt.conclude(counts, sha256: sha256, rejects: tally)
  }

  /// Ends a load whose batches are all committed, in a transaction of its own.
  ///
  /// - Returns: what became of the records.
  func concludeBatches(
    _ strategy: Strategy, sha256: String, extents: [SeriesExtent], _ report: inout LoadReport
  ) throws -> LoadCounts {
    try attempt.publishing {
      var counts = tally.counts
      counts += tally.committed
      report.strategies = []
      report.add(
        strategy, rows: counts.accountedFor - counts.rejected - tally.counts.skippedTotal)
      try replaceBatches(sha256: sha256, &counts, &report)
      try conclude(counts, ranges: [], sha256: sha256, extents: extents)
      return counts
    }
  }

  /// Refreshes what the planner knows of the touched partitions, and of the parent, which
  /// autovacuum never looks at (PostgreSQL manual, 25.1.3). Only the columns that queries search
  /// by, and from a small sample, because the usual one took longer than giving the partitions
  /// their keys: autovacuum draws that later.
  func analyze(_ partitions: [TableName]) throws {
    let key: SQL = target.isKeyed ? " (\(identifiers: target.table.key))" : ""
    // One transaction waits for the disk once. Always in one order, so that two loads do not wait for
    // each other.
    try connection.transaction {
      // 300 pages of a partition tell where its rows begin and end, 3,000 of all how many sources.
      try connection.execute("SET LOCAL default_statistics_target = 1")
      for partition in Set(partitions).sorted() where partition != table {
        try connection.execute("ANALYZE \(table: partition)\(sql: key)")
      }
      try connection.execute("SET LOCAL default_statistics_target = 10")
      try connection.execute("ANALYZE \(table: table)\(sql: key)")
    }
  }
}

extension Ledger {
  /// Records a batch. Belongs into the transaction that commits it.
  func record(_ batch: Batch, of load: Int64, _ atCheckpoint: CheckpointHook) throws {
    try atCheckpoint(.beforeLedger)
    try record(batch, of: load)
    try atCheckpoint(.afterLedger)
  }
}

extension Ledger.Batch {
  /// A batch that ends with the record at `end`.
  init(number: Int, from firstRecord: Int, to end: Position, _ counts: LoadCounts) {
    self.init(
      number: number, firstRecord: firstRecord, lastRecord: end.record, endLine: end.line,
      endByte: end.byte, counts: counts)
  }
}
