import FlatFiles
import Testing

@testable import Layouts

@Suite struct ColumnProfileTests {
  private func profile(_ texts: [String], _ kind: RecordBatch.FieldKind = .bare) -> ColumnProfile {
    var profile = ColumnProfile(name: "x")
    for var text in texts { text.withUTF8 { profile.add(kind, UnsafeRawBufferPointer($0)) } }
    return profile
  }

  private func described(_ texts: [String]) -> String {
    let profile = profile(texts)
    return "\(profile.type?.rawValue ?? "empty") \(profile.missing) \(profile.strays) "
      + "\(profile.range?.least ?? "-") \(profile.range?.greatest ?? "-")"
  }

  @Test(arguments: [
    (["1", "-2", "+3"], "integer 0 0 -2 +3"),
    (["1.10", "1.1", "1e2", ".5"], "decimal 0 0 0.5 1e2"),
    (["0.1", "0.09999999999999999999999999"], "decimal 0 0 0.09999999999999999999999999 0.1"),
    (["12345678901234567890", "1"], "decimal 0 0 1 12345678901234567890"),
    (["", "NaN", "2"], "integer 2 0 2 2"), (["", "  "], "empty 2 0 - -"),
    (["b", "a", "N/A"], "text 0 0 N/A b"), (["007", "013"], "text 0 0 007 013"),
    (["true", "False", "no"], "boolean 0 0 False true"), (["1", "2", "x"], "text 0 0 1 x"),
    (["1,234.5", "12", "1,000,000"], "decimal 0 0 12 12"),
    (["1,234", "5,678"], "text 0 0 1,234 5,678"),
    (["1.5%", "2 %"], "decimal 0 0 - -"), (["1.5%", "2"], "text 0 0 1.5% 2"),
  ])
  func aColumnIsWhatItsValuesAre(texts: [String], expected: String) {
    #expect(described(texts) == expected)
  }

  @Test func aFewStraysMakeNoTextOfNumbers() {
    #expect(described((1...40).map(String.init) + ["x"]) == "integer 0 1 1 40")
  }

  @Test func emptyQuotesAreATokenThatLayoutsHaveToKnow() {
    var profile = profile(["1", "2"])
    profile.add(.quoted, UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(profile.missing == 1)
    #expect(profile.missingTokens == [""])
  }

  @Test func theStyleOfNumbersIsToldByThoseThatCanBeOnlyOne() {
    func style(_ texts: [String]) -> String {
      guard let style = profile(texts).style else { return "none" }
      let grouping = style.grouping.map { String(Unicode.Scalar($0)) } ?? "-"
      return "\(Unicode.Scalar(style.decimal)) \(grouping) \(style.isPercent)"
    }
    #expect(style(["1,5", "2,25"]) == ", - false")
    #expect(style(["1.234,5", "12"]) == ", . false")
    #expect(style(["1,234.5"]) == ". , false")
    #expect(style(["1 234,5"]) == ",   false")
    #expect(style(["1'234.5"]) == ". ' false")
    #expect(style(["1,234"]) == "none")
    #expect(style(["1.5%"]) == ". - true")
    #expect(style(["1,5", "1.5"]) == "none")
  }

  @Test func longTextsAreHeldInPart() {
    let profile = profile([String(repeating: "é", count: 100_000)])
    #expect(profile.range?.greatest.utf8.count == 256)
    #expect(profile.example?.utf8.count == 256)
  }

  @Test(arguments: [
    "plain", "Open Price", "2", "true", "it's", "a: b", "- x", " lead", "tab\there", "quote\"",
    "back\\slash", "", "é", "#x", "line\nend", "\u{85}", "null", "3.5", "{x}", "a#b", "x ", "~",
  ])
  func aTextIsReadBackFromYAML(text: String) throws {
    let yaml = "name: \(YAMLScalar.text(text))\ncolumns: {timestamp: 1, value: 2}\nsource: x\n"
    #expect(try Layout(yaml: yaml, file: "l.yml").name == text)
  }
}
