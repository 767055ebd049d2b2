extension BuiltInLayouts {
  static let pulseguardMonthlyClose = #"""
    name: pulseguard-monthly-close
    description: The table monthly_close of PulseGuard, the last price of each coin and month.
    table: monthly_close
    into: monthly_close
    columns:
      coin_id: {from: coin_id, parent: coin_priorities, required: true}
      month_ts: month_ts
      price_usd: {from: price_usd, type: decimal, required: true}
      market_cap_usd: {from: market_cap_usd, type: decimal}
      volume_24h_usd: {from: volume_24h_usd, type: decimal}
      coin_rank: {from: coin_rank, type: integer}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: month_ts, unit: iso}
    checks:
      - range: {column: price_usd, min: '0', exclusive: true}

    """#
}
