import FlatFiles
import Layouts
import Testing

/// What is known to go wrong with the files of public sources, one test each.
@Suite struct FormatTrapsTests {
  private struct Outcome: Equatable {
    var rows: [String] = []
    var skipped: [SkipReason: Int] = [:]
    /// `line code`.
    var rejects: [String] = []
  }

  /// What a file of this name and content becomes through a built-in layout.
  private func read(
    _ layout: String, _ name: String, _ text: String, captured: Int64? = nil,
    interval: String? = nil
  ) throws -> Outcome {
    try withTemporaryFile(name, text) { file in
      let effective = try Layout.builtIn(named: layout).effective(
        LayoutOptions(interval: interval), fileName: file.name)
      let opened = try effective.open(file, clock: FileClock(captured: captured, now: testNow))
      let batch = RecordBatch()
      let rows = RowBatch(columns: opened.mapper.columns)
      var outcome = Outcome()
      while try opened.reader.read(into: batch) {
        opened.mapper.map(batch, into: rows)
        outcome.rows += (0..<rows.rowCount).map { rows.text(ofRow: $0, batch) }
        outcome.skipped.merge(rows.skipped, uniquingKeysWith: +)
        outcome.rejects += (batch.rejects + rows.rejects).map {
          "\($0.position.line) \($0.code.rawValue)"
        }
      }
      return outcome
    }
  }

  private func layouts(_ name: String, _ text: String) throws -> [LayoutFit] {
    try withTemporaryFile(name, text) { file in
      try LayoutRecognition(clock: FileClock(captured: nil, now: testNow)).layouts(of: file)
    }
  }

  // MARK: - Binance

