import FlatFiles
import Foundation
import Testing

@testable import Layouts

/// `docs/layout.schema.json` knows what the decoder knows, so that editors help with layouts.
@Suite struct LayoutSchemaTests {
  private let schema: Schema

  init() throws { schema = try Schema(file: Samples.root + "/docs/layout.schema.json") }

  @Test(arguments: [
    ("", Layout.keys), ("dialect", Layout.Dialect.keys), ("time", Layout.TimeRule.keys),
    ("time.snap", Layout.Snap.keys), ("numbers", Layout.NumberStyle.keys),
    ("source", Layout.SourceRule.keys), ("shapes.#", LayoutShapes.shapeKeys),
    ("series.*.*", ColumnDecoding.keys),
    ("recognition", Layout.RecognitionRule.keys),
    ("columns.*", ColumnDecoding.keys), ("shapes.#.columns.*", ColumnDecoding.keys),
    ("columns.*.split", ColumnDecoding.splitKeys), ("checks.#", CheckDecoding.keys),
    ("records", RecordSelection.keys), ("checks.#.range", CheckDecoding.rangeKeys),
    ("checks.#.pattern", CheckDecoding.patternKeys),
    ("checks.#.one_of", CheckDecoding.oneOfKeys),
    ("checks.#.monotonic", CheckDecoding.monotonicKeys),
    ("checks.#.interval", CheckDecoding.intervalKeys),
  ])
  func everyKeyOfTheDecoderIsInTheSchemaAndNoOther(path: String, keys: [String]) {
    #expect(schema.keys(at: path) == Set(keys))
  }

  @Test func theWordsAreThoseOfTheDecoder() throws {
    func faults(_ more: String) throws -> [String] {
      try schema.faults(yaml: "name: x\ncolumns: {timestamp: t}\n" + more)
    }
    for word in DataType.allCases { #expect(try faults("data_type: \(word.rawValue)") == []) }
    for word in Layout.Format.allCases { #expect(try faults("format: \(word.rawValue)") == []) }
    for word in TextEncoding.allCases { #expect(try faults("encoding: \(word.rawValue)") == []) }
    for word in Layout.NullRowPolicy.allCases {
      #expect(try faults("null_rows: \(word.rawValue)") == [])
    }
    for word in RecordSelection.Form.allCases {
      #expect(try faults("records: {at: [a, b.*], form: \(word.rawValue)}") == [])
    }
    for word in DuplicateKeyPolicy.allCases {
      #expect(try faults("duplicate_keys: \(word.rawValue)") == [])
    }
    for word in NonFinitePolicy.allCases {
      #expect(try faults("non_finite: \(word.rawValue)") == [])
    }
    for word in Layout.Dialect.Header.allCases {
      #expect(try faults("dialect: {header: \(word.rawValue)}") == [])
    }
    for word in Layout.RecognitionRule.Name.allCases {
      #expect(try faults("recognition: {name: \(word.rawValue), header: [a, b]}") == [])
    }
    for word in Layout.DateOrder.allCases {
      #expect(try faults("time: {order: \(word.rawValue)}") == [])
    }
    for word in Layout.Severity.allCases {
      #expect(try faults("checks: [{required: t, severity: \(word.rawValue)}]") == [])
    }
    for word in Layout.Check.MonotonicRule.Order.allCases {
      #expect(try faults("checks: [monotonic: {column: t, order: \(word.rawValue)}]") == [])
    }
    for word in ColumnType.allCases where ![.source, .parent].contains(word) {
      #expect(
        try schema.faults(yaml: "name: x\ncolumns: {t: {from: t, type: \(word.rawValue)}}") == [])
    }
  }

  @Test func everyExampleOfTheLanguageIsValid() throws {
    let page = try String(contentsOfFile: Samples.root + "/docs/layouts.md", encoding: .utf8)
    let examples = page.split(separator: "```yaml\n").dropFirst().compactMap {
      $0.split(separator: "```", maxSplits: 1).first.map(String.init)
    }
    #expect(examples.count > 8)
    for example in examples { #expect(try schema.faults(yaml: example) == [], "\(example)") }
  }

  @Test func everyBuiltInLayoutIsValid() throws {
    for name in BuiltInLayouts.names {
      let yaml = try #require(BuiltInLayouts.yaml(named: name))
      #expect(try schema.faults(yaml: yaml) == [], "\(name)")
    }
  }

  @Test(arguments: [
    ("name: x\ncolums: {t: t}", "the document has the unknown key colums"),
    ("columns: {t: t}", "the document lacks name"),
    ("name: x", "the document fits no choice"),
    ("name: x\nformat: cvs\ncolumns: {t: t}", ".format is not one of the values"),
    ("name: x\ncolumns: {t: 0}", ".columns.t fits no choice"),
    ("name: x\ncolumns: {t: t}\nrecords: {form: rows}", ".records fits no choice"),
    ("name: x\ncolumns: {t: t}\nrecords: []", ".records fits no choice"),
    (
      "name: x\ncolumns: {t: t}\nduplicate_keys: middle",
      ".duplicate_keys is not one of the values"
    ),
    ("name: x\ncolumns: {t: {form: t}}", ".columns.t has the unknown key form"),
    (
      "name: x\ncolumns: {t: t}\ndialect: {preamble_lines: -1}",
      ".dialect.preamble_lines is too small"
    ),
    ("name: x\ncolumns: {t: t}\nchecks: [{}]", ".checks[1] fits 0 of what excludes each other"),
    (
      "name: x\ncolumns: {t: t}\nchecks: [{required: t, unique: t}]",
      ".checks[1] fits 2 of what excludes each other"
    ),
    (
      "name: x\ncolumns: {t: t}\nchecks: [interval: {every: often}]",
      ".checks[1].interval.every does not match ^[0-9]+(us|ms|s|m|h|d|w|mo)$"
    ),
  ])
  func whatTheDecoderRefusesTheSchemaMarks(yaml: String, fault: String) throws {
    #expect(throws: LayoutError.self) { try Layout(yaml: yaml, file: "l.yml") }
    let faults = try schema.faults(yaml: yaml)
    #expect(faults.contains(fault), "\(faults)")
  }
}
