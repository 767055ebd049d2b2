/// What a dump says of its tables besides their rows: their columns, and which of them are parts of
/// others.
///
/// Parts are partitions, tables that inherit, and the chunks of TimescaleDB's hypertables: of these
/// a dump of everything says so by `INHERITS`, one of the data alone by the rows of
/// TimescaleDB's own catalog.
struct DumpCatalog {
  private var columns: [DumpTable: [DumpColumn]] = [:]
  private var parents: [DumpTable: DumpTable] = [:]
  /// Columns by their contents: partitions repeat those of their table, and share them here.
  private var lists: Set<[DumpColumn]> = []
  private var hypertables: [Int: DumpTable] = [:]
  /// The hypertable whose compressed rows another one keeps.
  private var compressed: [Int: Int] = [:]
  private var chunks: [DumpTable: Int] = [:]

  static let tableLimit = 200_000

  /// Whether the dump has more tables than are kept in mind.
  var isTooLarge: Bool {
    columns.count > Self.tableLimit || parents.count > Self.tableLimit
      || hypertables.count > Self.tableLimit || chunks.count > Self.tableLimit
  }

  // MARK: - What is said

  mutating func declare(_ table: DumpTable, _ own: [DumpColumn], parents: [DumpTable]) {
    let inherited = parents.flatMap { columns[$0] ?? [] }
    var all = inherited
    for column in own where !all.contains(where: { $0.name == column.name }) {
      all.append(column)
    }
    columns[table] = lists.insert(all).memberAfterInsert
    if let parent = parents.first { add(table, to: parent) }
  }

  mutating func add(_ part: DumpTable, to table: DumpTable) {
    // A table is no part of itself, however damaged the dump is.
    if !lineage(of: table).contains(part) { parents[part] = table }
  }

  /// Whether the rows of a table say which chunks there are.
  static func isTimescaleCatalog(_ table: DumpTable) -> Bool {
    table.schema == "_timescaledb_catalog" && ["hypertable", "chunk"].contains(table.name)
  }

  /// Takes a row of TimescaleDB's catalog, by the names of its columns.
  mutating func add(_ row: [String: String], of table: DumpTable) {
    let named = { (database: String?) -> DumpTable? in
      guard let schema = row["schema_name"], let name = row["table_name"] else { return nil }
      return DumpTable(database: database, schema: schema, name: name)
    }
    guard let name = named(table.database) else { return }
    if table.name == "hypertable", let id = row["id"].flatMap(Int.init) {
      hypertables[id] = name
      if let other = row["compressed_hypertable_id"].flatMap(Int.init) { compressed[other] = id }
    } else if let id = row["hypertable_id"].flatMap(Int.init) {
      chunks[name] = id
    }
  }

  // MARK: - What can be asked

  /// The columns of a table in order; nil where the dump did not declare it.
  func columns(of table: DumpTable) -> [DumpColumn]? {
    guard let columns = columns[table], !columns.isEmpty else {
      // A partition that declares none has those of its table.
      return parents[table].flatMap { self.columns[$0] } ?? columns[table]
    }
    return columns
  }

  /// All tables that were declared.
  var tables: some Collection<DumpTable> { columns.keys }

  /// The table, what it is a part of, and so on.
  func lineage(of table: DumpTable) -> [DumpTable] {
    var lineage = [table]
    // Declared in whatever order, tables may form a ring.
    while let next = parent(of: lineage[lineage.count - 1]), !lineage.contains(next) {
      lineage.append(next)
    }
    return lineage
  }

  /// The table that the rows are, in the end, a part of.
  func root(of table: DumpTable) -> DumpTable {
    let lineage = lineage(of: table)
    return lineage[lineage.count - 1]
  }

  /// Whether the table is one that TimescaleDB keeps for itself.
  static func isInternal(_ table: DumpTable) -> Bool {
    guard let schema = table.schema, schema.hasPrefix("_timescaledb_") else { return false }
    return !isChunk(table) && !table.name.hasPrefix("_materialized_hypertable_")
  }

  /// Whether the table's name is one that TimescaleDB gives to chunks.
  static func isChunk(_ table: DumpTable) -> Bool {
    table.schema == "_timescaledb_internal"
      && (table.name.hasPrefix("_hyper_") || isCompressedChunk(table))
  }

  /// Whether the table holds rows in TimescaleDB's compressed form.
  static func isCompressedChunk(_ table: DumpTable) -> Bool {
    table.schema == "_timescaledb_internal" && table.name.hasPrefix("compress_hyper_")
  }

  private func parent(of table: DumpTable) -> DumpTable? {
    // A compressed chunk inherits, if anything, from a table that stands for the hypertable.
    if Self.isCompressedChunk(table), let id = hypertable(of: table), let own = compressed[id] {
      return hypertables[own]
    }
    if let parent = parents[table] { return parent }
    return hypertable(of: table).flatMap { hypertables[$0] }
  }

  /// The number of a chunk's hypertable: from the catalog, or from its name, `_hyper_1_20_chunk`.
  private func hypertable(of table: DumpTable) -> Int? {
    if let id = chunks[table] { return id }
    guard Self.isChunk(table), let start = table.name.firstRange(of: "hyper_") else { return nil }
    return Int(table.name[start.upperBound...].prefix { $0.isNumber })
  }
}
