import Postgres
import Store

/// What a forced load does beside bringing its rows: it stands in for the loads of the same content,
/// so that rows go which these had brought and it does not bring. Each goes as an undo would take it
/// back: the version before it comes back, or the row is removed. Rows that other loads or people have
/// written over since are no longer theirs, and stay.
///
/// With the same content through the same layout that is rare: the table may refuse now what it took
/// then, candles may count as unfinished, a source may have got another number, a newer version of
/// this tool may read more exactly.
struct Replacement {
  let attempt: LoadAttempt
  let table: TableDescription
  /// Where the versions go of what is taken out; nil where none are kept.
  let keeping: VersionTable?

  private var connection: Connection { attempt.connection }

  /// Takes the rows out whose keys are in none of the tables of `brought`. Belongs into the
  /// transaction that publishes the load, behind all that it writes.
  ///
  /// `ranges` is where the rows lie that it brought, in a table whose rows have a source and a moment.
  func run(
    sha256: String, brought: [TableName], ranges: [SourceRange]?, _ counts: inout LoadCounts,
    _ report: inout LoadReport
  ) throws {
    let standing = try attempt.ledger.standing(
      for: sha256, table: table.name, layoutFingerprint: attempt.identity.layoutFingerprint,
      besides: attempt.load)
    let versions = try VersionTables(connection).find(of: table.name)
    guard !standing.isEmpty, versions?.journal != nil || table.column("load_id") != nil else {
      return
    }
    if try hasNoOther(than: counts, in: ranges, of: standing) { return }
    let rows = TakenRows(
      connection: connection, table: table, versions: versions, own: attempt.tables.own,
      moments: Self.moments(of: standing), isRanged: Self.moments(of: standing) != nil,
      doing: "\(attempt.request.file) was loaded by force")
    let (told, untold) = try split(standing)
    let taken = try takeOut(rows, of: told.map(\.id), besides: brought)
    for load in taken.loads.sorted() { _ = try attempt.ledger.markStale(because: load) }
    counts.removed += taken.removed
    counts.reverted += taken.reverted
    if let note = taken.note { report.note(note) }
    for entry in untold {
      if try rows.find(of: [entry.id], besides: brought) > 0 {
        report.note(
          "load \(entry.id) had brought rows that this one does not, and no longer has the versions "
            + "that it overwrote: they are left as they are")
      }
      try connection.execute("DROP TABLE \(table: rows.own)")
    }
  }

  private func takeOut(
    _ rows: TakenRows, of loads: [Int64], besides brought: [TableName]
  ) throws -> Taken {
    var taken = Taken()
    while true {
      let found = try rows.find(of: loads, besides: brought)
      // From the second time on they are some of those that came back.
      if taken.reverted > 0 { taken.reverted -= found }
      if found == 0 { break }
      try taken.loads.formUnion(writers(in: rows.own))
      try rows.recordDirty(rows.own, load: attempt.load)
      try setAside(rows)
      let out = try rows.takeOut()
      taken.reverted += out.restored
      taken.removed += out.removed
      // What came back may be a row of one of these loads in turn.
      if out.restored == 0 { break }
      try connection.execute("DROP TABLE \(table: rows.own)")
    }
    try connection.execute("DROP TABLE \(table: rows.own)")
    return taken
  }

  /// Whether all rows that the table has where those of the earlier loads lie are brought, which
  /// their number tells, and much faster than their keys do.
  private func hasNoOther(
    than counts: LoadCounts, in ranges: [SourceRange]?, of standing: [Ledger.Entry]
  ) throws -> Bool {
    let left = ["exists", "older"].reduce(0) { $0 + counts.skipped[$1, default: 0] }
    let rows = counts.inserted + counts.updated + counts.unchanged + left
    guard let ranges, let time = table.partitionColumn else {
      guard table.partitionColumn == nil else { return false }
      return try connection.one("SELECT count(*) FROM \(table: table.name)").get(0) == rows
    }
    var regions: [Int32: ClosedRange<Timestamp>] = [:]
    for range in try standing.flatMap({ try attempt.ledger.ranges(of: $0.id) }) {
      let known = regions[range.source] ?? range.from...range.to
      regions[range.source] =
        min(known.lowerBound, range.from)...max(known.upperBound, range.to)
    }
    let isWithin = ranges.allSatisfy { range in
      regions[range.source].map { $0.contains(range.from) && $0.contains(range.to) } ?? false
    }
    guard isWithin else { return false }
    let there: Int = try connection.one(
      """
      SELECT count(*) FROM \(table: table.name) AS t
      JOIN unnest(\(regions.keys.map(Int64.init))::bigint[],
        \(regions.values.map { "\($0.lowerBound)" })::timestamptz[],
        \(regions.values.map { "\($0.upperBound)" })::timestamptz[]) AS r (source, first, last)
        ON t.source_id = r.source AND t.\(identifier: time) BETWEEN r.first AND r.last
      WHERE true\(sql: table.within(Self.moments(of: standing), "t"))
      """
    ).get(0)
    return there == rows
  }

