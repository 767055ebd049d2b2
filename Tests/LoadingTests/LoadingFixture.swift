import FlatFiles
import Foundation
import Layouts
import Loading
import Logging
import Postgres
import Store
import TestSupport

/// A folder for a test's files, and a context to load them in.
final class Workshop {
  let folder: URL
  let context: RunContext

  init(asOf: String = "2026-01-01T00:00:00Z") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "retrofill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    context = RunContext(
      database: Database(settings: try TestDatabase.settings, logger: logger),
      home: Home(path: folder.appendingPathComponent("home").path),
      asOf: Timestamp(asOf) ?? Timestamp(microseconds: 0), logger: logger)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ content: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(content.utf8).write(to: url)
    return url.path
  }

  /// Backfills files and returns what became of each.
  func backfill(
    _ paths: [String], layout: Layout, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadsReport {
    var backfill = Backfill(paths: paths, layout: layout)
    configure(&backfill)
    return try backfill.run(in: context)
  }
}

/// The rows of a query, each as its columns with bars between, NULL as nothing.
func rows(_ connection: Connection, _ sql: SQL) throws -> [String] {
  try connection.query(sql).map { row in
    try row.columnNames.indices.map { try row.get($0, as: String?.self) ?? "" }.joined(
      separator: "|")
  }
}

/// A layout for two-column files of one source.
func simpleLayout() throws -> Layout {
  try Layout(
    yaml: """
      name: simple
      format: csv
      data_type: simple
      source: test
      columns:
        timestamp: {from: time, type: timestamp}
        value: {from: value, type: decimal}
      time: {unit: iso}
      """, file: "simple.yml")
}
