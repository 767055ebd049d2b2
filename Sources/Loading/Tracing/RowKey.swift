import Postgres
import Store

/// The key of one row, as the server reads it.
struct RowKey {
  let table: TableDescription
  /// The key's columns and their values, as the server writes them.
  let values: [(column: TableDescription.Column, text: String)]

  /// Reads what is told of a key: by its columns, where `source` is the name of a `source_id`.
  ///
  /// - Throws: `TraceError`.
  init(
    _ told: [(name: String, value: String)], of table: TableDescription, _ connection: Connection
  )
    throws
  {
    self.table = table
    if table.key.isEmpty { throw TraceError.noKey(table: table.name) }
    var texts: [String: String] = [:]
    for (name, value) in told {
      let isSource = name == "source" && table.key.contains("source_id")
      let column = isSource ? "source_id" : name
      guard table.key.contains(column) else {
        throw TraceError.notOfTheKey(table: table.name, column: name, key: table.key)
      }
      texts[column] = isSource ? try Self.id(ofSource: value, connection) : value
    }
    let missing = table.key.filter { texts[$0] == nil }
    if !missing.isEmpty { throw TraceError.keyNotWhole(table: table.name, missing: missing) }
    values = try table.key.compactMap { name in
      guard let column = table.column(name), let text = texts[name] else { return nil }
      return (column, try Self.read(text, column, connection))
    }
  }

  private static func id(ofSource name: String, _ connection: Connection) throws -> String {
    guard let entry = try SourceRegistry(connection).find(name) else {
      throw TraceError.noSuchSource(name)
    }
    return "\(entry.id)"
  }

  private static func read(
    _ text: String, _ column: TableDescription.Column, _ connection: Connection
  ) throws -> String {
    do {
      return try connection.one(
        "SELECT (\(text)::text::\(sql: SQL(unchecked: column.storedType)))::text"
      ).get(0)
    } catch let error as PostgresError where error.sqlState.code.hasPrefix("22") {
      throw TraceError.badValue(
        column: column.name, value: text, type: column.declaredType, reason: error.message)
    }
  }

  /// Its columns and values, for people and programs.
  var words: [String: String] {
    Dictionary(uniqueKeysWithValues: values.map { ($0.column.name, $0.text) })
  }

  /// The condition that a row has it.
  func isKey(of alias: String) -> SQL {
    values.map { column, text -> SQL in
      """
      \(sql: SQL(unchecked: alias)).\(identifier: column.name) \
      = \(text)::text::\(sql: SQL(unchecked: column.storedType))
      """
    }.joined(separator: " AND ")
  }

  /// The row's moment, in microseconds since 1970, where the table is partitioned by time.
  func moment(_ connection: Connection) throws -> Int64? {
    guard let time = table.partitionColumn,
      let value = values.first(where: { $0.column.name == time })
    else { return nil }
    return try connection.one(
      """
      SELECT round(extract(epoch FROM (\(value.text)::text::\
      \(sql: SQL(unchecked: value.column.storedType)))::timestamptz) * 1000000)::bigint
      """
    ).get(0)
  }
}
