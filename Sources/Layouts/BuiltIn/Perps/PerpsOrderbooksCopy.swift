extension BuiltInLayouts {
  static let perpsOrderbooksCopy = #"""
    name: perps-orderbooks-copy
    description: >-
      Order books as perps-stats kept them in files: bare COPY rows of id, exchange, symbol, notionals,
      book, spread, time, and sizes behind them that the book has too.
    format: copy
    dialect: {header: none}
    into: orderbooks
    columns:
      exchange_id: {at: 2, type: integer, parent: exchanges, required: true}
      market_id: {at: 3, parent: markets}
      symbol: {at: 3, required: true}
      bids_notional: {at: 4, type: decimal}
      asks_notional: {at: 5, type: decimal}
      raw_book: {at: 6, type: json}
      spread_bps: {at: 7, type: decimal}
      ts: 8
    time: {column: ts, unit: iso}

    """#
}
