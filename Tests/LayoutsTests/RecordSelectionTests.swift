import FlatFiles
import Layouts
import Testing

/// Where a layout says that records stand.
@Suite struct RecordSelectionTests {
  private func layout(_ records: String) throws -> Layout {
    try Layout(yaml: "name: x\ncolumns: {timestamp: t}\nrecords: \(records)", file: "l.yml")
  }

  @Test(arguments: [
    ("Data.Data", ["Data.Data"], RecordSelection.Form.elements),
    ("result.*", ["result.*"], .elements), ("[bids, 'asks[0]']", ["bids", "asks[0]"], .elements),
    ("'[\"a.b\"][\"*\"]'", ["[\"a.b\"][\"*\"]"], .elements), ("{form: joined}", [""], .joined),
    ("{at: result, form: columns}", ["result"], .columns),
    ("{at: [a, b], form: members}", ["a", "b"], .members), ("{at: a}", ["a"], .elements),
  ])
  func theyAreAPathSeveralOrAForm(
    _ yaml: String, _ paths: [String], _ form: RecordSelection.Form
  ) throws {
    let records = try layout(yaml).records
    #expect(records == RecordSelection(at: paths.compactMap { RecordPath($0) }, form: form))
    #expect(records.paths.map(\.description) == paths)
  }

  @Test(arguments: [
    ("a..b", "3:10: `records`: expected a path like Data.Data or result.*, found `a..b`"),
    ("[]", "3:10: `records`: expected a path like Data.Data or result.*"),
    ("{at: a, from: b}", "3:18: `records`: unknown key `from`; did you mean `form`?"),
    ("[a, a.b]", "3:10: `records`: `a` and `a.b` exclude each other"),
    ("{form: rows}", "3:17: `records.form`"),
  ])
  func whatIsNoneIsRefusedInItsPlace(_ yaml: String, _ words: String) throws {
    let error = #expect(throws: LayoutError.self) { try layout(yaml) }
    #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("l.yml:\(words)"), "\(error as Any)")
  }

  // MARK: - To rows

  private func rows(_ text: String, _ yaml: String) throws -> [String] {
    let layout = try Layout(yaml: "name: x\n" + yaml, file: "l.yml")
    return try withTemporaryFile("x.json", text) { file in
      let opened = try layout.effective(fileName: file.name).open(
        file, clock: FileClock(captured: nil, now: testNow))
      let batch = RecordBatch()
      let rows = RowBatch(columns: opened.mapper.columns)
      var texts: [String] = []
      while try opened.reader.read(into: batch) {
        opened.mapper.map(batch, into: rows)
        #expect(batch.rejects.isEmpty)
        #expect(rows.rejects.isEmpty, "\(rows.rejects)")
        texts += (0..<rows.rowCount).map { rows.text(ofRow: $0, batch) }
      }
      return texts
    }
  }

  @Test func joinedSeriesBecomeRowsOfTheirKey() throws {
    let text = #"{"prices":[[1622733088498,1.5],[1622736688498,2]],"volumes":[[1622736688498,30]]}"#
    #expect(
      try rows(
        text,
        """
        records: {form: joined}
        source: coin
        columns: {timestamp: $key, value: prices, volume: volumes}
        """) == ["coin|1622733088498000|1.5|-", "coin|1622736688498000|2|30"])
  }

  @Test func aMapsKeyMayBeTheSource() throws {
    #expect(
      try rows(
        #"{"at":1704067200,"d":{"BTC":{"USD":1.50},"ETH":{"USD":2}}}"#,
        """
        records: {at: d, form: members}
        source: {from: $key}
        columns: {timestamp: ^.at, value: USD}
        """) == ["btc|1704067200000000|1.50", "eth|1704067200000000|2"])
  }

  @Test func aResponseBecomesARowAndItsElementsRowsWithTheirPlaces() throws {
    let text = #"{"symbol":"BTC","E":1704067200123,"bids":[["4.0","431"],["3.9","9"]]}"#
    let time = "time: {column: at, unit: ms}\ninto: api\n"
    #expect(
      try rows(
        text,
        time + """
          records: {form: whole}
          columns:
            at: {from: E, type: timestamp}
            name: symbol
            best: {from: 'bids[0][0]', type: decimal}
            payload: {from: bids, type: json}
          """) == [#"1704067200123000|BTC|4.0|[["4.0","431"],["3.9","9"]]"#])
    #expect(
      try rows(
        text,
        time + """
          records: bids
          columns:
            at: {from: ^.E, type: timestamp}
            name: ^.symbol
            item_index: {from: $index, type: integer}
            price: {at: 1, type: decimal}
          """) == ["1704067200123000|BTC|0|4.0", "1704067200123000|BTC|1|3.9"])
  }
}
