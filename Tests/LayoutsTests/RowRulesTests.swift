import FlatFiles
import Layouts
import Testing

@Suite struct RowRulesTests {
  private let candles = """
    name: candles
    data_type: ohlcv
    columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}
    time: {unit: s}
    interval: 1h
    source: s
    """

  @Test func aCandleThatEndsAfterTheCaptureIsUnfinished() throws {
    let mapper = try RowMapper(candles, captured: 1_609_466_399_999_999)
    let mapped = mapper.mapped([
      "1609459200,1,2,1,2,5", "1609462800,1,2,1,2,5", "1609462800,1,1,2,2,5",
      "1609459200,1,2,1,2,-5",
    ])
    #expect(
      mapped
        == Mapped(
          rows: ["s|1609459200000000|1|2|1|2|5", "s|1609459200000000|1|2|1|2|-5"],
          skipped: [.unfinished: 2]))
  }

  @Test func aMonthsCandleEndsWithTheMonth() throws {
    let monthly = candles.replacing("1h", with: "1mo")
    let february: [TestRecord] = ["1706745600,1,2,1,2,5"]
    #expect(
      try RowMapper(monthly, captured: 1_709_251_200_000_000).mapped(february).rows.count == 1)
    #expect(
      try RowMapper(monthly, captured: 1_709_251_199_999_999).mapped(february).skipped
        == [.unfinished: 1])
  }

  @Test(arguments: [
    ("1.10", "1.1", true), ("1.1", "1.10", true), ("10", "9", true), ("9", "10", false),
    ("0.1", "1e-1", true), ("1e2", "99.9999", true), ("99.9", "1e2", false), ("-2", "-1", false),
    ("-1", "-2", true), ("0", "-0.0", true), ("-0", "0", true), ("-1", "0", false),
    ("0", "-1", true),
    ("0.1", "0.10000000000000000001", false), ("00012", "11.9", true), ("1E+3", "1000", true),
    ("123456789012345678901234567890.1", "123456789012345678901234567890.2", false),
    ("+5", "5", true), ("1e-400", "0", true), ("0.000", "0.001", false),
  ])
  func highAndLowAreComparedExactly(high: String, low: String, isCandle: Bool) throws {
    let mapped = try RowMapper(candles).mapped([
      [1_609_459_200, "1", TestField(high, .bare), TestField(low, .bare), "1", "1"]
    ])
    #expect(
      mapped.rejects
        == (isCandle
          ? [] : ["1:high:high-below-low: the high `\(high)` is below the low `\(low)`"]))
  }

  @Test func nullRowsAreSkippedKeptOrRejected() throws {
    func map(_ policy: Layout.NullRowPolicy) throws -> Mapped {
      try RowMapper(candles, options: LayoutOptions(nullRows: policy)).mapped([
        "1609459200,,,,,", "1609459200,,,,,0",
      ])
    }
    let volume = "s|1609459200000000|-|-|-|-|0"
    #expect(try map(.skip) == Mapped(rows: [volume], skipped: [.nullRow: 1]))
    #expect(try map(.keep) == Mapped(rows: ["s|1609459200000000|-|-|-|-|-", volume]))
    #expect(
      try map(.reject)
        == Mapped(rows: [volume], rejects: ["1:-:null-row: every value of the record is missing"]))
  }

  @Test func tokensStandForMissingValues() throws {
    let mapper = try RowMapper(
      """
      name: tokens
      columns: {timestamp: 1, value: 2, volume: 3}
      missing: ['.', NaN, '']
      source: s
      """)
    let mapped = mapper.mapped([
      [1_609_459_200, TestField(".", .bare), 1], [1_609_459_200, "", TestField("NaN", .bare)],
      [1_609_459_200, "..", 1], [TestField("NaN", .bare), 1, 1],
    ])
    #expect(
      mapped
        == Mapped(
          rows: ["s|1609459200000000|-|1"], skipped: [.nullRow: 1],
          rejects: [
            "3:value:not-a-number: `..` is not a number",
            "4:timestamp:missing-value: `timestamp` is missing",
          ]))
  }

  @Test func aFilterKeepsWhatItNames() throws {
    let mapper = try RowMapper(
      """
      name: filtered
      columns: {timestamp: t, value: p}
      filter: {e: [trade, aggTrade], m: 'true'}
      source: s
      """, names: .paths)
    let mapped = mapper.mapped([
      [1_609_459_200, 1, "trade", TestField("true", .boolean)],
      [1_609_459_200, 2, "trade", TestField("false", .boolean)],
      [1_609_459_200, 3, "aggTrade", "true"], [.absent, .absent, .absent, .absent],
      [nil, "x", "depth", "true"],
    ])
    #expect(
      mapped
        == Mapped(
          rows: ["s|1609459200000000|1", "s|1609459200000000|3"], skipped: [.filtered: 3]))
  }

  @Test func aSourceReadFromAFieldIsMadeAName() throws {
    let mapper = try RowMapper(
      """
      name: symbols
      columns: {timestamp: time, value: price}
      source: {from: Symbol}
      """, names: .header(["time", "price", "symbol"]))
    let mapped = mapper.mapped([
      "1609459200,1,XBT/USD", "1609459260,2,XBT/USD", "1609459200,3,eth", "1609459320,4,xbt_usd",
      "1609459200,5,//", "1609459200,6,",
    ])
    #expect(
      mapped
        == Mapped(
          rows: [
            "xbt_usd|1609459200000000|1", "xbt_usd|1609459260000000|2", "eth|1609459200000000|3",
            "xbt_usd|1609459320000000|4",
          ],
          rejects: [
            "5:source_id:bad-source-name: no source name can be made of `//`",
            "6:source_id:bad-source-name: no source name can be made of an empty text",
          ]))
    #expect(
      mapper.extents == [
        SeriesExtent(
          source: "xbt_usd", rowCount: 3, first: 1_609_459_200_000_000,
          last: 1_609_459_320_000_000, medianInterval: 60_000_000),
        SeriesExtent(
          source: "eth", rowCount: 1, first: 1_609_459_200_000_000, last: 1_609_459_200_000_000,
          medianInterval: nil),
      ])
  }

  @Test func manySourcesAreToldApart() throws {
    let mapper = try RowMapper(
      """
      name: symbols
      columns: {timestamp: 1, value: 2}
      source: {at: 3}
      """)
    let names = (0..<500).map { "coin_\($0)" }
    let records = (names + names.reversed()).map { name in
      TestRecord(stringLiteral: "1609459200,1,\(name)")
    }
    let rows = mapper.mapped(records).rows
    #expect(rows == (names + names.reversed()).map { "\($0)|1609459200000000|1" })
  }

  @Test func theFirstNameThatIsThereCounts() throws {
    let yaml = """
      name: names
      columns: {timestamp: [time, t], value: [close, price]}
      source: s
      """
    #expect(
      try RowMapper(yaml, names: .header(["T", "x", "PRICE"])).mapped(["1609459200,7,8"]).rows
        == ["s|1609459200000000|8"])
    #expect(
      try RowMapper(yaml, names: .paths).mapped([
        [.absent, 1_609_459_200, nil, 5], [1_609_459_200, .absent, .absent, 5],
      ]) == Mapped(rows: ["s|1609459200000000|5"], skipped: [.nullRow: 1]))
  }

  @Test func constantsAndTheOrderOfColumnsAreKept() throws {
    let mapper = try RowMapper(
      """
      name: constants
      into: things
      columns:
        venue: {constant: kraken}
        price: {at: 1, type: decimal}
        scale: {constant: '1e-8', type: decimal}
        since: {constant: '2024-01-01', type: date}
        live: {constant: 'true', type: boolean}
        n: {constant: '7', type: integer}
      """)
    // The second batch finds the text of constants in its own bytes.
    for _ in 0..<2 {
      #expect(
        mapper.mapped(["12345678", "2"]).rows == [
          "kraken|12345678|1e-8|19723|true|7", "kraken|2|1e-8|19723|true|7",
        ])
    }
  }

  @Test func theShapeOfTheFirstRecordIsThatOfTheFile() throws {
    let mapper = try RowMapper(builtIn: "legacy-history", names: .paths, fileName: "x.json")
    #expect(mapper.dataType == nil)
    #expect(
      mapper.mapped([[1, 2, 3], [1_609_459_200_000, 5]]).rejects == [
        "1:-:wrong-width: the record has 3 fields, expected 2 or 6"
      ])
    #expect(mapper.dataType == .simple)
    #expect(
      mapper.mapped([[1_609_459_200_000, 1, 1, 1, 1, 1, 1]]).rejects == [
        "1:-:wrong-width: the file began with 2 fields, this record has 7 fields"
      ])
  }
}
