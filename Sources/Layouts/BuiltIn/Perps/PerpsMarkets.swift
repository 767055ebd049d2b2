extension BuiltInLayouts {
  static let perpsMarkets = #"""
    name: perps-markets
    description: >-
      The table markets of perps-stats. Their numbers are given anew here; rows of other tables find
      their market by its exchange and symbol.
    table: markets
    into: markets
    columns:
      exchange_id: {from: exchange_id, type: integer, parent: exchanges, required: true}
      symbol: {from: symbol, required: true}
      base_currency: base_currency
      quote_currency: quote_currency
      contract_type: contract_type
      tick_size: {from: tick_size, type: decimal}
      lot_size: {from: lot_size, type: decimal}
      metadata: {from: metadata, type: json, optional: true}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {unit: iso}
    checks:
      - range: {column: tick_size, min: '0', exclusive: true}
      - range: {column: lot_size, min: '0', exclusive: true}

    """#
}
