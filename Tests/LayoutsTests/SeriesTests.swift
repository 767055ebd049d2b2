import FlatFiles
import Layouts
import Testing

/// Records that hold several series side by side.
@Suite struct SeriesTests {
  private let metrics = """
    name: metrics
    format: csv
    columns: {timestamp: t}
    series:
      oi: {value: open}
      share: {value: {from: share, percent: true}, volume: n}
    time: {unit: s}
    source: {from: symbol}
    """
  private let wide = """
    name: wide
    format: csv
    columns: {timestamp: {from: [date, DATE]}, value: {each: true}}
    missing: ['.']
    source: {header_of: value}
    """

  /// What a file becomes, with the place of each reject.
  private func read(
    _ yaml: String, _ text: String, _ options: LayoutOptions = LayoutOptions(), json: Bool = false
  ) throws -> (rows: [String], outcome: FileOutcome, records: [Int]) {
    try withTemporaryFile(json ? "file.json" : "file.csv", text) { file in
      let layout = try Layout(yaml: yaml, file: "l.yml").effective(options, fileName: file.name)
      let opened = try layout.open(file, clock: FileClock(captured: nil, now: testNow)) {
        // So that items straddle the edges of batches.
        $0.limits.batchRecords = 2
      }
      let batch = RecordBatch()
      let rows = RowBatch(columns: opened.mapper.columns)
      var (texts, records) = ([String](), [Int]())
      var outcome = FileOutcome()
      while try opened.reader.read(into: batch) {
        opened.mapper.map(batch, into: rows)
        texts += (0..<rows.rowCount).map { rows.text(ofRow: $0, batch) }
        records += batch.records.map(\.position.record)
        outcome.rows += rows.rowCount
        outcome.skipped.merge(rows.skipped, uniquingKeysWith: +)
        outcome.rejects += (batch.rejects + rows.rejects).map {
          "\($0.position.record) \($0.position.line) \($0.column ?? "-") \($0.code.rawValue)"
        }
      }
      return (texts, outcome, records)
    }
  }

