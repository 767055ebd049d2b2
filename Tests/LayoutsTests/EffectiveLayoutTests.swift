import FlatFiles
import Layouts
import Testing

@Suite struct EffectiveLayoutTests {
  private let yaml = """
    name: prices
    columns: {timestamp: t, value: p}
    file_name: '^(?<pair>[A-Za-z]+)-(?<length>[0-9a-z]+)'
    source: '{pair}_{length}'
    interval: '{length}'
    """

  private func effective(
    _ yaml: String, _ options: LayoutOptions = LayoutOptions(), _ fileName: String = "BTC-1h.csv"
  ) throws -> EffectiveLayout {
    try Layout(yaml: yaml, file: "l.yml").effective(options, fileName: fileName)
  }

  @Test func theFileNameTellsSourceAndInterval() throws {
    let layout = try effective(yaml)
    #expect(layout.source == .named("btc_1h"))
    #expect(layout.interval == CandleInterval("1h"))
  }

  @Test(arguments: [
    ("btc_price.json", "btc_price"), ("BTC-USD.csv.gz", "btc_usd"), ("a.b.json", "a_b"),
    ("series", "series"), (".json", "json"),
  ])
  func theStemIsTheNameWithoutItsEndings(fileName: String, source: String) throws {
    let layout = try effective(
      "name: x\ncolumns: {timestamp: t}\nsource: '{stem}'", LayoutOptions(), fileName)
    #expect(layout.source == .named(source))
  }

