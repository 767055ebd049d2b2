extension BuiltInLayouts {
  static let perpsTrades = #"""
    name: perps-trades
    description: The table trades of perps-stats.
    table: trades
    into: trades
    columns:
      exchange_id: {from: exchange_id, type: integer, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      trade_id: {from: trade_id, default: ''}
      price: {from: price, type: decimal, required: true}
      size: {from: size, type: decimal, required: true}
      side: side
      ts: ts
      received_at: {from: received_at, type: timestamp, optional: true}
      raw: {from: raw, type: json, optional: true}
      n: {ordinal: 1, among: [exchange_id, symbol, trade_id], unless: trade_id}
    time: {column: ts, unit: iso}

    """#
}