  /// What is taken out.
  private struct Taken {
    var loads: Set<Int64> = []
    var removed = 0
    var reverted = 0

    var note: String? {
      guard removed + reverted > 0 else { return nil }
      let names = loads.sorted().map(String.init).joined(separator: ", ")
      return "load \(names) had brought rows that this one does not: \(removed) removed, "
        + "\(reverted) as they were before"
    }
  }

  /// Those whose rows can be taken back, and those that have overwritten rows of which the versions
  /// are not there.
  private func split(
    _ standing: [Ledger.Entry]
  ) throws -> (told: [Ledger.Entry], untold: [Ledger.Entry]) {
    let pruned = try VersionTables(connection).prunedBefore(table.name)
    let isTold = { (entry: Ledger.Entry) in
      guard entry.updated > 0 else { return true }
      guard entry.keepsUndo else { return false }
      return pruned.map { pruned in entry.finishedAt.map { $0 >= pruned } ?? false } ?? true
    }
    return (standing.filter(isTold), standing.filter { !isTold($0) })
  }

  private static func moments(of standing: [Ledger.Entry]) -> ClosedRange<Timestamp>? {
    let known = standing.compactMap(\.moments)
    guard known.count == standing.count, let from = known.map(\.lowerBound).min(),
      let to = known.map(\.upperBound).max()
    else { return nil }
    return from...to
  }

  private func writers(in own: TableName) throws -> [Int64] {
    try connection.query(
      "SELECT DISTINCT \(identifier: TakenRows.writer)::bigint FROM \(table: own)"
    ).map { try $0.get(0) }
  }

  /// Keeps the rows for an undo of this load.
  private func setAside(_ rows: TakenRows) throws {
    guard let keeping else { return }
    let columns = table.columns.map(\.name)
    let isJournaled = keeping.journal != nil
    let own = columns + (isJournaled ? [keeping.writerColumn] : []) + [VersionTable.replacedBy]
    let writer: SQL = isJournaled ? "o.\(identifier: TakenRows.writer), " : ""
    try connection.execute(
      """
      INSERT INTO \(table: keeping.versions) (\(identifiers: own))
      SELECT \(identifiers: columns, of: "t"), \(sql: writer)\(-attempt.load)::bigint
      FROM \(table: table.name) AS t JOIN \(table: rows.own) AS o
        ON \(equal: table.key, of: "t", and: "o")\(sql: rows.within("t"))
      """)
  }
}

extension PublishingContext {
  /// What the load does beside, where it is forced.
  var replacement: Replacement {
    Replacement(attempt: attempt, table: target.table, keeping: versions)
  }

  /// A forced load that commits in batches writes down which keys it brings that the table may have
  /// had, for its end.
  ///
  /// - Throws: `KeptTablesDiffer` where that is not known of batches that are committed.
  func prepareReplacing(behind batches: Int) throws {
    guard attempt.request.force else { return }
    if try Catalog(connection).exists(attempt.tables.brought) { return }
    if batches > 0 { throw KeptTablesDiffer() }
    try StagingTable(name: attempt.tables.staging, target: target)
      .createKeys(named: attempt.tables.brought, connection)
  }

  /// Takes out what the load replaces, once all its batches are committed. Belongs into the
  /// transaction that ends it.
  func replaceBatches(
    sha256: String, _ counts: inout LoadCounts, _ report: inout LoadReport
  ) throws {
    guard attempt.request.force else { return }
    try connection.takeTurn(in: table, of: attempt.load)
    try replacement.run(
      sha256: sha256, brought: [attempt.tables.brought],
      ranges: hasRanges ? attempt.ledger.ranges(of: attempt.load) : nil, &counts, &report)
  }
}
