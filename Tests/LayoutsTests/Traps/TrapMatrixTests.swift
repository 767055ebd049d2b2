import Foundation
import Testing

/// `docs/traps.md` names a test for each trap.
@Suite struct TrapMatrixTests {
  /// What the formats that were studied hold, in the words of the page.
  private static let traps = [
    "byte order mark", "CRLF, CR CR LF", "no final newline", "UTF-16", "Latin-1", "gzip by magic",
    "several members", "gzip cut short", "zip", "address before the header", "header and no header",
    "another order or case", "empty first cell", "commas and line ends in quotes", "ragged rows",
    "name twice in the header", "semicolons and decimal commas",
    "nothing, `null`, `NaN`, `nan`, `N/A`, `.`, `-`, `None`", "s, ms, µs and ns, float seconds",
    "offset, `Z`, seven digits, a space", "`M/D/YYYY`", "`11-AM`", "`YYYYMMDD`", "`YYYYMM`",
    "`1987-Q1`", "`Jan 1 2000`", "clocks that change", "`24:00:00`", "newest first, unsorted",
    "overlapping files", "identical and conflicting duplicates", "`1e-05`, numbers of 1e12",
    "zero before a listing", "high below the close", "NaN, which PostgreSQL", "negative prices",
    "percentages and fractions", "volume of the last 24 hours", "low before high (Coinbase)",
    "five elements", "columns in arrays", "`Data.Data`", "errors with status 200",
    "the last candle", "a row of the moment", "JSON array that is cut short",
    "line of NDJSON that is cut short", "`\\restrict`", "escapes", "rows over several lines",
    "chunks of a hypertable", "quoted identifiers", "`--inserts`",
  ]

  private static var rows: ArraySlice<Substring> {
    get throws {
      try String(contentsOfFile: Samples.root + "/docs/traps.md", encoding: .utf8)
        .split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
    }
  }

  @Test(arguments: traps) func eachTrapHasARowWithATest(_ trap: String) throws {
    #expect(try Self.rows.contains { $0.split(separator: "|").dropLast().joined().contains(trap) })
  }

  @Test func everyTestThatIsNamedExists() throws {
    let named = try Self.rows
      .flatMap { row in
        // Names stand in backquotes in the last cell of a row.
        row.split(separator: "|").last?.split(separator: "`").map(String.init) ?? []
      }
      .filter { $0.contains { $0.isLetter } }
    #expect(named.count > 50)
    let tests = try Self.tests
    for name in named {
      #expect(tests.contains(name), "docs/traps.md names \(name), which is no test")
    }
  }

  /// The functions that a test's attribute stands before.
  private static var tests: Set<String> {
    get throws {
      var names: Set<String> = []
      for source in try sources {
        for part in source.split(separator: "@Test").dropFirst() {
          guard let start = part.firstRange(of: "func ") else { continue }
          names.insert(String(part[start.upperBound...].prefix { $0 != "(" && $0 != "<" }))
        }
      }
      return names
    }
  }

  private static var sources: [String] {
    get throws {
      let folder = URL(filePath: Samples.root + "/Tests")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        .map { try String(contentsOf: $0, encoding: .utf8) }
    }
  }
}
