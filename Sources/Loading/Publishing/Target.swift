import Layouts
import Postgres
import Store

/// The table that a load writes into, checked against the columns that its layout produces.
struct Target: Sendable {
  let table: TableDescription
  /// The columns that the layout fills, in its order.
  let columns: [TargetColumn]
  /// How the table is partitioned, where Retrofill makes the partitions.
  let partitioning: PartitionPolicy?
  /// Where in `columns` the moment stands by which the table is partitioned.
  let timeIndex: Int?
  /// Where in `columns` the source's id stands.
  let sourceIndex: Int?

  /// Checks a layout against a table before anything is written.
  ///
  /// - Throws: `LoadError` naming the column that does not fit.
  init(_ table: TableDescription, filledBy layout: [RowColumn], layoutName: String) throws {
    self.table = table
    var parents = 0
    columns = try layout.map { column in
      guard let found = table.column(column.name), !found.isGenerated else {
        throw LoadError.noSuchColumn(
          table: table.name, column: column.name, layout: layoutName,
          columns: table.columns.filter { !$0.isGenerated }.map(\.name))
      }
      let encoding: TargetColumn.Encoding?
      if let parent = column.parent {
        encoding = TargetColumn.encoding(of: parent, place: parents, into: found.type)
        parents += 1
      } else {
        encoding = TargetColumn.encoding(of: column.type, into: found.type)
      }
      guard let encoding else {
        throw LoadError.cannotFill(
          table: table.name, column: column.name, declared: found.declaredType,
          layoutType: column.type)
      }
      return TargetColumn(name: column.name, encoding: encoding, limit: found.limit)
    }
    // A partition that is made here gets the table's key.
    partitioning = table.key.isEmpty ? nil : PartitionPolicy.of(table.name)
    let names = layout.map(\.name)
    timeIndex = table.partitionColumn.flatMap(names.firstIndex(of:))
    sourceIndex = layout.firstIndex { $0.type == .source }
    try checkKey(layoutName)
    try checkRequired(layoutName)
  }

  private func checkKey(_ layout: String) throws {
    if let missing = table.key.first(where: { !fills($0) }) {
      throw LoadError.keyNotFilled(table: table.name, column: missing, layout: layout)
    }
  }

  /// - Throws: `LoadError.mayNot`.
  func checkRights(for policy: ConflictPolicy) throws {
    let missing = table.rights.missing.filter { $0 != "UPDATE" || policy.updates && isKeyed }
    if !missing.isEmpty {
      throw LoadError.mayNot(table: table.name, role: table.rights.role, rights: missing)
    }
  }

  /// - Throws: `LoadError.mayNotMakePartitions`.
  func checkMayMakePartition(for moment: Timestamp) throws {
    if !table.rights.makesPartitions {
      throw LoadError.mayNotMakePartitions(
        table: table.name, moment: moment, rights: table.rights)
    }
  }

  private func checkRequired(_ layout: String) throws {
    let required = table.columns.first { !$0.isNullable && !$0.hasDefault && !fills($0.name) }
    if let required {
      throw LoadError.requiredNotFilled(table: table.name, column: required.name, layout: layout)
    }
  }

  /// The moment of a row, in microseconds since 1970; 0 where rows have none.
  @inline(__always)
  func moment(of cells: UnsafePointer<Cell>) -> Int64 {
    guard let timeIndex else { return 0 }
    let cell = cells[timeIndex]
    return cell.isDate ? cell.bits * 86_400_000_000 : cell.bits
  }

  /// The index of a row's source in the mapper's names; 0 where rows have none.
  @inline(__always)
  func source(of cells: UnsafePointer<Cell>) -> Int {
    guard let sourceIndex else { return 0 }
    return Int(cells[sourceIndex].bits)
  }

  /// Whether the table can tell rows apart. Where it cannot, rows are appended, and nothing but the ledger
  /// keeps them from coming twice.
  var isKeyed: Bool { !table.key.isEmpty }

  /// Two rows with one key have the same source and the same moment.
  var isKeyedBySourceAndTime: Bool {
    guard let timeIndex, let sourceIndex else { return false }
    return table.key.contains(columns[timeIndex].name)
      && table.key.contains(columns[sourceIndex].name)
  }

  /// Whether partitions may be filled before they belong to the table: row triggers do not see such
  /// rows, and foreign keys and further unique constraints would refuse a whole partition.
  var mayBeBuiltAside: Bool { partitioning != nil && !table.judgesRowsTogether }

  func fills(_ column: String) -> Bool { columns.contains { $0.name == column } }

  /// The table says which load wrote a row, and the layout does not fill that in itself.
  var recordsLoad: Bool { table.column("load_id") != nil && !fills("load_id") }

  /// The columns that are compared and overwritten on conflict.
  var payload: [String] { columns.map(\.name).filter { !table.key.contains($0) } }

  /// What is said of a row and no longer holds once its values change: back to the default.
  var verdicts: [String] {
    ["quality_score", "is_anomaly", "ingestion_timestamp"]
      .filter { table.column($0) != nil && !fills($0) }
  }

  /// The statement that fills it, or a table that is to be a part of it.
  func copyStatement(into table: TableName, freezing: Bool = false) -> SQL {
    let columns = columns.map(\.name) + (recordsLoad ? ["load_id"] : [])
    let freeze: SQL = freezing ? ", FREEZE true" : ""
    return
      "COPY \(table: table) (\(identifiers: columns)) FROM STDIN (FORMAT binary\(sql: freeze))"
  }
}
