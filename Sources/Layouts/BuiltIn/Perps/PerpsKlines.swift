extension BuiltInLayouts {
  static let perpsKlines = #"""
    name: perps-klines
    description: The table klines of perps-stats.
    table: klines
    into: klines
    columns:
      exchange_id: {from: exchange_id, type: integer, parent: exchanges, required: true}
      symbol: {from: symbol, required: true}
      interval: {from: interval, required: true}
      open_time: open_time
      close_time: {from: close_time, type: timestamp}
      open_price: {from: open_price, type: decimal, required: true}
      high_price: {from: high_price, type: decimal, required: true}
      low_price: {from: low_price, type: decimal, required: true}
      close_price: {from: close_price, type: decimal, required: true}
      volume: {from: volume, type: decimal}
      quote_volume: {from: quote_volume, type: decimal}
      trade_count: {from: trade_count, type: integer}
      ts: {from: ts, type: timestamp, optional: true}
    time: {column: open_time, unit: iso}
    checks:
      - {compare: high_price >= low_price, code: high-below-low}

    """#
}
