extension BuiltInLayouts {
  static let binanceOrderBookResponse = #"""
    name: binance-order-book-response
    description: >-
      Binance's order book, /api/v3/depth. One row for the answer. The time of the answer is in the name of the file.
    format: json
    records: {form: whole}
    into: api_connector_data
    columns:
      connector_id: {constant: binance_orderbook, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      n: {constant: '1', type: integer}
      source_id: {constant: '{stem}'}
      exchange: {constant: binance}
      instrument: {constant: '{symbol}'}
      data: {from: '', type: json}
      raw_response: {from: ''}
      message_type: {constant: order_book}
    file_name: '^binance_orderbook[-_](?<symbol>[A-Z0-9]+)[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
