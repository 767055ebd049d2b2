import Archiving
import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store

/// A series of January 2023 that loads brought, beside the history that no load did: what is archived
/// of it says who wrote it.
final class LoadedHistory {
  let fixture: HistoryFixture
  /// The archive of that month, the first of its name.
  static let archive = "timeseries_data_2023-01-01_2023-02-01"

  static let february = Timestamp("2023-02-01") ?? Timestamp(microseconds: 0)

  init() throws { fixture = try HistoryFixture() }

  var connection: Connection { fixture.connection }

  /// Loads a file of days and values.
  @discardableResult
  func load(
    _ values: KeyValuePairs<Int, Int>, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    let lines = values.map { day, value in "2023-01-\(day < 10 ? "0" : "")\(day),\(value)\n" }
    let content = "time,value\n" + lines.joined()
    let path = "\(fixture.folder)/\(ContentDigest.sha256(of: content)).csv"
    try content.write(toFile: path, atomically: true, encoding: .utf8)
    let layout = try Layout(
      yaml: """
        name: simple
        format: csv
        data_type: simple
        source: eth
        columns:
          timestamp: {from: time, type: timestamp}
          value: {from: value, type: decimal}
        time: {unit: iso}
        """, file: "simple.yml")
    var backfill = Backfill(paths: [path], layout: layout)
    configure(&backfill)
    let report = try backfill.run(in: fixture.context).loads[0]
    if let error = report.error { throw error }
    return report
  }

  @discardableResult
  func undo(_ load: Int64) throws -> UndoReport.Changes? {
    try Undo(load: load).run(in: fixture.context).changes
  }

  /// Archives the month, and removes it.
  func archive(remove: Bool = true) throws {
    try connection.execute("DELETE FROM retrofill.dirty_ranges")
    _ = try fixture.archive(before: Self.february, remove: remove)
  }

  @discardableResult
  func restore(
    _ name: String = LoadedHistory.archive, into table: TableName? = nil,
    onConflict: ConflictPolicy = .keep
  ) throws -> RestoreReport {
    let report = try Restore(
      directory: fixture.archives + "/" + name, into: table, onConflict: onConflict
    ).run(in: fixture.context)
    if let error = report.loads.compactMap(\.error).first ?? report.error { throw error }
    return report
  }

  /// The rows of the month: the day, the value, and who wrote it.
  func rows(of table: TableName = HistoryFixture.table) throws -> [String] {
    try fixture.rows(
      """
      SELECT extract(day FROM "timestamp"), value, load_id FROM \(table: table)
      WHERE "timestamp" < '2023-02-01' ORDER BY "timestamp"
      """)
  }
}

extension ContentDigest {
  fileprivate static func sha256(of text: String) -> String {
    let digest = ContentDigest()
    Data(text.utf8).withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }
}
