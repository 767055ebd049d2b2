extension BuiltInLayouts {
  static let pulseguardCoinPriorities = #"""
    name: pulseguard-coin-priorities
    description: The table coin_priorities of PulseGuard, which coins there are and in what order.
    table: coin_priorities
    into: coin_priorities
    columns:
      coin_id: {from: coin_id, required: true}
      market_cap_rank: {from: market_cap_rank, type: integer}
      market_cap_usd: {from: market_cap_usd, type: decimal}
      symbol: symbol
      name: name
      image_url: {from: image_url, optional: true}
      last_updated: {from: last_updated, type: timestamp, optional: true}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {unit: iso}
    checks:
      - range: {column: market_cap_rank, min: 1}
      - range: {column: market_cap_usd, min: '0'}

    """#
}
