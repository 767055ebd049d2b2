extension BuiltInLayouts {
  static let perpsTickers = #"""
    name: perps-tickers
    description: The table tickers of perps-stats, in the columns of its first schema or of a later one.
    table: tickers
    into: tickers
    columns:
      exchange_id: {from: exchange_id, type: integer, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      last_price: {from: last_price, type: decimal}
      mark_price: {from: mark_price, type: decimal}
      index_price: {from: index_price, type: decimal}
      best_bid: {from: [best_bid, best_bid_price], type: decimal, optional: true}
      best_bid_qty: {from: best_bid_qty, type: decimal, optional: true}
      best_ask: {from: [best_ask, best_ask_price], type: decimal, optional: true}
      best_ask_qty: {from: best_ask_qty, type: decimal, optional: true}
      volume_24h: {from: volume_24h, type: decimal}
      turnover_24h: {from: turnover_24h, type: decimal}
      open_interest: {from: open_interest, type: decimal, optional: true}
      open_interest_notional: {from: open_interest_notional, type: decimal, optional: true}
      price_change_24h: {from: price_change_24h, type: decimal, optional: true}
      price_change_pct: {from: price_change_pct, type: decimal, optional: true}
      high_24h: {from: high_24h, type: decimal}
      low_24h: {from: low_24h, type: decimal}
      ts: ts
      received_at: {from: received_at, type: timestamp, optional: true}
    time: {column: ts, unit: iso}

    """#
}
