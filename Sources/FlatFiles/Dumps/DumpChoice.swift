/// Which table of a dump is read: the one that was named, or the only one that has rows.
final class DumpChoice {
  private let pick: TablePick?
  /// Without a name: the table that the first rows belong to.
  private var chosen: DumpTable?
  /// The tables of the dump that have the name.
  private var matching: Set<DumpTable> = []
  private var tally = DumpTally()
  /// Tables with rows that were not read.
  private var passedOver: Set<DumpTable> = []
  private var rowsRead = 0
  /// Whether the dump has a place for the table's rows.
  private(set) var isFound = false

  /// Throws `FileError` where the text names no table.
  init(table: String?, path: String) throws {
    pick = try table.map { text in
      guard let pick = TablePick(text) else {
        throw FileError(path: path, problem: .dump(.badTableName(text)))
      }
      return pick
    }
  }

  /// What is read, for reports.
  var name: String { pick?.text ?? chosen?.description ?? "" }
  /// Whether the name is that of a table, not a pattern.
  var isOfOneTable: Bool { !(pick?.isPattern ?? false) }

  /// Whether the rows that stand next are read.
  ///
  /// Throws `FileError` where it is open which table is meant.
  func takes(_ table: DumpTable, _ walker: DumpWalker, hasRows: Bool) throws -> Bool {
    tally.add(0, of: table, isComplete: !hasRows)
    if tally.isTooLarge { throw walker.error(.tooManyTables(limit: DumpCatalog.tableLimit)) }
    let isTaken =
      try pick.map { try takes(table, by: $0, walker) }
      ?? takesTheOnly(table, walker, hasRows: hasRows)
    if !isTaken, hasRows { passedOver.insert(table) }
    return isTaken
  }

  /// Counts rows that were read or passed over.
  func count(_ rows: Int, of table: DumpTable, isComplete: Bool, isRead: Bool) {
    tally.add(rows, of: table, isComplete: isComplete)
    if isRead { rowsRead += rows }
  }

  private func takes(
    _ table: DumpTable, by pick: TablePick, _ walker: DumpWalker
  ) throws -> Bool {
    guard let match = Self.match(table, pick, walker.catalog) else { return false }
    isFound = true
    if pick.isPattern { return true }
    if matching.isEmpty {
      for declared in walker.catalog.tables where pick.matches(declared) {
        matching.insert(Self.match(declared, pick, walker.catalog) ?? declared)
      }
    }
    matching.insert(match)
    if matching.count > 1 {
      throw walker.error(
        .ambiguousTable(pick.text, matching.sorted { "\($0)" < "\($1)" }))
    }
    return true
  }

  /// The table itself or what it is a part of, whichever has the name; of several the outermost.
  private static func match(
    _ table: DumpTable, _ pick: TablePick, _ catalog: DumpCatalog
  ) -> DumpTable? {
    catalog.lineage(of: table).last(where: pick.matches)
  }

  private func takesTheOnly(
    _ table: DumpTable, _ walker: DumpWalker, hasRows: Bool
  ) throws -> Bool {
    if !hasRows || DumpCatalog.isInternal(table) { return false }
    let root = walker.catalog.root(of: table)
    if chosen == nil { chosen = root }
    isFound = true
    if root == chosen { return true }
    tally.add(1, of: table, isComplete: false)
    throw walker.error(.severalTables(tally.folded(by: walker.catalog), isAll: false))
  }

  /// Makes sure, at the end of the dump, that no rows of the table were passed over.
  ///
  /// Throws `FileError`.
  func checkEnd(_ walker: DumpWalker) throws {
    guard let pick else { return }
    let catalog = walker.catalog
    if let part = passedOver.first(where: { Self.match($0, pick, catalog) != nil }) {
      throw walker.error(.partsDeclaredLate(table: pick.text, part: part))
    }
    let strays = passedOver.filter { DumpCatalog.isChunk($0) && catalog.root(of: $0) == $0 }
    if rowsRead == 0, !strays.isEmpty {
      let parts = strays.compactMap(tally.rows).sorted { "\($0)" < "\($1)" }
      throw walker.error(.rowsElsewhere(table: pick.text, parts))
    }
  }

  /// The error of a dump in which no rows were found.
  func nothingFound(_ walker: DumpWalker) -> FileError {
    let problem: DumpProblem =
      pick.map { .noSuchTable($0.text, known: tally.folded(by: walker.catalog)) } ?? .noRows
    return FileError(path: walker.window.path, problem: .dump(problem))
  }
}
