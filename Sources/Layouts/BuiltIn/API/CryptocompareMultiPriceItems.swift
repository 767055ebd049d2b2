extension BuiltInLayouts {
  static let cryptocompareMultiPriceItems = #"""
    name: cryptocompare-multi-price-items
    description: >-
      CryptoCompare's prices, /data/pricemulti. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    records: {form: members}
    into: api_connector_items
    columns:
      connector_id: {constant: cryptocompare_multi, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: CryptoCompare - Multi Price}
      exchange: {constant: cryptocompare}
      coin_symbol: $key
      price: {from: USD, type: decimal}
      item_data: {from: '', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^cryptocompare_multi[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
