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
  func run(
    sha256: String, brought: [TableName], _ counts: inout LoadCounts, _ report: inout LoadReport
  ) throws {
    let standing = try attempt.ledger.standing(
      for: sha256, table: table.name, layoutFingerprint: attempt.identity.layoutFingerprint,
      besides: attempt.load)
    let versions = try VersionTables(connection).find(of: table.name)
    guard !standing.isEmpty, versions?.journal != nil || table.column("load_id") != nil else {
      return
    }
    let rows = TakenRows(
      connection: connection, table: table, versions: versions, own: attempt.tables.own,
      moments: Self.moments(of: standing), isRanged: Self.moments(of: standing) != nil,
      doing: "\(attempt.request.file) was loaded by force")
    let (told, untold) = try split(standing)
    var taken = Taken()
    while true {
      let found = try rows.find(of: told.map(\.id), besides: brought)
      // From the second time on they are some of those that came back.
      if taken.reverted > 0 { taken.reverted -= found }
      if found == 0 { break }
      try taken.loads.formUnion(loads(in: rows.own))
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
    for load in taken.loads.sorted() { _ = try attempt.ledger.markStale(because: load) }
    counts.removed += taken.removed
    counts.reverted += taken.reverted
    if let note = taken.note { report.note(note) }
    for entry in untold where try rows.find(of: [entry.id], besides: brought) > 0 {
      report.note(
        "load \(entry.id) had brought rows that this one does not, and no longer has the versions "
          + "that it overwrote: they are left as they are")
      try connection.execute("DROP TABLE \(table: rows.own)")
    }
  }

  /// What is taken out.
  private struct Taken {
    var loads: Set<Int64> = []
    var removed = 0
    var reverted = 0

    var note: String? {
      guard removed + reverted > 0 else { return nil }
      let names = loads.sorted().map(String.init).joined(separator: ", ")
      return "of what load \(names) had brought and this one does not, \(removed) rows are removed "
        + "and \(reverted) are as they were before"
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

  private func loads(in own: TableName) throws -> [Int64] {
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
    try replacement.run(sha256: sha256, brought: [attempt.tables.brought], &counts, &report)
  }
}
