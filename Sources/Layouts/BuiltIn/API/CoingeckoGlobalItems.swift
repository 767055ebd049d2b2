extension BuiltInLayouts {
  static let coingeckoGlobalItems = #"""
    name: coingecko-global-items
    description: >-
      CoinGecko's figures of all coins together, /global. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    records: data
    into: api_connector_items
    columns:
      connector_id: {constant: coingecko_global, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: CoinGecko - Global}
      exchange: {constant: coingecko}
      market_cap: {from: total_market_cap.usd, type: decimal}
      volume_24h: {from: total_volume.usd, type: decimal}
      price_change_24h: {from: market_cap_change_percentage_24h_usd, type: decimal}
      item_data: {from: '', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^coingecko_global[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
