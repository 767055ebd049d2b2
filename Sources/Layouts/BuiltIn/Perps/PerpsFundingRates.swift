extension BuiltInLayouts {
  static let perpsFundingRates = #"""
    name: perps-funding-rates
    description: The table funding_rates of perps-stats.
    table: funding_rates
    into: funding_rates
    columns:
      exchange_id: {from: exchange_id, type: integer, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      rate: {from: rate, type: decimal, required: true}
      next_rate: {from: next_rate, type: decimal}
      ts: ts
      received_at: {from: received_at, type: timestamp, optional: true}
      raw: {from: raw, type: json, optional: true}
    time: {column: ts, unit: iso}

    """#
}