  @Test func whatDoesNotFitIsSaidWithTheWayOut() throws {
    func message(_ options: LayoutOptions, _ fileName: String = "BTC-1h.csv") -> String? {
      #expect(throws: LayoutMismatch.self) { try effective(yaml, options, fileName) }?.description
    }
    let start = "does not fit the layout prices: "
    #expect(
      message(LayoutOptions(), "prices.csv")
        == "prices.csv \(start)the file name does not tell the source (it is read by "
        + "`^(?<pair>[A-Za-z]+)-(?<length>[0-9a-z]+)`); name it with --source")
    #expect(
      message(LayoutOptions(source: "BTC"))
        == "BTC-1h.csv \(start)`BTC` is no source name: lower-case letters, digits and _ only")
    #expect(
      message(LayoutOptions(), "BTC-often.csv")
        == "BTC-often.csv \(start)`often` is no candle length; expected one like 1m, 1h, 1d, 1w or "
        + "1mo")
    #expect(
      message(LayoutOptions(zone: "Mars"))
        == "BTC-1h.csv \(start)there is no time zone `Mars`; expected a name like UTC or "
        + "Europe/Berlin")
  }

  @Test func aLayoutWithoutASourceWantsOne() throws {
    let yaml = "name: x\ncolumns: {timestamp: t}"
    let error = #expect(throws: LayoutMismatch.self) { try effective(yaml) }
    #expect(
      error?.description
        == "BTC-1h.csv does not fit the layout x: the layout does not say which source the rows "
        + "belong to; name it with --source or `source`")
    #expect(try effective(yaml, LayoutOptions(source: "btc")).source == .named("btc"))
    #expect(try effective(yaml + "\ninto: things\ntime: {column: timestamp}").source == nil)
  }

  @Test func aHeaderWithoutAColumnIsRefused() throws {
    func message(_ yaml: String, _ names: RecordNames) -> String? {
      #expect(throws: LayoutMismatch.self) { try RowMapper(yaml, names: names) }?.description
    }
    let yaml = "name: x\ncolumns: {timestamp: [time, t], value: {at: 3}}\nsource: s"
    #expect(
      message(yaml, .header(["date", "price"]))
        == "test.csv does not fit the layout x: the header has no column `time` or `t` for "
        + "`timestamp`; it has `date`, `price`")
    #expect(
      message(yaml, .header(["time", "price"]))
        == "test.csv does not fit the layout x: the header has no column `#3` for `value`; it has "
        + "`time`, `price`")
    #expect(
      message(yaml, .positions)
        == "test.csv does not fit the layout x: `timestamp` is read from the column `time` or `t`, "
        + "but the file has no header; give positions with `at`")
    let error = #expect(throws: LayoutMismatch.self) {
      try RowMapper(
        builtIn: "binance-klines", names: .header(["a", "b", "c"]), fileName: "BTC-1h.csv")
    }
    #expect(
      error?.description
        == "BTC-1h.csv does not fit the layout binance-klines: its records have 3 fields, "
        + "expected 12")
  }

  // MARK: - Identity

  @Test func theCanonicalTextSaysAllThatDecidesRows() throws {
    #expect(
      try effective(yaml, LayoutOptions(unit: .milliseconds)).canonicalText == """
        layout 1
        format "auto"
        header "auto"
        preamble_lines "0"
        records ""
        into "timeseries_data"
        shape "any"
        data_type "simple"
        column "timestamp"
        column.type "timestamp"
        column.from "|\\"t\\""
        column "value"
        column.type "decimal"
        column.from "|\\"p\\""
        time.column "timestamp"
        time.unit "ms"
        time.from "-2208988800000000"
        null_rows "skip"
        source "btc_1h"
        interval.months "0"
        interval.us "3600000000"

        """)
  }

  @Test func anEncodingThatIsToldDecidesRows() throws {
    let plain = try effective(yaml).canonicalText
    #expect(!plain.contains("encoding"))
    #expect(try effective(yaml + "\nencoding: auto").canonicalText == plain)
    let told = try effective(yaml + "\nencoding: latin1")
    #expect(told.canonicalText == plain + "encoding \"latin1\"\n")
    #expect(told.readOptions().encoding == .latin1)
    let over = try effective(yaml + "\nencoding: latin1", LayoutOptions(encoding: .utf8))
    #expect(over.canonicalText == plain + "encoding \"utf-8\"\n")
  }

  @Test(arguments: [
    "name: other\ndescription: Renamed.\npass_over: ['*.tmp']\ninto: public.timeseries_data",
    "name: x\nmissing: []\nnull_rows: skip\nformat: auto\ndata_type: simple",
    "name: x\nrecords: {form: elements}\nduplicate_keys: last\nnon_finite: text",
    "name: x\nchecks: [{required: value, severity: warning}, unique: timestamp]",
    "name: x\nchecks: [interval: {every: 1m}]\ntime: {unit: auto}\nnumbers: {decimal: '.'}",
  ])
  func whatChangesNoRowsChangesNoIdentity(more: String) throws {
    let bare = "columns: {timestamp: t, value: p}\nsource: btc\n"
    #expect(
      try effective(bare + more).canonicalText == effective(bare + "name: x").canonicalText)
  }

  @Test func aCheckThatSkipsIsNoCheckThatRejects() throws {
    let bare = "name: x\ncolumns: {timestamp: t, value: p}\nsource: btc\n"
    let texts = try ["", ", severity: skip", ", severity: warning"].map {
      try effective(bare + "checks: [{compare: 'value > 1'\($0)}]").canonicalText
    }
    #expect(Set(texts).count == 3)
  }

  @Test(arguments: [
    ("missing: [a, b]", "missing: [b, a, b]"),
    ("records: [b, a.*]", "records: {at: [a.*, b]}"),
    ("filter: {a: [x, y], b: z}", "filter: {b: z, a: [y, x]}"),
    (
      "checks: [required: [value, timestamp], {compare: 'value > 1', code: a}]",
      "checks: [{compare: 'value > 1'}, required: [timestamp, value]]"
    ),
  ])
  func theOrderOfTokensAndFiltersIsNoMatter(one: String, other: String) throws {
    let bare = "name: x\ncolumns: {timestamp: t, value: p}\nsource: btc\n"
    #expect(
      try effective(bare + one).canonicalText == effective(bare + other).canonicalText)
  }

  @Test(arguments: [
    "source: eth", "format: csv", "dialect: {delimiter: ;}", "dialect: {quote: \"'\"}",
    "dialect: {header: none}", "dialect: {preamble_lines: 1}", "records: data", "into: things",
    "records: data.*", "records: {form: members}",
    "records: {form: columns}", "records: {at: data, form: joined}", "records: {form: whole}",
    "duplicate_keys: first", "duplicate_keys: reject", "non_finite: 'null'",
    "non_finite: reject", "format: capture",
    "data_type: ohlcv", "time: {unit: s}", "time: {zone: Europe/Berlin}",
    "time: {snap: {to: 1h, within: 1s}}", "time: {snap: {to: 1h, within: 2s}}",
    "time: {from: 2009-01-03}", "time: {until: 2030-01-01}", "missing: ['.']", "missing: ['. ']",
    "null_rows: keep", "filter: {e: trade}", "filter: {e: trade2}", "filter: {f: trade}",
    "source: {from: s}", "source: {at: 2}", "interval: 1h", "interval: 1mo",
    "columns: {timestamp: t, value: q}", "columns: {timestamp: t, value: [p, q]}",
    "columns: {timestamp: t, value: 2}", "columns: {timestamp: t, value: {from: p, at: 2}}",
    "columns: {timestamp: t, value: {from: p, default: 0}}",
    "columns: {timestamp: t, value: {from: p, required: true}}",
    "columns: {timestamp: t, value: {from: p, type: text}}",
    "columns: {timestamp: t, value: {constant: p}}", "columns: {timestamp: t, volume: p}",
    "shapes: [{fields: 2, columns: {timestamp: t, value: p}}]", "time: {order: day-first}",
    "time: {unit: per-value}", "time: {unit: [iso, ms]}", "numbers: {decimal: ','}",
    "numbers: {grouping: ','}", "columns: {timestamp: t, value: {from: p, percent: true}}",
    "columns: {timestamp: t, value: {from: p, shift: -2}}",
    "columns: {timestamp: t, value: {from: p, map: {a: '1'}}}",
    "columns: {timestamp: t, value: {from: p, map: {a: '1'}, otherwise: '2'}}",
    "columns: {timestamp: t, value: {from: p, pair: base}}",
    "columns: {timestamp: t, value: {from: p, pair: quote}}",
    "columns: {timestamp: t, value: {from: p, split: {by: x, take: 1}}}",
    "columns: {timestamp: t, value: {from: p, case: upper}}",
    "columns: {timestamp: t, value: {template: '{p}'}}",
    "columns: {timestamp: t, value: {template: '{p}0'}}",
    #"columns: {timestamp: t, value: {template: '{p|"0"}'}}"#,
    "columns: {timestamp: t, value: p, n: {ordinal: 1}}",
    "columns: {timestamp: t, value: p, n: {ordinal: 1, among: [value]}}",
    "columns: {timestamp: t, value: {from: p, type: boolean, true: x}}",
    "checks: [required: value]", "checks: [range: {column: value, min: 1}]",
    "checks: [range: {column: value, min: 1, exclusive: true}]",
    "checks: [range: {column: value, max: 1}]", "checks: [pattern: {column: value, matches: a}]",
    "checks: [one_of: {column: value, values: [1]}]", "checks: [compare: 'value > 1']",
    "checks: [compare: 'value < 1']", "checks: [monotonic: {column: timestamp}]",
    "checks: [monotonic: {column: timestamp, strict: true}]",
    "columns: {timestamp: t, value: {from: p, type: boolean, false: x}}",
  ])
  func whatChangesRowsChangesTheIdentity(line: String) throws {
    let key = String(line.prefix { $0 != ":" })
    var lines = [
      "name": "name: x", "columns": "columns: {timestamp: t, value: p}", "source": "source: btc",
    ]
    let before = try effective(lines.values.joined(separator: "\n")).canonicalText
    lines[key == "shapes" ? "columns" : key] = line
    let after = try effective(lines.values.joined(separator: "\n")).canonicalText
    #expect(before != after)
  }
}
