extension BuiltInLayouts {
  static let binancePricesItems = #"""
    name: binance-prices-items
    description: >-
      Binance's prices, /api/v3/ticker/price. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    into: api_connector_items
    columns:
      connector_id: {constant: binance_prices, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: Binance - Prices}
      exchange: {constant: binance}
      coin_symbol: symbol
      price: {from: price, type: decimal}
      item_data: {from: '', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^binance_prices[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
