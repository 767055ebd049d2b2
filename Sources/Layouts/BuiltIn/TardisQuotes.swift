extension BuiltInLayouts {
  static let tardisQuotes = #"""
    name: tardis-quotes
    description: >-
      Best bids and asks from tardis.dev, quotes and book_ticker: the ask stands first. Of several at
      one microsecond the last one stays.
    format: csv
    dialect: {delimiter: ',', header: first}
    into: tickers
    columns:
      exchange_id: {from: exchange, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      best_bid: {from: bid_price, type: decimal}
      best_bid_qty: {from: bid_amount, type: decimal}
      best_ask: {from: ask_price, type: decimal}
      best_ask_qty: {from: ask_amount, type: decimal}
      ts: timestamp
      received_at: {from: local_timestamp, type: timestamp}
    time: {column: ts, unit: us, from: 2009-01-03}

    """#
}
