import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// A sample of an exported table, the layout that reads it, and the table that it goes to.
struct ExportedTable: Sendable, CustomStringConvertible {
  var file: String
  var layout: String
  var into: String
  /// Rows and what becomes of them.
  var summary: String
  /// Columns of the table that bear another name in the file.
  var renamed: [String: String] = [:]
  /// Columns of the file that are given anew here, or are not kept.
  var without: Set<String> = ["id", "market_id"]
  /// Samples that must be there before: rows refer to theirs.
  var after: [String] = []
  /// SQL that is run before.
  var before: String?

  var description: String { file }

  static let samples =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "samples/").path

  var path: String { Self.samples + "/" + file }
}

extension ExportedTable {
  /// Loads what must be there before.
  func prepare(_ workshop: Workshop) throws {
    if let before { try TestDatabase.connect().script(before) }
    for file in after {
      let other = Self.all.first { $0.file == file }
      let layout = try other.map { try Layout.builtIn(named: $0.layout) }
      let report = try workshop.backfill([Self.samples + "/" + file], layout: layout).loads[0]
      #expect(report.words == "")
    }
  }

  /// The rows of the sample as the server itself reads them, and those of the table: each as text,
  /// sorted, in the columns that both have.
  func rows(_ connection: Connection) throws -> (file: [String], table: [String]) {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let header = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
    let raw = header.map { "\(identifier: $0) text" as SQL }.joined()
    try connection.execute("DROP TABLE IF EXISTS pg_temp.raw")
    try connection.execute("CREATE TEMPORARY TABLE raw (\(sql: raw))")
    try connection.copyIn("COPY raw FROM STDIN (FORMAT csv, HEADER)") { writer in
      var text = text
      try text.withUTF8 { try writer.write(UnsafeRawBufferPointer($0)) }
    }
    let names = Dictionary(uniqueKeysWithValues: renamed.map { ($1, $0) })
    let table = try Catalog(connection).describe(TableName(into))
    let shared = header.filter { !without.contains($0) }.compactMap { column in
      table.column(names[column] ?? column).map { (column, $0) }
    }
    let fromFile = shared.map { column, target -> SQL in
      let missing: SQL = target.isNullable ? "" : "''"
      let value: SQL =
        target.isNullable
        ? "\(identifier: column)" : "coalesce(\(identifier: column), \(sql: missing))"
      return target.type == "text"
        ? value : "\(identifier: column)::\(sql: SQL(unchecked: target.declaredType))::text"
    }
    let fromTable = shared.map { _, target -> SQL in "\(identifier: target.name)::text" }
    return try (
      read(connection, "SELECT concat_ws('|', \(sql: shown(fromFile))) FROM raw ORDER BY 1"),
      read(
        connection,
        """
        SELECT concat_ws('|', \(sql: shown(fromTable))) FROM \(table: TableName(into)) AS t
        WHERE NOT \(sql: LoadEvents.isEvent("t", of: TableName(into)) ?? "false") ORDER BY 1
        """)
    )
  }

  private func shown(_ values: [SQL]) -> SQL {
    values.map { "coalesce(\(sql: $0), '<null>')" as SQL }.joined()
  }

  private func read(_ connection: Connection, _ sql: SQL) throws -> [String] {
    try connection.query(sql).map { try $0.get(0) }
  }
}
