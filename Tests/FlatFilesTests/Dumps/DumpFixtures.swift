import FlatFiles
import Foundation
import Testing

/// The dumps that pg_dump made of one database, in each of its ways to write rows.
enum DumpFixtures {
  static let forms = ["plain", "inserts", "column-inserts", "rows-per-insert"]

  private static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/dumps")

  static func file(_ name: String) -> SourceFile {
    SourceFile(path: folder.appending(path: name + ".sql").path)
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name + ".sql"), encoding: .utf8)
  }
}

/// Options for a table of a dump.
func sql(_ table: String? = nil, format: ReadOptions.Format = .auto) -> ReadOptions {
  var options = ReadOptions()
  options.format = format
  options.table = table
  return options
}

/// A dump with the marks that say where it begins and ends.
func dumped(_ body: String) -> String {
  """
  --
  -- PostgreSQL database dump
  --

  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;

  \(body)
  --
  -- PostgreSQL database dump complete
  --


  """
}

/// The problem that reading a text as a dump ends in.
func problem(_ text: String, _ options: ReadOptions = sql()) throws -> DumpProblem? {
  guard case .dump(let problem) = try read(text, options).error?.problem else { return nil }
  return problem
}
