extension BuiltInLayouts {
  static let binanceOrderBookItems = #"""
    name: binance-order-book-items
    description: >-
      Binance's order book, /api/v3/depth. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    records: [bids, asks]
    into: api_connector_items
    columns:
      connector_id: {constant: binance_orderbook, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: Binance - Order Book}
      exchange: {constant: binance}
      coin_symbol: {constant: '{symbol}'}
      price: {at: 1, type: decimal}
      item_data: {template: '{{"side": "{$key}", "price": "{1}", "quantity": "{2}"}}', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^binance_orderbook[-_](?<symbol>[A-Z0-9]+)[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
