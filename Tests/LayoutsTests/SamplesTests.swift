import FlatFiles
import Layouts
import Testing

@Suite struct SamplesTests {
  @Test func theLegacyFilesBecomeRowsButForTheirNullRows() throws {
    let day: Int64 = 86_400_000_000
    let expected: [String: (rows: Int, nulls: Int, interval: Int64)] = [
      "btc_price": (212, 0, day), "rsi_btc": (198, 14, day), "btc_sopr": (212, 0, day),
      "dxy_price": (152, 60, day), "funding_rate_btc": (270, 0, day / 3),
      "btc_price_1min": (4_320, 0, 60_000_000),
    ]
    for (name, wanted) in expected {
      let (outcome, mapper) = try Samples.read("history/\(name).json", as: "legacy-history")
      let skipped = wanted.nulls == 0 ? [:] : [SkipReason.nullRow: wanted.nulls]
      #expect(outcome == FileOutcome(rows: wanted.rows, skipped: skipped), "\(name)")
      #expect(mapper.extents.map(\.source) == [name])
      #expect(mapper.extents.map(\.medianInterval) == [wanted.interval])
    }
  }

  @Test(arguments: [
    ("BTCUSDT-1h-2024-12.csv", "ms", "btcusdt_1h", 744, 1_733_011_200_000_000),
    ("BTCUSDT-1h-2025-01.csv", "us", "btcusdt_1h", 744, 1_735_689_600_000_000),
    ("ETHUSDT-1d-2023-01.csv", "ms", "ethusdt_1d", 31, 1_672_531_200_000_000),
  ])
  func klinesOfEachKindBecomeCandles(
    name: String, unit: String, source: String, count: Int, first: Int
  ) throws {
    let (outcome, mapper) = try Samples.read("binance/\(name)", as: "binance-klines")
    #expect(outcome == FileOutcome(rows: count))
    #expect(mapper.timeUnit == unit)
    #expect(mapper.dataType == .ohlcv)
    #expect(mapper.extents.map(\.source) == [source])
    #expect(mapper.extents.map(\.first) == [Int64(first)])
  }

  @Test func aFREDSeriesIsNamedByItsColumn() throws {
    let (outcome, mapper) = try Samples.read("fred/DGS10.csv", as: "fred")
    #expect(outcome == FileOutcome(rows: 144, skipped: [.nullRow: 8]))
    #expect(mapper.extents.map(\.source) == ["dgs10"])
    #expect(mapper.dataType == .macro)
  }

  @Test func aCaptureKeepsItsTradesAndNothingElse() throws {
    let (outcome, mapper) = try Samples.read(
      "captures/binance-trades-2024-12-31.ndjson.gz", as: "websocket-capture")
    #expect(outcome == FileOutcome(rows: 1_375, skipped: [.filtered: 127]))
    #expect(mapper.extents.map(\.source).sorted() == ["btcusdt", "ethusdt"])
  }

  @Test func badRowsAreRejectedEachAtItsLine() throws {
    let (outcome, _) = try Samples.read(
      "bad/klines-with-bad-rows.csv", as: "binance-klines", LayoutOptions(source: "bad"))
    #expect(
      outcome
        == FileOutcome(
          rows: 18,
          rejects: [
            "5 too-few-fields", "8 not-a-number", "11 not-a-time", "14 high-below-low",
            "17 unclosed-quote", "20 invalid-utf8",
          ]))
  }

  @Test func aTimeInAnotherUnitIsRejected() throws {
    let (outcome, _) = try Samples.read(
      "bad/mixed-time-units.csv", as: "binance-klines", LayoutOptions(source: "bad"))
    #expect(outcome == FileOutcome(rows: 2, rejects: ["3 mixed-time-units"]))
  }

  @Test func recordsInsideADocumentAreFoundByTheirPath() throws {
    let layout = try Layout(
      yaml: """
        name: tickers
        records: data
        columns: {timestamp: last_updated, value: current_price}
        source: {from: symbol}
        """, file: "l.yml")
    let (outcome, mapper) = try Samples.read(
      Samples.file("landing/tickers.json"), layout.effective(fileName: "tickers.json"))
    #expect(outcome == FileOutcome(rows: 3))
    #expect(mapper.extents.map(\.source) == ["btc", "eth", "doge"])
    #expect(mapper.extents.map(\.first).first == 1_618_401_641_221_000)
  }

  @Test func pythonsNaNIsMissingAndItsInfinityIsNoNumber() throws {
    let text = "[[1609459200000, NaN], [1609545600000, -Infinity], [1609632000000, 1]]"
    let outcome = try withTemporaryFile("x.json", text) { file in
      let layout = try Layout.builtIn(named: "legacy-history").effective(fileName: file.name)
      return try Samples.read(file, layout).outcome
    }
    #expect(
      outcome == FileOutcome(rows: 1, skipped: [.nullRow: 1], rejects: ["1 not-a-number"]))
  }

  @Test(arguments: [
    ("history/btc_price.json", ["legacy-history"]), ("history/dxy_price.json", ["legacy-history"]),
    ("history/funding_rate_btc.json", ["legacy-history"]),
    ("binance/BTCUSDT-1h-2025-01.csv", ["binance-klines"]),
    ("binance/ETHUSDT-1d-2023-01.csv", ["binance-klines"]), ("fred/DGS10.csv", ["fred"]),
    ("captures/binance-trades-2024-12-31.ndjson.gz", ["websocket-capture"]),
    ("bad/klines-with-bad-rows.csv", ["binance-klines"]), ("landing/orders.csv", []),
    ("landing/tickers.json", []), ("history/tradingview_update_log.json", []),
  ])
  func aSampleIsRecognised(path: String, layouts: [String]) throws {
    let recognition = try LayoutRecognition(clock: FileClock(captured: nil, now: testNow))
    #expect(try recognition.layouts(of: Samples.file(path)).map(\.layout) == layouts)
  }
}