  @Test func theLastCandleOfARESTAnswerIsUnfinished() throws {
    let text = """
      [[1609459200000,"1","2","0.5","1.5","9",1609462799999,"1",1,"1","1","0"],
      [1609462800000,"1.5","2","1","1.6","3",1609466399999,"1",1,"1","1","0"]]
      """
    #expect(
      try read("binance-klines", "BTCUSDT-1h-x.json", text, captured: 1_609_464_000_000_000)
        == Outcome(
          rows: ["btcusdt_1h|1609459200000000|1|2|0.5|1.5|9"], skipped: [.unfinished: 1]))
  }

  @Test func aMonthOfCandlesIsCalledMoAndNotM() throws {
    let line = "1704067200000,1,2,0.5,1.5,9,1706745599999,1,1,1,1,0\n"
    #expect(
      try read("binance-klines", "BTCUSDT-1mo-2024-01.csv", line).rows
        == ["btcusdt_1mo|1704067200000000|1|2|0.5|1.5|9"])
  }

  @Test func deliveryContractsPaidInTetherAreNoCoinFutures() throws {
    let line = "1704067200000,1,2,0.5,1.5,9,1704070799999,7,1,1,1,0\n"
    #expect(
      try layouts("BTCUSDT_240329-1h-2024-01.csv", line).map(\.layout) == ["binance-klines"])
    #expect(
      try layouts("BTCUSD_240329-1h-2024-01.csv", line).map(\.layout) == ["binance-coin-klines"])
  }

  @Test func fundingStampsThatJitterAreOfTheirHour() throws {
    let text = """
      calc_time,funding_interval_hours,last_funding_rate
      1751328000007,8,0.00008191
      1751342400000,4,-0.00001
      """
    #expect(
      try read("binance-funding", "XUSDT-fundingRate-2025-07.csv", text).rows == [
        "xusdt_funding_rate|1751328000000000|0.00008191",
        "xusdt_funding_rate|1751342400000000|-0.00001",
      ])
  }

  // MARK: - Bitstamp

  @Test func aMinuteWithoutATimeIsRejectedAndOneOfNaNIsSkipped() throws {
    let text = """
      Timestamp,Open,High,Low,Close,Volume
      1325412060.0,4.58,4.58,4.58,4.58,0.0
      ,4.58,4.58,4.58,4.58,0.0
      1325412120.0,NaN,NaN,NaN,NaN,NaN
      1325412180.0,NaN,4.6,4.5,4.58,1
      """
    #expect(
      try read("bitstamp-1min", "btcusd_1-min_data.csv", text)
        == Outcome(
          rows: ["btcusd_1m|1325412060000000|4.58|4.58|4.58|4.58|0.0|-"],
          skipped: [.nullRow: 1], rejects: ["3 missing-value", "5 incomplete-candle"]))
  }

  @Test func candlesThatAreNoMinutesAreNotTakenForThem() throws {
    func text(_ interval: Int) -> String {
      "Timestamp,Open,High,Low,Close,Volume\n"
        + (0..<5).map { "\(1_325_412_000 + $0 * interval),2,3,1,2,4\n" }.joined()
    }
    #expect(try layouts("a.csv", text(60)).map(\.layout) == ["bitstamp-1min"])
    #expect(try layouts("a.csv", text(3_600)).map(\.layout) == [])
  }

  // MARK: - CryptoDataDownload

  @Test func twelveAMIsMidnight() throws {
    let text = """
      https://www.CryptoDataDownload.com
      Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USD
      2017-07-01 12-PM,BTCUSD,2,3,1,2,4,8
      2017-07-01 01-AM,BTCUSD,2,3,1,2,4,8
      2017-07-01 12-AM,BTCUSD,2,3,1,2,4,8
      """
    let hours = [12, 1, 0].map { 1_498_867_200_000_000 + $0 * 3_600_000_000 }
    #expect(
      try read("cryptodatadownload", "Coinbase_BTCUSD_1h.csv", text).rows
        == hours.map { "coinbase_btcusd_1h|\($0)|2|3|1|2|4" })
  }

  @Test(arguments: [
    ("Volume BTC,Volume USDT", "4"), ("Volume USDT,Volume BTC", "8"),
    ("Volume ETH,Volume BTC", "4"), ("Volume USDC,Volume USDT", "4"),
    ("Volume EUR,Volume LTC", "8"),
  ])
  func theVolumeIsTheCoinsWhereverItStands(columns: String, volume: String) throws {
    let text = "unix,date,symbol,open,high,low,close,\(columns)\n1646092800,x,X,2,3,1,2,4,8\n"
    #expect(
      try read("cryptodatadownload", "Binance_X_1h.csv", text).rows
        == ["binance_x_1h|1646092800000000|2|3|1|2|\(volume)"])
  }

  @Test func secondsAndMillisecondsOfOneFileAreEachReadAsWhatTheyAre() throws {
    let text = """
      unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT,tradecount
      1646092800,2022-03-01 00:00:00,BTC/USDT,2,3,1,2,4,8,1
      1609459140000,2020-12-31 23:59,BTC/USDT,2,3,1,3e-05,4,8,1
      1609459140000,2020-12-31 23:59,BTC/USDT,2,3,0,3e-05,4,8,1
      """
    #expect(
      try read("cryptodatadownload", "Binance_BTCUSDT_minute.csv", text).rows == [
        "binance_btcusdt_minute|1646092800000000|2|3|1|2|4",
        "binance_btcusdt_minute|1609459140000000|2|3|1|3e-05|4",
        "binance_btcusdt_minute|1609459140000000|2|3|0|3e-05|4",
      ])
  }

  // MARK: - Yahoo Finance

  @Test func theClocksOfAnExchangeChangeWithinAFile() throws {
    let text = """
      Datetime,Open,High,Low,Close,Adj Close,Volume
      2021-10-29 08:00:00+01:00,2,3,1,2,1.9,4
      2021-11-01 08:00:00+00:00,2,3,1,2,1.9,4
      2021-11-02 16:35:11+00:00,2,3,1,2,1.9,0
      """
    #expect(
      try read("yahoo-finance", "VOD.L.csv", text).rows == [
        "vod_l|1635490800000000|2|3|1|2|4|1.9", "vod_l|1635753600000000|2|3|1|2|4|1.9",
        "vod_l|1635870911000000|2|3|1|2|0|1.9",
      ])
  }

  /// Files of days, weeks and months look alike, so that the layout cannot know how long one lasts.
  @Test func theRunningDayIsLeftOutWhereAnIntervalIsTold() throws {
    let text = """
      Date,Open,High,Low,Close,Adj Close,Volume
      2021-11-01,2,3,1,2,1.9,4
      2021-11-02,2,3,1,2,1.9,0
      """
    let whole = "msft|1635724800000000|2|3|1|2|4|1.9"
    let captured: Int64 = 1_635_870_911_000_000
    let told = try read(
      "yahoo-finance", "MSFT.csv", text, captured: captured, interval: "1d")
    #expect(told == Outcome(rows: [whole], skipped: [.unfinished: 1]))
    #expect(
      try read("yahoo-finance", "MSFT.csv", text, captured: captured).rows
        == [whole, "msft|1635811200000000|2|3|1|2|0|1.9"])
  }

  @Test func aGenericTableOfAnotherSpellingIsNotYahoos() throws {
    let rows = "2024-01-02,2,3,1,2,4\n2024-01-03,2,3,1,2,4\n"
    #expect(try layouts("a.csv", "date,open,high,low,close,volume\n" + rows).isEmpty)
    #expect(
      try layouts("a.csv", "Date,Open,High,Low,Close,Volume\n" + rows).map(\.layout)
        == ["yahoo-finance"])
  }

  // MARK: - FRED

  @Test func aTableWithADateIsNotYetFREDs() throws {
    #expect(try layouts("a.csv", "date,value\n2024-01-02,2\n2024-01-03,2\n").isEmpty)
    #expect(
      try layouts("a.csv", "observation_date,GDPC1\n2024-01-01,2\n2024-04-01,\n").map(\.layout)
        == ["fred"])
  }

  @Test func aPeriodOfFREDIsItsFirstDayInWhateverWayItIsWritten() throws {
    #expect(
      try read("fred", "GDPC1.csv", "DATE,GDPC1\r\n4/1/1947,2176.892\r\n7/1/1947,.\r\n")
        == Outcome(rows: ["gdpc1|-718070400000000|2176.892"], skipped: [.nullRow: 1]))
  }

  // MARK: - Trades

  @Test func tradesAndAggregatedTradesOfSevenColumnsAreToldApart() throws {
    let spot = "3571,60700.01,0.5,30350.005,1739059200000123,True,True\n"
    let aggregated = "3571,60700.01,0.5,7142,7143,1739059200000,true\n"
    #expect(
      try layouts("BTCUSDT-trades-2025-02.csv", spot).map(\.layout) == ["binance-trades"])
    #expect(
      try layouts("BTCUSDT-aggTrades-2025-02.csv", aggregated).map(\.layout)
        == ["binance-agg-trades"])
    // What the name says and the records are not is neither.
    #expect(try layouts("BTCUSDT-trades-2025-02.csv", aggregated).isEmpty)
    #expect(try layouts("BTCUSDT-aggTrades-2025-02.csv", spot).isEmpty)
  }

  @Test func liquidationsAreNotTakenForTrades() throws {
    let text = """
      exchange,symbol,timestamp,local_timestamp,id,side,price,amount
      deribit,BTC-PERPETUAL,1704067200123456,1704067200126273,,buy,42280.5,10
      """
    let name = "2024-01-01_BTC-PERPETUAL.csv"
    #expect(try layouts("deribit_trades_\(name)", text).map(\.layout) == ["tardis-trades"])
    #expect(
      try layouts("deribit_liquidations_\(name)", text).map(\.layout) == ["tardis-liquidations"])
    #expect(try layouts("deribit_\(name)", text).isEmpty)
  }

  @Test func aThinBookHasNothingWhereALevelIsMissing() throws {
    let levels = (0..<5).map {
      "asks[\($0)].price,asks[\($0)].amount,bids[\($0)].price,bids[\($0)].amount"
    }
    let header = "exchange,symbol,timestamp,local_timestamp," + levels.joined(separator: ",")
    let record =
      "deribit,BTC-7JAN24,1704067200123456,1704067200126273,42281.0,10,42280.5,20,,,42279,5"
    let text = "\(header)\n\(record)\(String(repeating: ",", count: 12))\n"
    let name = "deribit_book_snapshot_5_2024-01-01_BTC-7JAN24.csv"
    let none = "[null, null]"
    #expect(
      try read("tardis-book-snapshot", name, text).rows == [
        "deribit|deribit/BTC-7JAN24|BTC-7JAN24|"
          + #"{"asks": [[42281.0, 10], \#(none), \#(none), \#(none), \#(none)], "#
          + #""bids": [[42280.5, 20], [42279, 5], \#(none), \#(none), \#(none)]}"#
          + "|1704067200123456|1704067200126273"
      ])
    // The books of other depths have no layout yet.
    let other = text.replacing(",bids[4].price,bids[4].amount", with: "").replacing(
      ",,\n", with: "\n")
    #expect(try layouts(name, other).isEmpty)
  }

  @Test func aTimeAndTwoNumbersAreNotYetTradesOfKraken() throws {
    let text = "1381095255,123.61,0.1\n1381095256,123.61,0.1\n"
    #expect(try layouts("XBTUSD.csv", text).map(\.layout) == ["kraken-trades"])
    #expect(try layouts("weather.csv", text).isEmpty)
  }

  @Test func tradesOfOneSecondSurviveTogether() throws {
    let text = "1381095255,123.61,0.1\n1381095255,123.61,0.1\n1381095255,122,0.1\n"
    #expect(
      try read("kraken-trades", "XBTUSD.csv", text).rows.map { $0.split(separator: "|").last }
        == ["1", "2", "3"])
  }

  // MARK: - What APIs answer

  @Test func seriesOfDifferentLengthsAreJoinedByTheirTimes() throws {
    let text = """
      {"prices":[[1622733088498,1.5],[1622737203757,1.6]],
      "market_caps":[[1622737203757,0]],"total_volumes":[[1622733088498,7],[1622737203757,null]]}
      """
    #expect(
      try read("coingecko-market-chart", "bitcoin.json", text)
        == Outcome(
          rows: [
            "bitcoin_price|1622733088498000|1.5", "bitcoin_volume_24h|1622733088498000|7",
            "bitcoin_price|1622737203757000|1.6", "bitcoin_market_cap|1622737203757000|0",
          ], skipped: [.nullRow: 2]))
  }

  @Test func aVolumeOfTheLastDayIsASeriesAndNotTheVolumeOfAPrice() throws {
    let text = """
      {"prices":[[1622733600000,1.5],[1622737200000,1.6]],"market_caps":[],
      "total_volumes":[[1622733600000,700],[1622737200000,710]]}
      """
    let layout = try Layout.builtIn(named: "coingecko-market-chart")
    #expect(!layout.series.contains { $0.columns.contains { $0.name == "volume" } })
    let rows = try read("coingecko-market-chart", "bitcoin.json", text).rows
    #expect(
      rows == [
        "bitcoin_price|1622733600000000|1.5", "bitcoin_volume_24h|1622733600000000|700",
        "bitcoin_price|1622737200000000|1.6", "bitcoin_volume_24h|1622737200000000|710",
      ])
  }

  @Test(arguments: ["Data", "Data.Data"])
  func rowsOfZerosBeforeAListingAreLeftOut(path: String) throws {
    let rows = """
      [{"time":1628899200,"high":0,"low":0,"open":0,"volumefrom":0,"volumeto":0,"close":0},\
      {"time":1628902800,"high":0.004031,"low":0.003,"open":0.0035,"volumefrom":0,"close":0.004043}]
      """
    let text = path == "Data" ? #"{"Data":\#(rows)}"# : #"{"Data":{"TimeFrom":1,"Data":\#(rows)}}"#
    // A close above the high is real in aggregated data, and kept.
    #expect(
      try read("cryptocompare-histo", "SOL.json", text)
        == Outcome(
          rows: ["sol|1628902800000000|0.0035|0.004031|0.003|0.004043|0"],
          skipped: [.filtered: 1]))
  }

  @Test func anAnswerThatIsAnErrorIsNoLayouts() throws {
    let text = #"{"Response":"Error","Message":"rate limit","Data":{}}"#
    let error = #expect(throws: FileError.self) {
      try read("cryptocompare-histo", "SOL.json", text)
    }
    #expect(error.map { "\($0)".contains("rate limit") } == true)
  }

  @Test func whatKrakenHasNotYetCommittedIsUnfinished() throws {
    let text = """
      {"error":[],"result":{"XXBTZUSD":[[1714521600,"2","3","1","2","2.1","9",4],\
      [1714525200,"2","3","1","2","2.1","5",1]],"last":1714521600}}
      """
    #expect(
      try read("kraken-ohlc", "OHLC_XBTUSD_60.json", text, captured: 1_714_526_000_000_000)
        == Outcome(rows: ["xxbtzusd|1714521600000000|2|3|1|2|9"], skipped: [.unfinished: 1]))
    // Where the name does not tell how long a candle lasts, somebody has to.
    let told = try read(
      "kraken-ohlc", "XBTUSD.json", text, captured: 1_714_526_000_000_000, interval: "60m")
    #expect(told.skipped == [.unfinished: 1])
    let untold = try read("kraken-ohlc", "XBTUSD.json", text, captured: 1_714_526_000_000_000)
    #expect(untold.skipped == [:])
  }

  @Test func candlesOfFiveElementsAreNotThoseOfSix() throws {
    let five = "[[1714521600000,2,3,1,2],[1714536000000,2,3,1,2]]"
    #expect(try layouts("ethereum_ohlc.json", five).map(\.layout) == ["coingecko-ohlc"])
    #expect(
      try layouts("dvol.json", #"{"result":{"data":\#(five),"continuation":null}}"#).map(\.layout)
        == ["deribit-volatility-index"])
  }

  @Test func aFundingRateOfDeribitKeepsItsSmallestDigits() throws {
    let text =
      #"{"result":[{"timestamp":1714521600000,"interest_8h":1.2e-12,"interest_1h":-3E-13}]}"#
    #expect(
      try read("deribit-funding", "BTC.json", text).rows == [
        "btc_interest_8h|1714521600000000|1.2e-12", "btc_interest_1h|1714521600000000|-3E-13",
      ])
  }

  // MARK: - CCXT, Coinbase, Kraken

  @Test func aCandleWithoutAVolumeIsOneAndOneWithoutAPriceIsNone() throws {
    let text = "[[1714521600000,2,3,1,2,null],[1714521900000,2,3,null,2,1]]"
    #expect(
      try read("ccxt-ohlcv", "BTC_USDT-5m.json", text)
        == Outcome(
          rows: ["btc_usdt_5m|1714521600000000|2|3|1|2|-"], rejects: ["1 incomplete-candle"]))
  }

  @Test func candlesOfKrakenAreNeverCoinbasesOrBinances() throws {
    let text = (0..<9).map { "\(1_381_017_600 + $0 * 60),122.0,122.5,121.0,122.0,0.1,1\n" }.joined()
    #expect(try layouts("trades.csv", text).map(\.layout) == ["kraken-ohlcvt"])
  }

  @Test func theReasonsAreSaid() throws {
    let candles = "[[1609545600,5,8,6,7,1],[1609459200,4,9,6,5,1]]"
    #expect(
      try layouts("btc.json", candles) == [
        LayoutFit(
          layout: "coinbase-candles",
          reasons: [
            "its records have 6 fields", "2 of its first 2 records become rows",
            "opens and closes lie within low and high, which they would not as legacy-history",
          ])
      ])
    #expect(
      try layouts("a.csv", "observation_date,GDPC1\n2024-01-01,2\n").map(\.reason) == [
        "its header has `observation_date`; 1 of its first 1 records become rows"
      ])
  }

  @Test func timesAndNumbersAloneAreRecognisedByTheirNameOnly() throws {
    let series = "[[1609459200000,5],[1609545600000,6]]"
    #expect(try layouts("btc_sopr.json", series).map(\.layout) == ["legacy-history"])
    #expect(try layouts("Some Series.json", series).isEmpty)
  }
}
