import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Answers of the APIs that the ETL tool asks: one row for the answer, one for each item in it.
@Suite(.database) struct APIAnswerTests {
  /// An answer: the layouts that read it, and how the server itself finds its items: `item` and, from
  /// 1, `place`, with the figures of an item as `name, symbol, price, cap, volume, change, rank`.
  struct Answer: Sendable, CustomStringConvertible {
    var file: String
    var layout: String
    var items: String
    var figures: String
    /// What is made of an item, where that is not the item itself.
    var data = "item"

    var description: String { layout }
    var path: String { "\(ExportedTable.samples)/api/\(file)-2026-02-21T023651Z.json" }
  }

  static let answers = [
    Answer(
      file: "binance_orderbook-BTCUSDT", layout: "binance-order-book",
      items: """
        (SELECT row_number() OVER () AS place, item, side FROM (
          SELECT item, 'bids' AS side FROM jsonb_array_elements(a->'bids') AS item
          UNION ALL SELECT item, 'asks' FROM jsonb_array_elements(a->'asks') AS item) AS levels) AS items
        """, figures: "NULL, 'BTCUSDT', item->>0, NULL, NULL, NULL, NULL",
      data: "jsonb_build_object('side', side, 'price', item->0, 'quantity', item->1)"),
    Answer(
      file: "binance_prices", layout: "binance-prices",
      items: "jsonb_array_elements(a) WITH ORDINALITY AS items (item, place)",
      figures: "NULL, item->>'symbol', item->>'price', NULL, NULL, NULL, NULL"),
    Answer(
      file: "binance_24hr", layout: "binance-24h-ticker",
      items: "jsonb_array_elements(a) WITH ORDINALITY AS items (item, place)",
      figures: """
        NULL, item->>'symbol', item->>'lastPrice', NULL, item->>'quoteVolume',
        item->>'priceChangePercent', NULL
        """),
    Answer(
      file: "coingecko_global", layout: "coingecko-global",
      items: "(SELECT 1 AS place, a->'data' AS item) AS items",
      figures: """
        NULL, NULL, NULL, item->'total_market_cap'->>'usd', item->'total_volume'->>'usd',
        item->>'market_cap_change_percentage_24h_usd', NULL
        """),
    Answer(
      file: "coingecko_top", layout: "coingecko-top",
      items: "jsonb_array_elements(a) WITH ORDINALITY AS items (item, place)",
      figures: """
        item->>'name', upper(item->>'symbol'), item->>'current_price', item->>'market_cap',
        item->>'total_volume', item->>'price_change_percentage_24h', item->>'market_cap_rank'
        """),
    Answer(
      file: "coingecko_trending", layout: "coingecko-trending",
      items: """
        (SELECT place, x->'item' AS item
        FROM jsonb_array_elements(a->'coins') WITH ORDINALITY AS x (x, place)) AS items
        """,
      figures: """
        item->>'name', item->>'symbol', item->'data'->>'price',
        translate(item->'data'->>'market_cap', '$,', ''),
        translate(item->'data'->>'total_volume', '$,', ''),
        item->'data'->'price_change_percentage_24h'->>'usd', item->>'market_cap_rank'
        """),
    Answer(
      file: "cryptocompare_multi", layout: "cryptocompare-multi-price",
      items: """
        (SELECT place, value::jsonb AS item, key
        FROM json_each(raw::json) WITH ORDINALITY AS x (key, value, place)) AS items
        """, figures: "NULL, key, item->>'USD', NULL, NULL, NULL, NULL"),
    Answer(
      file: "cryptocompare_top", layout: "cryptocompare-top",
      items: "jsonb_array_elements(a->'Data') WITH ORDINALITY AS items (item, place)",
      figures: """
        item->'CoinInfo'->>'FullName', item->'CoinInfo'->>'Name', item->'RAW'->'USD'->>'PRICE',
        item->'RAW'->'USD'->>'MKTCAP', item->'RAW'->'USD'->>'VOLUME24HOURTO',
        item->'RAW'->'USD'->>'CHANGEPCT24HOUR', NULL
        """),
  ]

  @Test(arguments: answers)
  func anAnswerIsRecognisedByItsName(answer: Answer) throws {
    let clock = FileClock(captured: nil, now: 4_000_000_000_000_000)
    let fits = try LayoutRecognition(clock: clock).layouts(of: SourceFile(path: answer.path))
    #expect(fits.map(\.layout) == ["\(answer.layout)-items", "\(answer.layout)-response"])
  }

  @Test(arguments: answers)
  func anAnswerIsOneRowAndEachOfItsItemsOne(answer: Answer) throws {
    let workshop = try Workshop()
    let raw = try String(contentsOfFile: answer.path, encoding: .utf8)
    let response = try load(answer, "response", workshop)
    #expect(response.words == "")
    #expect(response.summary == "loaded: 1 read, 1 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        """
        SELECT d.connector_id = c.connector_id, "timestamp", n, data = \(raw)::jsonb,
          raw_response = \(raw)
        FROM api_connector_data AS d JOIN api_connectors AS c USING (connector_id)
        """) == ["t|2026-02-21 02:36:51+00|1|t|t"])

    let items = try load(answer, "items", workshop)
    #expect(items.words == "")
    let expected = try expected(answer, raw, connection)
    #expect(items.summary == "loaded: \(expected.count) read, \(expected.count) inserted")
    #expect(
      try rows(
        connection,
        """
        SELECT item_index, coin_name, coin_symbol, price, market_cap, volume_24h,
          price_change_24h, market_cap_rank, item_data, raw_item
        FROM api_connector_items ORDER BY item_index
        """) == expected)
    #expect(try load(answer, "items", workshop).summary == "skipped")
    #expect(try load(answer, "response", workshop).summary == "skipped")
  }

  private func load(
    _ answer: Answer, _ ending: String, _ workshop: Workshop
  ) throws -> LoadReport {
    let layout = try Layout.builtIn(named: "\(answer.layout)-\(ending)")
    return try workshop.backfill([answer.path], layout: layout).loads[0]
  }

  /// The rows of the items as the server itself finds them.
  private func expected(
    _ answer: Answer, _ raw: String, _ connection: Connection
  ) throws -> [String] {
    let (items, figures) = (SQL(unchecked: answer.items), SQL(unchecked: answer.figures))
    return try rows(
      connection,
      """
      SELECT place - 1, f.name, f.symbol, f.price::numeric, f.cap::numeric, f.volume::numeric,
        f.change::numeric, f.rank, \(sql: SQL(unchecked: answer.data)), item
      FROM (SELECT \(raw)::text AS raw, \(raw)::jsonb AS a) AS answer
      CROSS JOIN LATERAL \(sql: items)
      CROSS JOIN LATERAL (SELECT \(sql: figures)) AS f (name, symbol, price, cap, volume, change, rank)
      ORDER BY place
      """)
  }

  @Test func aNameThatDoesNotTellTheTimeIsRefused() throws {
    let workshop = try Workshop()
    let path = try workshop.file("binance_prices.json", #"[{"symbol":"A","price":"1"}]"#)
    let report = try workshop.backfill(
      [path], layout: Layout.builtIn(named: "binance-prices-items")
    ).loads[0]
    #expect(
      report.words.hasPrefix(
        "binance_prices.json does not fit the layout binance-prices-items: the file name does not "
          + "tell `{date}T{hour}:{minute}:{second}Z` for `timestamp` (it is read by `"))
  }
}
