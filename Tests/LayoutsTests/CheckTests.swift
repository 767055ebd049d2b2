import FlatFiles
import Layouts
import Testing

/// The checks of a layout that look at one row after the other.
@Suite struct CheckTests {
  private func mapper(_ checks: String) throws -> RowMapper {
    try RowMapper(
      """
      name: x
      columns:
        timestamp: 1
        open: 2
        high: 2
        low: 2
        close: 2
        value: 3
        id: {at: 4, type: integer}
        side: 5
        live: {at: 6, type: boolean}
        day: {at: 7, type: date}
      time: {unit: s}
      source: {at: 8}
      checks: \(checks)
      """)
  }

  /// Maps one record made of defaults but for some fields, counted from 1.
  private func outcome(_ checks: String, _ fields: [Int: String]) throws -> String {
    try outcomes(checks, [fields])[0]
  }

  private func outcomes(_ checks: String, _ records: [[Int: String]]) throws -> [String] {
    let mapper = try mapper(checks)
    return records.map { fields in
      let mapped = mapper.mapped([record(fields)])
      return mapped.rejects.first.map { String($0.dropFirst(2)) }
        ?? mapped.skipped.first?.key.rawValue ?? "row"
    }
  }

  /// Without a bound the first of them would be tried in 2²⁹ ways.
  @Test func aPatternThatTakesForEverRejectsTheRecord() throws {
    let text = String(repeating: "a", count: 30) + "!"
    for severity in ["error", "warning", "skip"] {
      #expect(
        try outcome(
          "[{pattern: {column: side, matches: '^(a+)+$'}, severity: \(severity)}]", [5: text])
          == "side:pattern-too-slow: `\(text)` takes too many steps to be compared with `^(a+)+$`;"
          + " write the pattern without repetitions inside repetitions")
    }
    #expect(try outcome("[{pattern: {column: side, matches: '^(a+)+$'}}]", [5: "aaa"]) == "row")
  }

  private func record(_ fields: [Int: String]) -> TestRecord {
    var values = ["100", "5", "1.5", "7", "buy", "true", "1706659200", "s"]
    for (place, text) in fields { values[place - 1] = text }
    return TestRecord(stringLiteral: values.joined(separator: ","))
  }

  @Test(arguments: [
    // required
    ("[required: [value, side]]", [:], "row"),
    ("[required: [value, side]]", [5: ""], "side:missing-value: `side` is missing"),
    // range
    ("[range: {column: value, min: '1.50', max: 1e1}]", [:], "row"),
    ("[range: {column: value, min: 0}]", [3: ""], "row"),
    (
      "[range: {column: value, min: 1.50000000000000000001}]", [:],
      "value:out-of-range: `1.5` is below `1.50000000000000000001`"
    ),
    (
      "[range: {column: value, max: 1}]", [:], "value:out-of-range: `1.5` is above `1`"
    ),
    (
      "[range: {column: value, min: 1.5, exclusive: true}]", [3: "1.500"],
      "value:out-of-range: `1.500` is not above `1.5`"
    ),
    (
      "[range: {column: value, max: 1.5, exclusive: true}]", [:],
      "value:out-of-range: `1.5` is not below `1.5`"
    ),
    ("[range: {column: id, min: 6.5}]", [:], "row"),
    ("[range: {column: id, min: 7.5}]", [:], "id:out-of-range: `7` is below `7.5`"),
    (
      "[range: {column: timestamp, min: 2009-01-03}]", [:],
      "timestamp:out-of-range: `1970-01-01 00:01:40Z` is below `2009-01-03 00:00:00Z`"
    ),
    (
      "[range: {column: day, max: 2024-01-30}]", [:],
      "day:out-of-range: `2024-01-31` is above `2024-01-30`"
    ),
    ("[range: {column: side, min: a, max: c}]", [:], "row"),
    ("[range: {column: side, max: buz}]", [:], "row"),
    ("[range: {column: side, max: bu}]", [:], "side:out-of-range: `buy` is above `bu`"),
    // pattern
    ("[pattern: {column: side, matches: '^(buy|sell)$'}]", [:], "row"),
    ("[pattern: {column: side, matches: '^(buy|sell)$'}]", [5: ""], "row"),
    (
      "[pattern: {column: side, matches: '^[A-Z]+$'}]", [:],
      "side:pattern-mismatch: `buy` does not match `^[A-Z]+$`"
    ),
    (
      "[pattern: {column: value, matches: '^[0-9]+$'}]", [:],
      "value:pattern-mismatch: `1.5` does not match `^[0-9]+$`"
    ),
    // one_of
    ("[one_of: {column: side, values: [buy, sell]}]", [:], "row"),
    (
      "[one_of: {column: side, values: [b, s]}]", [:], "side:not-in-list: `buy` is none of `b`, `s`"
    ),
    ("[one_of: {column: value, values: ['1.50', '2']}]", [:], "row"),
    ("[one_of: {column: id, values: [1, 8]}]", [:], "id:not-in-list: `7` is none of `1`, `8`"),
    (
      "[one_of: {column: live, values: [false]}]", [:],
      "live:not-in-list: `true` is none of `false`"
    ),
    // compare
    ("[compare: 'value <= close']", [:], "row"),
    (
      "[compare: 'value >= close']", [:],
      "value:value-below-close: value `1.5` is not >= close `5`"
    ),
    ("[compare: 'value > 1.5']", [:], "value:value-not-above-1-5: value `1.5` is not > `1.5`"),
    ("[compare: 'value = 1.50']", [:], "row"),
    ("[compare: 'value != 1.50']", [:], "value:value-equals-1-50: value `1.5` is not != `1.50`"),
    ("[compare: 'value<close']", [3: ""], "row"),
    ("[compare: 'id > close']", [:], "row"),
    ("[compare: 'close >= id']", [:], "close:close-below-id: close `5` is not >= id `7`"),
    ("[compare: \"side = 'buy'\"]", [:], "row"),
    ("[compare: \"side != 'buy'\"]", [:], "side:side-equals-buy: side `buy` is not != `buy`"),
    ("[compare: 'timestamp < day']", [:], "error"),
    ("[compare: 'live = true']", [6: "false"], "live:live-not-true: live `false` is not = `true`"),
    // code and severity
    (
      "[{compare: 'value > 2', code: too-cheap}]", [:], "value:too-cheap: value `1.5` is not > `2`"
    ),
    ("[{compare: 'value > 2', severity: warning}]", [:], "row"),
    ("[{compare: 'value > 2', severity: skip}, {required: side}]", [5: ""], "filtered"),
    (
      "[{required: side}, {compare: 'value > 2', severity: skip}]", [5: ""],
      "side:missing-value: `side` is missing"
    ),
    (
      "[{compare: 'value > 2', severity: warning}, {required: side}]", [5: ""],
      "side:missing-value: `side` is missing"
    ),
  ])
  func aRowIsHeldAgainstTheChecks(
    checks: String, fields: [Int: String], expected: String
  ) throws {
    if expected == "error" {
      #expect(throws: LayoutError.self) { try mapper(checks) }
    } else {
      #expect(try outcome(checks, fields) == expected)
    }
  }

  @Test func checksOfSequenceLookAtTheRowBefore() throws {
    let times = ["100", "200", "150", "160", "160", "170"].map { [1: $0] }
    let back = "timestamp:not-ascending: `1970-01-01 00:02:30Z` follows `1970-01-01 00:03:20Z`"
    #expect(
      try outcomes("[monotonic: {column: timestamp}]", times) == [
        "row", "row", back, "row", "row", "row",
      ])
    #expect(
      try outcomes("[monotonic: {column: timestamp, strict: true}]", times) == [
        "row", "row", back, "row",
        "timestamp:not-ascending: `1970-01-01 00:02:40Z` follows `1970-01-01 00:02:40Z`", "row",
      ])
    #expect(
      try outcomes("[monotonic: {column: timestamp, order: descending}]", times).map { $0 == "row" }
        == [true, false, true, false, true, false])
  }

  @Test func eitherWayIsTheOneThatTheFileBeginsWith() throws {
    let check = "[monotonic: {column: id, order: either}]"
    #expect(
      try outcomes(check, ["9", "9", "7", "5", "6"].map { [4: $0] }) == [
        "row", "row", "row", "row", "id:not-monotonic: `6` follows `5`",
      ])
    #expect(
      try outcomes(check, ["5", "7", "", "6"].map { [4: $0] }) == [
        "row", "row", "row", "id:not-monotonic: `6` follows `7`",
      ])
  }

  @Test func eachSourceHasASequenceOfItsOwn() throws {
    #expect(
      try outcomes(
        "[monotonic: {column: timestamp}]",
        [[1: "200", 8: "a"], [1: "100", 8: "b"], [1: "300", 8: "a"], [1: "90", 8: "b"]]) == [
          "row", "row", "row",
          "timestamp:not-ascending: `1970-01-01 00:01:30Z` follows `1970-01-01 00:01:40Z`",
        ])
  }

  @Test func aRowThatFailsAnotherCheckIsStillOneOfTheSequence() throws {
    let outcomes = try outcomes(
      "[{compare: 'value < 5'}, monotonic: {column: timestamp}]",
      [[1: "100"], [1: "50", 3: "9"], [1: "60"]])
    #expect(outcomes.map { $0.split(separator: ":")[0] } == ["row", "value", "row"])
  }

  @Test func aWarningKeepsTheRowAndIsCounted() throws {
    let mapper = try mapper(
      "[{compare: 'value > 2', severity: warning}, {required: side, severity: warning}]")
    let records = (0..<8).map { record([3: $0 == 3 ? "9" : "1.\($0)"]) }
    #expect(mapper.mapped(records).rows.count == 8)
    #expect(mapper.mapped([record([:])]).rows.count == 1)
    let findings = try mapper.conclude()
    #expect(findings.count == 1)
    let finding = try #require(findings.first)
    #expect(finding.code == RejectCode(rawValue: "value-not-above-2"))
    #expect(finding.severity == .warning)
    #expect(finding.count == 8)
    #expect(finding.message == "8 rows, the first on line 1: value `1.0` is not > `2`")
    #expect(finding.examples.map(\.position.record) == [1, 2, 3, 5, 6])
    #expect(finding.examples.map(\.column) == [String](repeating: "value", count: 5))
    #expect(finding.examples[0].rawText == "10051.07buytrue1706659200s")
  }

  @Test func aColumnThatTheShapeOfTheFileLacksIsNotAskedFor() throws {
    let mapper = try RowMapper(
      """
      name: x
      shapes:
        - {fields: 2, columns: {timestamp: 1, value: 2}}
        - {fields: 6, columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}}
      source: s
      checks: [{required: [volume, value]}, {compare: 'volume >= 0'}]
      """)
    #expect(mapper.mapped(["1609459200,5"]).rows.count == 1)
  }

  @Test(arguments: [
    ("[{}]", "`checks[1]`: the key `required` or `range` or `pattern` or `one_of`"),
    ("x", "`checks`: expected a list of checks, found `x`"),
    (
      "[{required: id, compare: 'id > 1'}]",
      "`checks[1].compare`: `required` and `compare` exclude each other"
    ),
    ("[{required: foo}]", "`checks[1].required`: there is no column `foo` in this layout; it has"),
    ("[{required: []}]", "`checks[1].required`: expected at least one column, found a list"),
    ("[{range: {column: value}}]", "`checks[1].range`: the key `min` is missing"),
    (
      "[{range: {column: value, min: x}}]",
      "`checks[1].range.min`: expected a value of type decimal, found `x`"
    ),
    (
      "[{range: {column: live, min: 1}}]", "`checks[1].range.column`: only a column of type decimal"
    ),
    (
      "[{pattern: {column: side, matches: '['}}]",
      "`checks[1].pattern.matches`: expected a regular expression, found `[`"
    ),
    (
      "[{one_of: {column: id, values: [a]}}]",
      "`checks[1].one_of.values`: expected values of type integer, found `a`"
    ),
    ("[{compare: 'high'}]", "`checks[1].compare`: expected a comparison like `high >= low` or"),
    ("[{compare: 'high == low'}]", "`checks[1].compare`: expected a comparison like"),
    ("[{compare: 'high >= lwo'}]", "`checks[1].compare`: there is no column `lwo` in this layout"),
    ("[{compare: 'side = buy'}]", "`checks[1].compare`: there is no column `buy` in this layout"),
    (
      "[{compare: 'high > side'}]",
      "`checks[1].compare`: expected columns of the same type, found one of type decimal and one "
        + "of type text"
    ),
    (
      "[{monotonic: {column: value}}]",
      "`checks[1].monotonic.column`: only a column of type timestamp or date or integer has this"
    ),
    ("[{interval: {}}]", "`checks[1].interval`: the key `every` is missing"),
    (
      "[{interval: {every: often}}]",
      "`checks[1].interval.every`: expected a duration like 1m, 1h, 1d, 1w or 1mo, found `often`"
    ),
    (
      "[{required: id, code: Bad Code}]",
      "`checks[1].code`: expected a code like `price-not-positive`, found `Bad Code`"
    ),
    (
      "[{required: id, severity: fatal}]",
      "`checks[1].severity`: `fatal` is not known here; expected one of error, warning, skip"
    ),
    ("[{requires: id}]", "`checks[1]`: unknown key `requires`; did you mean `required`?"),
  ])
  func aCheckThatMakesNoSenseIsRefused(checks: String, message: String) {
    let error = #expect(throws: LayoutError.self) { try mapper(checks) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
