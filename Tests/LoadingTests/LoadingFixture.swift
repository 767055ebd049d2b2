import FlatFiles
import Foundation
import Layouts
import Loading
import Logging
import Postgres
import Store
import TestSupport

/// A folder for a test's files, and a context to load them in.
final class Workshop: Sendable {
  let folder: URL
  let context: RunContext

  init(asOf: String = "2026-01-01T00:00:00Z", interruption: Interruption = Interruption()) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "retrofill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    context = RunContext(
      database: Database(settings: try TestDatabase.settings, logger: logger),
      home: Home(path: folder.appendingPathComponent("home").path),
      asOf: Timestamp(asOf) ?? Timestamp(microseconds: 0), logger: logger,
      interruption: interruption)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ content: String) throws -> String {
    try file(name, bytes: Array(content.utf8))
  }

  func file(_ name: String, bytes: [UInt8]) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a file compressed with gzip and returns its path.
  func gzipped(_ name: String, _ content: String) throws -> String {
    let sink = CollectedBytes()
    let writer = try GzipWriter(to: sink, path: name)
    var content = content
    try content.withUTF8 { try writer.write(UnsafeRawBufferPointer($0)) }
    _ = try writer.finish()
    return try file(name, bytes: sink.bytes)
  }

  /// Backfills files and returns what became of each.
  func backfill(
    _ paths: [String], layout: Layout?, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadsReport {
    var backfill = Backfill(paths: paths, layout: layout)
    configure(&backfill)
    return try backfill.run(in: context)
  }

  /// Backfills one file of times and values, and returns what became of it.
  func load(_ path: String, _ configure: (inout Backfill) -> Void = { _ in }) throws -> LoadReport {
    try backfill([path], layout: simpleLayout(), configure).loads[0]
  }

  /// Lands one file, and returns what became of it.
  func ingest(_ path: String, _ configure: (inout Ingest) -> Void = { _ in }) throws -> LoadReport {
    var ingest = Ingest(paths: [path])
    configure(&ingest)
    return try ingest.run(in: context).loads[0]
  }
}

private final class CollectedBytes: ByteSink {
  var bytes: [UInt8] = []

  func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
}

extension LoadReport {
  /// The status, and what became of the records: what most tests look at.
  ///
  ///     loaded: 4 read, 3 inserted, 1 duplicate
  var summary: String {
    let named = [
      ("read", counts.rowsRead), ("inserted", counts.inserted), ("updated", counts.updated),
      ("unchanged", counts.unchanged), ("rejected", counts.rejected),
    ]
    let skipped = counts.skipped.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let parts = (named + skipped).filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    return status.rawValue + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }

  /// The error's whole text; empty when there is none.
  var words: String { error.map { "\($0)" } ?? "" }
}

/// The rows of a query, each as its columns with bars between, NULL as nothing.
func rows(_ connection: Connection, _ sql: SQL) throws -> [String] {
  try connection.query(sql).map { row in
    try row.columnNames.indices.map { try row.get($0, as: String?.self) ?? "" }.joined(
      separator: "|")
  }
}

/// A layout for two-column files of one source.
func simpleLayout(source: String = "test") throws -> Layout {
  try Layout(
    yaml: """
      name: simple
      format: csv
      data_type: simple
      source: \(source)
      columns:
        timestamp: {from: time, type: timestamp}
        value: {from: value, type: decimal}
      time: {unit: iso}
      """, file: "simple.yml")
}

/// A layout for CSV files into a table of a test's own, each column from the field of its name.
func tableLayout(
  _ table: String, _ columns: KeyValuePairs<String, String>, time: String = "time: {unit: iso}"
) throws -> Layout {
  let lines = columns.map { "  \($0.key): {from: \($0.key), type: \($0.value)}" }
  return try Layout(
    yaml: """
      name: own
      format: csv
      into: \(table)
      columns:
      \(lines.joined(separator: "\n"))
      \(time)
      """, file: "own.yml")
}

/// A file of times and values: `count` rows from a moment on, so many seconds apart, the value of
/// each given by its number.
func history(
  from start: String = "2024-01-01T00:00:00Z", every seconds: Int64 = 86_400, count: Int,
  value: (Int) -> String = { "\($0)" }
) -> String {
  let first = Timestamp(start) ?? Timestamp(microseconds: 0)
  let lines = (0..<count).map { index in
    let moment = first.microseconds + Int64(index) * seconds * 1_000_000
    return "\(Timestamp(microseconds: moment)),\(value(index))"
  }
  return (["time,value"] + lines).joined(separator: "\n") + "\n"
}
