extension BuiltInLayouts {
  static let coingeckoTrendingItems = #"""
    name: coingecko-trending-items
    description: >-
      CoinGecko's most sought coins, /search/trending. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    records: coins.*.item
    into: api_connector_items
    columns:
      connector_id: {constant: coingecko_trending, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: CoinGecko - Trending}
      exchange: {constant: coingecko}
      coin_name: name
      coin_symbol: {from: symbol, case: upper}
      price: {from: data.price, type: decimal}
      market_cap: {from: data.market_cap, split: {by: '$', take: 2}, grouping: ',', type: decimal}
      volume_24h: {from: data.total_volume, split: {by: '$', take: 2}, grouping: ',', type: decimal}
      price_change_24h: {from: data.price_change_percentage_24h.usd, type: decimal}
      market_cap_rank: {from: market_cap_rank, type: integer}
      item_data: {from: '', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^coingecko_trending[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
