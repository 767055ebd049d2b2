import FlatFiles
import Layouts
import Testing

/// Values that a file does not have as they are needed.
@Suite struct ColumnFormsTests {
  /// Maps one field per record by a column's rule; gives the cell, or `code: message`.
  private func cells(
    _ fields: [TestField], _ rule: String, more: String = ""
  ) throws -> [String] {
    let mapper = try RowMapper("name: x\ninto: things\ncolumns: {c: \(rule)}\n\(more)")
    return fields.map { field in
      let mapped = mapper.mapped([[field, 1]])
      if let row = mapped.rows.first { return row }
      if let reject = mapped.rejects.first {
        return reject.split(separator: ":", maxSplits: 2)[2].description
      }
      return "skipped"
    }
  }

  private func bare(_ texts: String...) -> [TestField] { texts.map { TestField($0, .bare) } }

  // MARK: - Numbers

  @Test(arguments: [
    ("1,5", "1.5"), ("-1.234.567,89", "-1234567.89"), ("1234567,89", "1234567.89"),
    ("1.234", "1234"), ("+12", "12"), (",5", "0.5"), ("5,", "5"), ("1,5e3", "1.5e3"),
    ("999.999", "999999"), (" 1,50 ", "1.50"), ("0,000", "0.000"),
  ])
  func aDecimalCommaIsReadWhereItIsTold(text: String, expected: String) throws {
    let numbers = "numbers: {decimal: ',', grouping: '.'}"
    #expect(try cells(bare(text), "{at: 1, type: decimal}", more: numbers) == [expected])
    #expect(
      try cells(bare(text), "{at: 1, type: decimal, decimal: ',', grouping: '.'}") == [expected])
  }

  @Test(arguments: [
    "1,2,3", "1.23", "12.34,5", "1234.567", "1..234", "1.2345", ".123", "1.234.56", "1,234.5",
    "€ 1,5", "1,5 USD", "1,5e", "1e,5", "", "-", "1 234", "1,5%", "0x1", "NaN", "1,5e3x",
  ])
  func aNumberInAnotherStyleIsRejected(text: String) throws {
    let rule = "{at: 1, type: decimal, decimal: ',', grouping: '.', required: true}"
    let expected =
      text.isEmpty
      ? "null-row"
      : "not-a-number: `\(text)` is not a number like `1.234,5`"
    let outcome = try cells(bare(text), rule)
    #expect(outcome == [expected] || text.isEmpty && outcome == ["skipped"])
  }

  @Test func groupsMayBeApartBySpacesOfAnyKind() throws {
    #expect(
      try cells(
        bare("1 234 567,5", "1\u{A0}234,5", "1\u{202F}234,5"),
        "{at: 1, type: decimal, decimal: ',', grouping: ' '}") == ["1234567.5", "1234.5", "1234.5"])
    #expect(
      try cells(bare("1,234,567", "12,34", "8"), "{at: 1, type: integer, grouping: ','}") == [
        "1234567", "not-an-integer: `12,34` is not a number like `1,234.5`", "8",
      ])
  }

  @Test func jsonNumbersKeepTheirPoint() throws {
    let rule = "{at: 1, type: decimal, decimal: ',', grouping: '.'}"
    #expect(
      try cells([TestField("1.5", .number), TestField("1.234", .number), "1.234"], rule) == [
        "1.5", "1.234", "1234",
      ])
  }

  @Test(arguments: [
    ("1.5%", "0.015"), ("1.5", "0.015"), ("-100 %", "-1.00"), ("0.01%", "0.0001"),
    ("250%", "2.50"), ("1e3%", "0.01e3"), ("0%", "0.00"), ("123456.789%", "1234.56789"),
  ])
  func aPercentageBecomesAFractionDigitByDigit(text: String, expected: String) throws {
    #expect(try cells(bare(text), "{at: 1, type: decimal, percent: true}") == [expected])
  }

  @Test(arguments: [
    (-2, "0.01", "0.0001"), (2, "0.0001", "0.01"), (3, "000.5", "500"), (1, "00", "0"),
    (3, "1.5", "1500"), (-8, "123456789", "1.23456789"),
    (-18, "1", "0.000000000000000001"), (2, "12345678901234567890.12", "1234567890123456789012"),
    (1, "-.5", "-5"),
  ])
  func thePointIsMovedExactly(shift: Int, text: String, expected: String) throws {
    let cell = try cells(bare(text), "{at: 1, type: decimal, shift: \(shift)}")[0]
    #expect(cell == expected)
  }

  @Test func aNumberOfTooManyDigitsIsRejectedInAnyStyle() throws {
    let text = String(repeating: "9", count: 1_001)
    #expect(
      try cells(bare(text), "{at: 1, type: decimal, percent: true}")[0].hasPrefix(
        "number-out-of-range: "))
    #expect(
      try cells(bare("1e1001"), "{at: 1, type: decimal, percent: true}")[0].hasPrefix(
        "number-out-of-range: "))
  }

  // MARK: - Truths and texts

  @Test func truthsAreReadInManyWords() throws {
    let fields = bare(
      "True", "FALSE", "yes", "No", "Y", "n", "on", "OFF", "1", "0", "t", "F", "maybe")
    let expected =
      (0..<12).map { $0 % 2 == 0 ? "true" : "false" } + [
        "not-a-boolean: `maybe` is neither true nor false"
      ]
    #expect(try cells(fields, "{at: 1, type: boolean}") == expected)
  }

  @Test func aColumnMayHaveItsOwnWordsForTrueAndFalse() throws {
    #expect(
      try cells(
        bare("Sell", "buy", "true", "hold"),
        "{at: 1, type: boolean, true: [sell], false: [BUY]}") == [
          "true", "false", "true", "not-a-boolean: `hold` is neither true nor false",
        ])
  }

  @Test func textsAreMappedToOthers() throws {
    #expect(
      try cells(bare("buy", " sell ", "Buy", ""), "{at: 1, map: {buy: b, sell: s}}") == [
        "b", "s", "not-in-list: `Buy` is none of `buy`, `sell`", "skipped",
      ])
    #expect(
      try cells(bare("BUY", "x"), "{at: 1, case: lower, map: {buy: b}, otherwise: u}") == [
        "b", "u",
      ])
    #expect(
      try cells(bare("none", "5"), "{at: 1, type: integer, map: {none: '', '5': '6'}}") == [
        "skipped", "6",
      ])
  }

  @Test func lettersAreMadeUpperOrLower() throws {
    #expect(try cells(bare("btc/Usdt ä"), "{at: 1, case: upper}") == ["BTC/USDT ä"])
    #expect(try cells(bare("BTC/Usdt Ä"), "{at: 1, case: lower}") == ["btc/usdt Ä"])
  }

  @Test(arguments: [
    ("BTC/USDT", "BTC", "USDT"), ("btc_usdt", "btc", "usdt"), ("BTC-USD", "BTC", "USD"),
    ("BTCUSDT", "BTC", "USDT"), ("XBTUSD", "XBT", "USD"), ("ETHBTC", "ETH", "BTC"),
    ("BTC/USDT:USDT", "BTC", "USDT"), ("BTC-PERPETUAL", "BTC", "skipped"),
    ("BTC-27DEC24", "BTC", "skipped"), ("BTC-USDT-SWAP", "BTC", "USDT"),
    ("BTCFDUSD", "BTC", "FDUSD"), ("BNBUSD", "BNB", "USD"), ("ETHBUSD", "ETH", "BUSD"),
  ])
  func aMarketsSymbolIsTakenApart(symbol: String, base: String, quote: String) throws {
    #expect(try cells(bare(symbol), "{at: 1, pair: base}") == [base])
    #expect(try cells(bare(symbol), "{at: 1, pair: quote}") == [quote])
  }

  @Test func aSymbolThatCannotBeTakenApartIsRejected() throws {
    #expect(
      try cells(bare("FOOBAR", "USDT", "FOOBUSD"), "{at: 1, pair: base}") == [
        "no-such-part: `FOOBAR` does not tell its base and quote",
        "no-such-part: `USDT` does not tell its base and quote",
        "no-such-part: `FOOBUSD` does not tell its base and quote",
      ])
  }

  @Test func aTextIsSplit() throws {
    let rule = "{at: 1, split: {by: '::', take: 2}}"
    #expect(
      try cells(bare("a::b::c", "a::b", "a", "a::"), rule) == [
        "b", "b", "no-such-part: `a` has no part 2 between `::`", "skipped",
      ])
  }

  // MARK: - Templates and constants

  @Test func aTimeMayBeSplitOverTwoColumns() throws {
    let yaml = """
      name: split
      columns:
        timestamp: {template: '{Date|1} {Time|2}'}
        value: {from: Price, at: 3}
      source: s
      """
    let expected = Mapped(
      rows: ["s|1706693400000000|7"],
      rejects: [
        "2:timestamp:missing-value: `timestamp` is missing",
        "3:timestamp:not-a-time: `2024-01-31 9x` is not a time",
      ])
    let records: [TestRecord] = [
      "2024-01-31, 09:30,7", "2024-01-31,,8", "2024-01-31,9x,9",
    ]
    for names in [RecordNames.header(["date", "time", "price"]), .positions] {
      #expect(try RowMapper(yaml, names: names).mapped(records) == expected)
    }
  }

  @Test func theDayIsToldByATimeThatIsPutTogetherToo() throws {
    let mapper = try RowMapper(
      "name: x\ncolumns: {timestamp: {template: '{1} {2}'}, value: 3}\nsource: s")
    #expect(
      mapper.mapped(["01/02/2024,09:30,7", "13/02/2024,09:30,7"]).rows == [
        "s|1706779800000000|7", "s|1707816600000000|7",
      ])
  }

  @Test func aTextStandsForAFieldOfATemplateThatIsMissing() throws {
    let mapper = try RowMapper(
      """
      name: x
      into: things
      columns:
        pair: {template: '{b|c|"none"}/{q}'}
        level: {template: '[{p|"null"}, {z|""}1]', type: json}
      """, names: .header(["b", "c", "q", "p", "z"]))
    #expect(
      mapper.mapped(["1,2,3,4,5", ",2,3,,", ",,3,4,", ",,,4,"]).rows == [
        "1/3|[4, 51]", "none/3|[null, 1]", "none/3|[4, 1]", "-|[4, 1]",
      ])
  }

  @Test func fieldsAreJoinedByATemplate() throws {
    let mapper = try RowMapper(
      """
      name: x
      into: things
      columns:
        pair: {template: '{b.base}/{quote}', case: upper}
        price: {from: p, type: decimal}
      """, names: .paths)
    #expect(
      mapper.mapped([["btc", "usd", 1], ["btc", nil, 2], [.absent, "usd", 3]]).rows == [
        "BTC/USD|1", "-|2", "-|3",
      ])
  }

  @Test func aConstantMayComeFromTheFileName() throws {
    let yaml = """
      name: x
      into: things
      file_name: '^(?<symbol>[A-Z]+)-(?<n>[0-9]+)'
      columns:
        symbol: {constant: '{symbol}'}
        n: {constant: '{n}', type: integer}
        file: {constant: '{file} of {stem}'}
        note: {constant: '{"a": 1}', type: json}
        price: {at: 1, type: decimal}
      """
    let mapper = try RowMapper(yaml, fileName: "BTC-7.csv.gz")
    #expect(mapper.mapped(["5"]).rows == ["BTC|7|BTC-7.csv.gz of BTC-7|{\"a\": 1}|5"])
    let error = #expect(throws: LayoutMismatch.self) { try RowMapper(yaml, fileName: "x.csv") }
    #expect(
      error?.description
        == "x.csv does not fit the layout x: the file name does not tell `{symbol}` for `symbol` "
        + "(it is read by `^(?<symbol>[A-Z]+)-(?<n>[0-9]+)`)")
  }

  @Test func blanksAreTrimmedFromEveryTypeButTextAndJSON() throws {
    #expect(try cells(bare(" 1 "), "{at: 1, type: decimal}") == ["1"])
    #expect(try cells(bare("\t1 "), "{at: 1, type: integer}") == ["1"])
    #expect(try cells(bare(" yes "), "{at: 1, type: boolean}") == ["true"])
    #expect(try cells(bare(" a "), "1") == [" a "])
  }

  // MARK: - What is not understood

  @Test(arguments: [
    ("{at: 1, percent: true}", "`columns.c.percent`: only a column of type decimal has this"),
    (
      "{at: 1, grouping: ','}",
      "`columns.c.grouping`: only a column of type decimal or integer has this"
    ),
    ("{at: 1, true: x}", "`columns.c.true`: only a column of type boolean has this"),
    ("{at: 1, otherwise: x}", "`columns.c`: the key `map` is missing"),
    (
      "{at: 1, type: decimal, decimal: ',', grouping: ','}",
      "`columns.c.grouping`: expected `decimal` and `grouping` to differ, found `,` for both"
    ),
    (
      "{at: 1, type: decimal, decimal: '1'}",
      "`columns.c.decimal`: expected one ASCII character, found `1`"
    ),
    (
      "{template: 'no fields'}",
      "`columns.c.template`: expected text with fields in braces, like '{Date} {Time}', found "
        + "`no fields`"
    ),
    (
      "{template: '{a} {b'}",
      "`columns.c.template`: expected text with fields in braces, like '{Date} {Time}', found "
        + "`{a} {b`"
    ),
    ("{template: '{a}', at: 1}", "`columns.c.at`: `template` and `at` exclude each other"),
    ("{constant: a, case: upper}", "`columns.c.case`: `constant` and `case` exclude each other"),
    (
      "{at: 1, split: {by: '', take: 1}}",
      "`columns.c.split.by`: expected a separator, found nothing"
    ),
    ("{at: 1, split: {by: x}}", "`columns.c.split`: the key `take` is missing"),
    (
      "{at: 1, split: {by: x, take: 1}, pair: base}",
      "`columns.c.pair`: `split` and `pair` exclude each other"
    ),
    ("{at: 1, pair: both}", "`columns.c.pair`: expected base or quote, found `both`"),
    ("{ordinal: 2}", "`columns.c.ordinal`: expected 0 or 1, the ordinal of the first, found `2`"),
    ("{at: 1, among: [a]}", "`columns.c`: the key `ordinal` is missing"),
    ("{ordinal: 1}", "`columns`: there is no column `timestamp` in this layout; it has c"),
  ])
  func aColumnThatMakesNoSenseIsRefused(rule: String, message: String) {
    let error = #expect(throws: LayoutError.self) {
      try Layout(yaml: "name: x\ninto: things\ncolumns: {c: \(rule)}", file: "l.yml")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
