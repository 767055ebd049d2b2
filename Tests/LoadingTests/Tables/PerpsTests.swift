import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

@Suite(.database) struct PerpsTests {
  private func load(_ path: String, as layout: String) throws -> LoadReport {
    try Workshop().backfill([path], layout: Layout.builtIn(named: layout)).loads[0]
  }

  @Test func rowsFindTheirMarketByExchangeAndSymbol() throws {
    let samples = ExportedTable.samples
    #expect(try load("\(samples)/perps/exchanges.csv", as: "perps-exchanges").words == "")
    let report = try load("\(samples)/perps/trades.csv", as: "perps-trades")
    #expect(
      report.notes == [
        "made the markets BTCUSDT, 1000PEPEUSDT, ETHUSDT, BTC, SOL-USDT-SWAP"
      ])
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        """
        SELECT e.name, m.symbol, m.id, count(*), count(DISTINCT trade_id), max(n)
        FROM trades AS t JOIN markets AS m ON m.id = t.market_id
          JOIN exchanges AS e ON e.id = m.exchange_id
        WHERE t.exchange_id = m.exchange_id AND t.symbol = m.symbol
        GROUP BY 1, 2, 3 ORDER BY 3
        """)
        == [
          "binance|BTCUSDT|1|8|8|1", "binance|1000PEPEUSDT|2|8|8|1", "bybit|ETHUSDT|3|8|8|1",
          "hyperliquid|BTC|4|9|1|2", "okx|SOL-USDT-SWAP|5|8|8|1",
        ])
    // The markets' own export finds those that are there, and fills them in.
    #expect(
      try load("\(samples)/perps/markets.csv", as: "perps-markets").summary
        == "loaded: 5 read, 5 updated")
    #expect(
      try rows(connection, "SELECT id, base_currency FROM markets ORDER BY 1")
        == ["1|BTC", "2|1000PEPE", "3|ETH", "4|BTC", "5|SOL"])
  }

  @Test func partitionsAreDaysAndThoseOfKlinesMonths() throws {
    let samples = ExportedTable.samples
    for (file, layout) in [
      ("exchanges", "perps-exchanges"), ("trades", "perps-trades"), ("klines", "perps-klines"),
    ] {
      #expect(try load("\(samples)/perps/\(file).csv", as: layout).words == "")
    }
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1
        """)
        == ["klines_y2026m01", "klines_y2026m02", "trades_2026_02_20", "trades_2026_02_21"])
  }

  @Test func theOldFilesOfOrderBooksAreLoaded() throws {
    let path = "\(ExportedTable.samples)/dumps/orderbooks.sql"
    let workshop = try Workshop()
    var backfill = Backfill(paths: [path], layout: nil)
    let report = try backfill.run(in: workshop.context).loads[0]
    #expect(report.words == "")
    #expect(report.layout == "perps-orderbooks-copy")
    #expect(report.summary == "loaded: 40 read, 40 inserted")
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT e.name, o.symbol, bids_notional, asks_notional, raw_book->'asks'->0,
          raw_book->>'venue', spread_bps, ts
        FROM orderbooks AS o JOIN exchanges AS e ON e.id = exchange_id ORDER BY ts LIMIT 1
        """)
        == [
          #"bybit|BTC|262304.4832|564857.3689|["64085.3", "0.381"]|a\b|1|2026-02-21 02:36:51.948563+00"#
        ])
    backfill.force = true
    #expect(
      try backfill.run(in: workshop.context).loads[0].summary == "loaded: 40 read, 40 unchanged")
  }

  @Test func anExchangeThatIsNumberedOtherwiseIsRefused() throws {
    let workshop = try Workshop()
    let path = try workshop.file("exchanges.csv", "id,name\n1,binance\n2,kraken\n")
    let report = try workshop.backfill([path], layout: Layout.builtIn(named: "perps-exchanges"))
      .loads[0]
    #expect(
      report.words.contains(
        """
        The first: \(path):3: unique-violation: duplicate key value violates unique constraint \
        "exchanges_id_key": Key (id)=(2) already exists. Mend the file
        """), "\(report.words)")
    #expect(
      try rows(TestDatabase.connect(), "SELECT count(*), max(name) FROM exchanges WHERE id <= 2")
        == ["2|bybit"])
  }
}
