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

  /// What the load does beside, where it is forced.
  var replacement: Replacement {
    Replacement(attempt: attempt, table: target.table, keeping: versions)
  }

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
    let end = tally.lastPosition
    try attempt.atCheckpoint(.beforeLedger)
    try attempt.ledger.record(
      Ledger.Batch(
        number: number, firstRecord: firstRecord, lastRecord: end.record, endLine: end.line,
        endByte: end.byte, counts: counts),
      of: attempt.load)
    try attempt.atCheckpoint(.afterLedger)
  }

  /// Writes down everything about the load beside its rows.
  func conclude(
    _ counts: LoadCounts, ranges: [SourceRange], sha256: String, extents: [SeriesExtent]
  ) throws {
    if hasRanges { try attempt.ledger.record(ranges, of: attempt.load) }
    try parents.keep()
    try parents.setFrequencies(extents)
    try attempt.conclude(counts, sha256: sha256, rejects: tally)
  }

  /// Refreshes what the planner knows of the touched partitions, and of the parent, which
  /// autovacuum never looks at (PostgreSQL manual, 25.1.3). Only the columns that queries search
  /// by, and from a small sample, because the usual one took longer than giving the partitions
  /// their keys: autovacuum draws that later.
  func analyze(_ partitions: [TableName]) throws {
    let key = target.table.key
    // One transaction waits for the disk once. Always in one order, so that two loads do not wait for
    // each other.
    try connection.transaction {
      // 300 pages of a partition tell where its rows begin and end, 3,000 of all how many sources.
      try connection.execute("SET LOCAL default_statistics_target = 1")
      for partition in Set(partitions).sorted() where partition != table {
        try connection.execute("ANALYZE \(table: partition) (\(identifiers: key))")
      }
      try connection.execute("SET LOCAL default_statistics_target = 10")
      try connection.execute("ANALYZE \(table: table) (\(identifiers: key))")
    }
  }
}
