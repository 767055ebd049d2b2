import FlatFiles
import Layouts
import Testing

/// Tables of dumps, mapped by the names of their columns.
@Suite struct DumpMappingTests {
  private func layout(_ more: String = "") throws -> Layout {
    try Layout(
      yaml: """
        name: candles
        table: market.candles
        data_type: ohlcv
        columns:
          timestamp: open_time
          open: open
          high: high
          low: low
          close: close
          volume: volume
        source: {from: symbol}
        \(more)
        """, file: "l.yml")
  }

  @Test func theSampleBecomesCandlesOfTwoSources() throws {
    let file = Samples.file("dumps/market.sql")
    let (outcome, mapper) = try Samples.read(file, layout().effective(fileName: file.name))
    #expect(outcome == FileOutcome(rows: 94, skipped: [.nullRow: 2]))
    #expect(mapper.extents.map(\.source) == ["btc_usdt", "eth_usdt"])
    #expect(mapper.extents.map(\.first) == [1_706_659_200_000_000, 1_706_659_200_000_000])
    #expect(mapper.extents.map(\.last) == [1_706_828_400_000_000, 1_706_828_400_000_000])
    #expect(mapper.timeUnit == "iso")
  }

  @Test func theBareRowsAreReadByPosition() throws {
    let layout = try Layout(
      yaml: """
        name: books
        into: books
        columns:
          at: {at: 8, type: timestamp}
          symbol: 3
          bids: {at: 4, type: decimal}
          book: {at: 6, type: json, required: true}
        time: {column: at}
        """, file: "l.yml")
    let file = Samples.file("dumps/orderbooks.sql")
    let (outcome, _) = try Samples.read(file, layout.effective(fileName: file.name))
    #expect(outcome == FileOutcome(rows: 39, rejects: ["8 missing-value"]))
  }

  @Test func theTableIsAPartOfWhatALayoutIs() throws {
    let effective = try layout().effective(fileName: "a.sql")
    #expect(effective.canonicalText.contains("\ntable \"market.candles\"\n"))
    #expect(effective.readOptions().table == "market.candles")
    let other = try layout().effective(LayoutOptions(table: "c*"), fileName: "a.sql")
    #expect(other.canonicalText.contains("\ntable \"c*\"\n"))
    var untold = try layout()
    untold.dumpTable = nil
    #expect(try !untold.effective(fileName: "a.sql").canonicalText.contains("table"))
  }

  @Test func aTableThatIsNoNameIsAnError() throws {
    #expect {
      try Layout(yaml: "name: x\ntable: a.\ncolumns: {timestamp: 1}", file: "l.yml")
    } throws: {
      "\($0)"
        == "l.yml:2:8: `table`: expected a table's name like trades, public.trades or"
        + " public.trades_*, found `a.`"
    }
  }

  @Test func anUnknownColumnListsThoseOfTheTable() throws {
    let file = Samples.file("dumps/market.sql")
    var layout = try layout()
    layout.dumpTable = "venues"
    #expect {
      try Samples.read(file, layout.effective(fileName: file.name))
    } throws: { error in
      "\(error)".contains(
        "the header has no column `open_time` for `timestamp`; it has `id`, `name`")
    }
  }

  @Test func recognitionTriesTheTableThatIsAskedFor() throws {
    let file = Samples.file("dumps/market.sql")
    let clock = FileClock(captured: nil, now: testNow)
    #expect {
      try LayoutRecognition([try layout()], clock: clock).layouts(of: file)
    } throws: { "\($0)".contains("several tables of this dump have rows") }
    let recognition = try LayoutRecognition([try layout()], clock: clock, table: "candles")
    #expect(try recognition.layouts(of: file).map(\.layout) == ["candles"])
  }
}
