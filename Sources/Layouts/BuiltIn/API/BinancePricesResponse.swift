extension BuiltInLayouts {
  static let binancePricesResponse = #"""
    name: binance-prices-response
    description: >-
      Binance's prices, /api/v3/ticker/price. One row for the answer. The time of the answer is in the name of the file.
    format: json
    records: {form: whole}
    into: api_connector_data
    columns:
      connector_id: {constant: binance_prices, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      n: {constant: '1', type: integer}
      source_id: {constant: '{stem}'}
      exchange: {constant: binance}
      data: {from: '', type: json}
      raw_response: {from: ''}
      message_type: {constant: prices}
    file_name: '^binance_prices[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
