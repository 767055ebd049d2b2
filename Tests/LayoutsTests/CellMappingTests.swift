import FlatFiles
import Layouts
import Testing

@Suite struct CellMappingTests {
  /// Maps fields through one column of a type, beside one that is never missing.
  private func map(
    _ type: String, _ fields: [TestField], more: String = "", names: RecordNames = .positions
  ) throws -> [String] {
    let mapper = try RowMapper(
      """
      name: cells
      into: things
      columns:
        cell: {at: 1, type: \(type)\(more)}
        other: 2
      """, names: names)
    return fields.map { field in
      let mapped = mapper.mapped([[field, "x"]])
      return mapped.rows.first.map { String($0.dropLast(2)) } ?? mapped.rejects[0]
    }
  }

  @Test(arguments: [
    ("12", "12"), ("-12.50", "-12.50"), ("+1", "+1"), ("1e3", "1e3"), ("-1.1E-05", "-1.1E-05"),
    (" 12 ", "12"), (".5", "0.5"), ("-.5", "-0.5"), ("5.", "5.0"), ("5.e3", "5.0e3"),
    ("0012.10", "0012.10"), ("12345678901234567890123.456789", "12345678901234567890123.456789"),
    ("", "-"),
  ])
  func aDecimalKeepsItsText(text: String, expected: String) throws {
    #expect(try map("decimal", [TestField(text, .bare)]) == [expected])
  }

  @Test(arguments: [
    "abc", "1,5", "1.2.3", "NaN", "Infinity", "-", ".", "1e", "e5", "0x10", "1_000", "--1", "1 2",
  ])
  func whatIsNoDecimalIsRejected(text: String) throws {
    #expect(
      try map("decimal", [TestField(text, .bare)]) == [
        "1:cell:not-a-number: `\(text)` is not a number"
      ])
  }

  @Test func aDecimalHasItsBounds() throws {
    let many = String(repeating: "9", count: 1_001)
    let result = try map(
      "decimal", ["1e1000", "1e1001", "1e-1001", "1e99999999999999999999", TestField(many, .bare)])
    let nines = String(repeating: "9", count: 40)
    #expect(result[0] == "1e1000")
    #expect(
      result.dropFirst().map { $0 }
        == ["`1e1001`", "`1e-1001`", "`1e99999999999999999999`", "`\(nines)`…"].map {
          "1:cell:number-out-of-range: \($0) has more than 1000 digits or too large an exponent"
        })
  }

  @Test func jsonValuesThatAreNoNumbersAreRejected() throws {
    #expect(
      try map(
        "decimal", [TestField("true", .boolean), TestField("[1]", .nested), "", nil, .absent],
        names: .paths) == [
          "1:cell:not-a-number: `true` is not a number",
          "1:cell:not-a-number: `[1]` is not a number",
          "1:cell:not-a-number: an empty text is not a number", "-", "-",
        ])
  }

  @Test func integersFitInto64Bits() throws {
    #expect(
      try map(
        "integer",
        [
          "0", "-9223372036854775808", "9223372036854775807", "8.0", "9223372036854775808", "8.5",
          "1e3",
        ]) == [
          "0", "-9223372036854775808", "9223372036854775807", "8",
          "1:cell:not-an-integer: `9223372036854775808` is not a whole number that fits in 64 bits",
          "1:cell:not-an-integer: `8.5` is not a whole number that fits in 64 bits",
          "1:cell:not-an-integer: `1e3` is not a whole number that fits in 64 bits",
        ])
  }

  @Test func truthsAreSpelledInManyWays() throws {
    #expect(
      try map("boolean", ["true", "False", "TRUE", "0", "1", "t", TestField("false", .boolean)])
        == ["true", "false", "true", "false", "true", "true", "false"])
    #expect(
      try map("boolean", ["ja"]) == ["1:cell:not-a-boolean: `ja` is neither true nor false"])
  }

  @Test func datesAreDays() throws {
    #expect(try map("date", ["2024-02-29", "1969-12-31 23:00"]) == ["19782", "-1"])
  }

  @Test func textIsKeptAsItIs() throws {
    #expect(
      try map("text", [" a ", "", TestField("", .bare), TestField("{\"a\":1}", .nested), "a\0b"])
        == [
          " a ", "", "-", "{\"a\":1}",
          "1:cell:nul-character: the text has a NUL character, which PostgreSQL cannot store",
        ])
  }

  @Test func jsonOfAJSONFileIsSpelledAsJSON() throws {
    #expect(
      try map(
        "json", [TestField("{\"a\": [1, 2]}", .nested), 1.50, "say \"hi\"\n", nil], names: .paths)
        == ["{\"a\": [1, 2]}", "1.5", "\"say \\\"hi\\\"\\u000a\"", "-"])
  }

  @Test(arguments: [
    ("{\"a\": [1, -2.5e3, null, true], \"b\": {}}", true), ("[]", true),
    ("\"\\ud83d\\ude00\"", true),
    ("{\"a\": }", false), ("[1,]", false), ("01", false), ("1.", false), ("nul", false),
    ("\"\\x\"", false), ("{} {}", false), ("'a'", false), ("[1", false),
  ])
  func jsonInACSVFieldIsChecked(text: String, isJSON: Bool) throws {
    #expect(
      try map("json", [TestField(text, .quoted)])
        == [isJSON ? text : "1:cell:not-json: `\(text)` is not JSON"])
  }

  @Test(arguments: ["\"\\u0000\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\""])
  func jsonThatCannotBeStoredIsRejected(text: String) throws {
    #expect(
      try map("json", [TestField(text, .bare)]) == [
        "1:cell:not-json: the JSON has \\u0000 or half a surrogate pair, which PostgreSQL cannot "
          + "store"
      ])
  }

  @Test func aDefaultStandsInForAMissingValue() throws {
    #expect(
      try map("decimal", [nil, 2], more: ", default: '7.5'", names: .paths) == ["7.5", "2"])
    #expect(try map("boolean", [nil], more: ", default: 'true'", names: .paths) == ["true"])
  }

  @Test func aRequiredValueThatIsMissingIsRejected() throws {
    #expect(
      try map("decimal", [nil], more: ", required: true", names: .paths) == [
        "1:cell:missing-value: `cell` is missing"
      ])
  }

  @Test func aDefaultThatItsColumnCannotHoldIsRefused() {
    let error = #expect(throws: LayoutMismatch.self) {
      try map("decimal", [1], more: ", default: none")
    }
    #expect(
      error?.description
        == "test.csv does not fit the layout cells: `none` cannot stand in the column `cell` of "
        + "type decimal")
  }
}