  @Test func aRecordBecomesARowOfEachSeries() throws {
    let text = "t,symbol,open,share,n\n1,BTC,5.50,12%,7\n2,BTC,,13,8\n3,ETH,7,,\n"
    let (rows, outcome, records) = try read(metrics, text)
    #expect(
      rows == [
        "btc_oi|1000000|5.50|-", "btc_share|1000000|0.12|7", "btc_share|2000000|0.13|8",
        "eth_oi|3000000|7|-",
      ])
    #expect(outcome.skipped == [.nullRow: 2])
    #expect(records == [1, 2, 3, 4, 5, 6])
  }

  @Test func eachSeriesIsRejectedOnItsOwn() throws {
    let text = "t,symbol,open,share,n\n1,BTC,x,12%,7\n2,BTC\n3,,1,2,3\nx,BTC,1,2,3\n"
    let (rows, outcome, _) = try read(metrics, text)
    #expect(rows == ["btc_share|1000000|0.12|7"])
    #expect(
      outcome.rejects.sorted() == [
        "1 2 value not-a-number", "3 3 - too-few-fields", "5 4 source_id missing-value",
        "6 4 source_id missing-value", "7 5 timestamp not-a-time", "8 5 timestamp not-a-time",
      ])
  }

  @Test func aSourceThatIsToldIsWhatTheNamesBeginWith() throws {
    let text = "t,symbol,open,share,n\n1,BTC,5,12,7\n"
    #expect(
      try read(metrics, text, LayoutOptions(source: "mine")).rows
        == ["mine_oi|1000000|5|-", "mine_share|1000000|0.12|7"])
  }

  @Test func theHeaderNamesSeriesSideBySide() throws {
    let text = "DATE,DGS2,DGS10\n2024-01-02,4.33,3.95\n2024-01-03,.,3.91\n2024-01-04,4.38,\n"
    let (rows, outcome, records) = try read(wide, text)
    #expect(
      rows == [
        "dgs2|1704153600000000|4.33", "dgs10|1704153600000000|3.95",
        "dgs10|1704240000000000|3.91", "dgs2|1704326400000000|4.38",
      ])
    #expect(outcome.skipped == [.nullRow: 2])
    #expect(records == Array(1...6))
  }

  @Test func theOnlySeriesOfAFileTakesTheNameThatIsTold() throws {
    let options = LayoutOptions(source: "yield")
    #expect(
      try read(wide, "date,DGS2\n2024-01-02,4.33\n", options).rows
        == ["yield|1704153600000000|4.33"])
    #expect(
      try read(wide, "date,DGS2,DGS10\n2024-01-02,1,2\n", options).rows
        == ["yield_dgs2|1704153600000000|1", "yield_dgs10|1704153600000000|2"])
  }

  @Test func seriesAreTakenOutOfJSONToo() throws {
    let text = """
      [{"t": 1, "symbol": "BTC", "open": "5", "share": 12, "n": 7}, {"t": 2, "symbol": "BTC"}]
      """
    let yaml = metrics.replacing("format: csv", with: "format: json")
    let (rows, outcome, _) = try read(yaml, text, json: true)
    #expect(rows == ["btc_oi|1000000|5|-", "btc_share|1000000|0.12|7"])
    #expect(outcome.skipped == [.nullRow: 2])
  }

  @Test func aSourceIsNamedBySeveralFields() throws {
    let yaml = """
      name: x
      columns: {timestamp: t, value: v}
      time: {unit: s}
      source: {template: '{exchange}_{symbol}'}
      """
    let text = "exchange,symbol,t,v\nderibit,BTC-PERPETUAL,1,2\nderibit,,1,2\n"
    let (rows, outcome, _) = try read(yaml, text)
    #expect(rows == ["deribit_btc_perpetual|1000000|2"])
    #expect(outcome.rejects == ["2 3 source_id missing-value"])
  }

  @Test func headersThatNameNoSeriesAreRefused() throws {
    func message(_ text: String) -> String? {
      #expect(throws: LayoutMismatch.self) { try read(wide, text) }?.description
    }
    let start = "file.csv does not fit the layout wide: "
    #expect(
      message("date\n2024-01-02\n")
        == start + "every column of the header is read by something else, so none is left for "
        + "`value`; it has `date`")
    #expect(
      message("date,A b,a-b\n2024-01-02,1,2\n")
        == start
        + "the columns `A b` and `a-b` would both be the series `a_b`; give each a name of "
        + "its own with `series`")
    #expect(
      message("2024-01-02,1,2\n")
        == start + "`value` is every column that nothing else reads, each by its name, but the "
        + "file has no header; tell the columns with `series`")
  }

  @Test(arguments: [
    (
      "columns: {timestamp: t}\nseries: {Oi: {value: v}}",
      "l.yml:3:14: `series.Oi`: expected lower-case letters, digits and _ only, found `Oi`"
    ),
    (
      "columns: {timestamp: t}\nseries: {}",
      "l.yml:3:9: `series`: expected at least one series, "
        + "found a mapping"
    ),
    (
      "shapes: [{fields: 1, columns: {timestamp: 1}}]\nseries: {a: {value: 2}}",
      "l.yml:3:9: `series`: `shapes` and `series` exclude each other"
    ),
    (
      "columns: {timestamp: t, value: {each: true}}\nseries: {a: {value: 2}}",
      "l.yml:3:9: `series`: `value.each` and `series` exclude each other"
    ),
    (
      "columns: {timestamp: t, value: {each: true}, volume: {each: true}}",
      "l.yml:2:10: `columns`: `value.each` and `volume.each` exclude each other"
    ),
    (
      "columns: {value: v}\nseries: {a: {timestamp: t}, b: {value: v}}",
      "l.yml:2:10: `columns`: there is no column `timestamp` in this layout; it has value"
    ),
    (
      "columns: {timestamp: t, value: {each: true, from: v}}",
      "l.yml:2:51: `columns.value.from`: `each` and `from` exclude each other"
    ),
    (
      "columns: {timestamp: t}\nsource: {template: '{a}', from: b}",
      "l.yml:3:33: `source.from`: `template` and `from` exclude each other"
    ),
  ])
  func whatMakesNoSenseIsSaidWithItsPlace(yaml: String, message: String) {
    let error = #expect(throws: LayoutError.self) {
      try Layout(yaml: "name: x\n" + yaml, file: "l.yml")
    }
    #expect(error?.description == message)
  }

  @Test func seriesArePartOfWhatALayoutIs() throws {
    func text(_ yaml: String) throws -> String {
      try Layout(yaml: "name: x\nsource: s\n" + yaml, file: "l.yml")
        .effective(fileName: "a.csv").canonicalText
    }
    let texts = try [
      "columns: {timestamp: t}\nseries: {a: {value: v}, b: {value: w}}",
      "columns: {timestamp: t}\nseries: {b: {value: w}, a: {value: v}}",
      "columns: {timestamp: t}\nseries: {a: {value: v}}",
      "columns: {timestamp: t, value: {each: true}}", "columns: {timestamp: t, value: v}",
    ].map(text)
    #expect(texts[0] == texts[1])
    #expect(Set(texts).count == 4)
  }
}
