extension BuiltInLayouts {
  static let pulseguardDailyClose = #"""
    name: pulseguard-daily-close
    description: The table daily_close of PulseGuard, the last price of each coin and day.
    table: daily_close
    into: daily_close
    columns:
      coin_id: {from: coin_id, parent: coin_priorities, required: true}
      day_ts: day_ts
      price_usd: {from: price_usd, type: decimal, required: true}
      market_cap_usd: {from: market_cap_usd, type: decimal}
      volume_24h_usd: {from: volume_24h_usd, type: decimal}
      coin_rank: {from: coin_rank, type: integer}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: day_ts, unit: iso}
    checks:
      - range: {column: price_usd, min: '0', exclusive: true}

    """#
}
