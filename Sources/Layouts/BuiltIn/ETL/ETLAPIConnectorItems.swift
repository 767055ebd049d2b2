extension BuiltInLayouts {
  static let etlAPIConnectorItems = #"""
    name: etl-api-connector-items
    description: The table api_connector_items of the ETL tool, one row per item of an answer.
    table: api_connector_items
    into: api_connector_items
    columns:
      connector_id: {from: connector_id, parent: api_connectors, required: true}
      timestamp: timestamp
      item_index: {from: item_index, type: integer, required: true}
      api_name: {from: api_name, required: true}
      exchange: exchange
      coin_name: coin_name
      coin_symbol: coin_symbol
      price: {from: price, type: decimal}
      market_cap: {from: market_cap, type: decimal}
      volume_24h: {from: volume_24h, type: decimal}
      price_change_24h: {from: price_change_24h, type: decimal}
      market_cap_rank: {from: market_cap_rank, type: integer}
      item_data: {from: item_data, type: json, required: true}
      raw_item: {from: raw_item, type: json}
      response_time_ms: {from: response_time_ms, type: decimal}
      source_id: source_id
      session_id: {from: session_id, optional: true}
    time: {unit: iso}

    """#
}
