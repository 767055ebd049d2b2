extension BuiltInLayouts {
  static let pulseguardHourlyClose = #"""
    name: pulseguard-hourly-close
    description: The table hourly_close of PulseGuard, the last price of each coin and hour.
    table: hourly_close
    into: hourly_close
    columns:
      coin_id: {from: coin_id, parent: coin_priorities, required: true}
      hour_ts: hour_ts
      price_usd: {from: price_usd, type: decimal, required: true}
      market_cap_usd: {from: market_cap_usd, type: decimal}
      volume_24h_usd: {from: volume_24h_usd, type: decimal}
      coin_rank: {from: coin_rank, type: integer}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: hour_ts, unit: iso}
    checks:
      - range: {column: price_usd, min: '0', exclusive: true}

    """#
}
