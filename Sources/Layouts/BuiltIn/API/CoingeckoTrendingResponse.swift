extension BuiltInLayouts {
  static let coingeckoTrendingResponse = #"""
    name: coingecko-trending-response
    description: >-
      CoinGecko's most sought coins, /search/trending. One row for the answer. The time of the answer is in the name of the file.
    format: json
    records: {form: whole}
    into: api_connector_data
    columns:
      connector_id: {constant: coingecko_trending, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      n: {constant: '1', type: integer}
      source_id: {constant: '{stem}'}
      exchange: {constant: coingecko}
      data: {from: '', type: json}
      raw_response: {from: ''}
      message_type: {constant: trending}
    file_name: '^coingecko_trending[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
