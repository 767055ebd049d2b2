extension BuiltInLayouts {
  static let cryptocompareTopItems = #"""
    name: cryptocompare-top-items
    description: >-
      CryptoCompare's largest coins, /data/top/mktcapfull. One row for each item in the answer. The time of the answer is in the name of the file.
    format: json
    records: Data
    into: api_connector_items
    columns:
      connector_id: {constant: cryptocompare_top, parent: api_connectors}
      timestamp: {constant: '{date}T{hour}:{minute}:{second}Z', type: timestamp}
      item_index: {ordinal: 0, among: [connector_id]}
      api_name: {constant: CryptoCompare - Top}
      exchange: {constant: cryptocompare}
      coin_name: CoinInfo.FullName
      coin_symbol: CoinInfo.Name
      price: {from: RAW.USD.PRICE, type: decimal}
      market_cap: {from: RAW.USD.MKTCAP, type: decimal}
      volume_24h: {from: RAW.USD.VOLUME24HOURTO, type: decimal}
      price_change_24h: {from: RAW.USD.CHANGEPCT24HOUR, type: decimal}
      item_data: {from: '', type: json}
      raw_item: {from: '', type: json}
      source_id: {constant: '{stem}'}
    file_name: '^cryptocompare_top[-_](?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?<hour>[0-9]{2})[-:]?(?<minute>[0-9]{2})[-:]?(?<second>[0-9]{2}(?:\.[0-9]{1,6})?)Z?\.'

    """#
}
