import Foundation
import Testing

/// `docs/traps.md` names a test for each trap.
@Suite struct TrapMatrixTests {
  @Test func everyTestThatIsNamedExists() throws {
    let page = try String(contentsOfFile: Samples.root + "/docs/traps.md", encoding: .utf8)
    let named = page.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
      .flatMap { row in
        // Names stand in backquotes in the last cell of a row.
        row.split(separator: "|").last?.split(separator: "`").map(String.init) ?? []
      }
      .filter { $0.contains { $0.isLetter } }
    #expect(named.count > 50)
    let tests = try Self.sources.joined()
    for name in named {
      #expect(tests.contains("func \(name)("), "docs/traps.md names \(name), which is no test")
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
