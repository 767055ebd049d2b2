/// How many rows of which table were met in a dump.
struct DumpTally {
  private var tables: [DumpTable: TableRows] = [:]
  /// The tables in the order in which they were met.
  private var order: [DumpTable] = []

  var isTooLarge: Bool { order.count > DumpCatalog.tableLimit }

  mutating func add(_ rows: Int, of table: DumpTable, isComplete: Bool) {
    if tables[table] == nil {
      tables[table] = TableRows(table: table, rows: 0, isComplete: true)
      order.append(table)
    }
    tables[table]?.rows += rows
    tables[table]?.isComplete = isComplete
  }

  func rows(of table: DumpTable) -> TableRows? { tables[table] }

  /// The tables with rows, parts counted with what they are parts of; those that TimescaleDB keeps
  /// for itself are left out.
  func folded(by catalog: DumpCatalog) -> [TableRows] {
    var places: [DumpTable: Int] = [:]
    var folded: [TableRows] = []
    for entry in order.compactMap({ tables[$0] }) {
      if entry.rows == 0 || DumpCatalog.isInternal(entry.table) { continue }
      let root = catalog.root(of: entry.table)
      if let place = places[root] {
        folded[place].rows += entry.rows
        folded[place].isComplete = folded[place].isComplete && entry.isComplete
      } else {
        places[root] = folded.count
        folded.append(TableRows(table: root, rows: entry.rows, isComplete: entry.isComplete))
      }
    }
    return folded
  }
}
