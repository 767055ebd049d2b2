import FlatFiles
import Foundation
import Layouts
import Testing

@Suite struct LayoutDocumentationTests {
  private let page: String

  init() throws {
    page = try String(contentsOfFile: Samples.root + "/docs/layouts.md", encoding: .utf8)
  }

  @Test func everyExampleIsALayout() throws {
    let examples = page.split(separator: "```yaml\n").dropFirst().compactMap {
      $0.split(separator: "```", maxSplits: 1).first.map(String.init)
    }
    #expect(examples.count == 20)
    for example in examples {
      #expect(throws: Never.self) { try Layout(yaml: example, file: "docs/layouts.md") }
    }
  }

  @Test func everyBuiltInLayoutIsListed() throws {
    for name in BuiltInLayouts.names { #expect(page.contains("| `\(name)` |")) }
  }

  @Test func everyKeyAndWordIsDescribed() throws {
    let described = Set(page.matches(of: /`([a-z_]+)`/).map { String($0.output.1) })
    let words =
      Layout.keys + DataType.allCases.map(\.rawValue) + Layout.Format.allCases.map(\.rawValue)
      + Layout.NullRowPolicy.allCases.map(\.rawValue)
      + RecordSelection.Form.allCases.map(\.rawValue)
      + DuplicateKeyPolicy.allCases.map(\.rawValue)
      + NonFinitePolicy.allCases.map(\.rawValue)
    #expect(words.filter { !described.contains($0) }.isEmpty)
    #expect(TextEncoding.allCases.allSatisfy { page.contains("`\($0.rawValue)`") })
  }

  @Test func theSamplesPageNamesEverySample() throws {
    let samples = try String(contentsOfFile: Samples.folder + "README.md", encoding: .utf8)
    let files = try FileManager.default.subpathsOfDirectory(atPath: Samples.folder)
      .filter { $0.contains(".") && $0 != "README.md" }
      .map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    #expect(files.count > 20)
    #expect(files.filter { !samples.contains("`\($0)`") }.isEmpty)
  }
}
