extension BuiltInLayouts {
  static let pulseguardMinuteClose = #"""
    name: pulseguard-minute-close
    description: The table minute_close of PulseGuard, the last price of each coin and minute.
    table: minute_close
    into: minute_close
    columns:
      coin_id: {from: coin_id, parent: coin_priorities, required: true}
      minute_ts: minute_ts
      price_usd: {from: price_usd, type: decimal, required: true}
      market_cap_usd: {from: market_cap_usd, type: decimal}
      volume_24h_usd: {from: volume_24h_usd, type: decimal}
      coin_rank: {from: coin_rank, type: integer}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: minute_ts, unit: iso}
    checks:
      - range: {column: price_usd, min: '0', exclusive: true}

    """#
}
