extension BuiltInLayouts {
  static let coingeckoTopItems = #"""
    name: coingecko-top-items
    description: >-
      CoinGecko's largest coins, /coins/markets. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    into: api_connector_items
    columns:
      connector_id: {constant: coingecko_top, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: CoinGecko - Top}
      exchange: {constant: coingecko}
      coin_name: name
      coin_symbol: {from: symbol, case: upper}
      price: {from: current_price, type: decimal}
      market_cap: {from: market_cap, type: decimal}
      volume_24h: {from: total_volume, type: decimal}
      price_change_24h: {from: price_change_percentage_24h, type: decimal}
      market_cap_rank: {from: market_cap_rank, type: integer}
      item_data: {from: '', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^coingecko_top[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
