import FlatFiles
import Layouts
import Testing

/// What each built-in layout makes of a record of its format.
@Suite struct BuiltInMappingTests {
  @Test func coinbaseHasLowBeforeHighBeforeOpen() throws {
    let mapper = try RowMapper(builtIn: "coinbase-candles", names: .paths, fileName: "BTC-USD.json")
    #expect(
      mapper.columns.map(\.name).dropFirst() == [
        "timestamp", "open", "high", "low", "close", "volume",
      ])
    #expect(
      mapper.mapped([[1_609_459_200, 4.5, 9, 6, 5, 12.5]])
        == Mapped(rows: ["btc_usd|1609459200000000|6|9|4.5|5|12.5"]))
  }

  @Test func ccxtTellsPairAndIntervalInTheFileName() throws {
    let mapper = try RowMapper(
      builtIn: "ccxt-ohlcv", names: .paths, fileName: "BTC_USDT-5m.json",
      captured: 1_609_459_500_000_000)
    #expect(
      mapper.mapped([[1_609_459_200_000, 6, 9, 4, 5, nil], [1_609_459_500_000, 6, 9, 4, 5, 1]])
        == Mapped(rows: ["btc_usdt_5m|1609459200000000|6|9|4|5|-"], skipped: [.unfinished: 1]))
  }

  @Test func klinesWithAHeaderAreReadByName() throws {
    let header = [
      "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count",
      "taker_buy_volume", "taker_buy_quote_volume", "ignore",
    ]
    let line: TestRecord = "1609459200000,6,9,4,5,1,1609459259999,1,1,1,1,0"
    let turned = TestRecord(
      stringLiteral: line.fields.reversed().map(\.text).joined(separator: ","))
    let row = ["btcusdt_1m|1609459200000000|6|9|4|5|1"]
    for (header, record) in [(header, line), (header.reversed(), turned)] {
      let mapper = try RowMapper(
        builtIn: "binance-klines", names: .header(header), fileName: "BTCUSDT-1m-2021-01.csv")
      #expect(mapper.mapped([record]) == Mapped(rows: row))
    }
  }

  @Test(arguments: ["observation_date", "DATE", "date"])
  func fredHasTwoNamesForItsDate(date: String) throws {
    let mapper = try RowMapper(
      builtIn: "fred", names: .header([date, "GDPC1"]), fileName: "fredgraph.csv")
    #expect(
      mapper.mapped(["1947-01-01,2182.681", "1947-04-01,.", "1947-07-01,"])
        == Mapped(rows: ["gdpc1|-725846400000000|2182.681"], skipped: [.nullRow: 2]))
  }
}
