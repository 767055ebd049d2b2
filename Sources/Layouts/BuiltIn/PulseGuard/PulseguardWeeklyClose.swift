extension BuiltInLayouts {
  static let pulseguardWeeklyClose = #"""
    name: pulseguard-weekly-close
    description: The table weekly_close of PulseGuard, the last price of each coin and week.
    table: weekly_close
    into: weekly_close
    columns:
      coin_id: {from: coin_id, parent: coin_priorities, required: true}
      week_ts: week_ts
      price_usd: {from: price_usd, type: decimal, required: true}
      market_cap_usd: {from: market_cap_usd, type: decimal}
      volume_24h_usd: {from: volume_24h_usd, type: decimal}
      coin_rank: {from: coin_rank, type: integer}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: week_ts, unit: iso}
    checks:
      - range: {column: price_usd, min: '0', exclusive: true}

    """#
}
