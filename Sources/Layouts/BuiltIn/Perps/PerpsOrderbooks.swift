extension BuiltInLayouts {
  static let perpsOrderbooks = #"""
    name: perps-orderbooks
    description: The table orderbooks of perps-stats, with the names of its columns.
    table: orderbooks
    into: orderbooks
    columns:
      exchange_id: {from: exchange_id, type: integer, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      bids_notional: {from: bids_notional, type: decimal}
      asks_notional: {from: asks_notional, type: decimal}
      raw_book: {from: raw_book, type: json}
      spread_bps: {from: spread_bps, type: decimal}
      ts: ts
      received_at: {from: received_at, type: timestamp, optional: true}
    time: {column: ts, unit: iso}

    """#
}
