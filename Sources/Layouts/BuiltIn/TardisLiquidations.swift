extension BuiltInLayouts {
  static let tardisLiquidations = #"""
    name: tardis-liquidations
    description: >-
      Liquidations from tardis.dev, told from trades by the name of the file. Those without an id are
      told apart by their order.
    format: csv
    dialect: {delimiter: ',', header: first}
    into: liquidations
    columns:
      exchange_id: {from: exchange, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      liquidation_id: {from: id, default: ''}
      price: {from: price, type: decimal, required: true}
      size: {from: amount, type: decimal, required: true}
      side: {from: side, map: {buy: buy, sell: sell, unknown: ''}}
      ts: timestamp
      received_at: {from: local_timestamp, type: timestamp}
      n: {ordinal: 1, among: [exchange_id, symbol, liquidation_id], unless: liquidation_id}
    time: {column: ts, unit: us, from: 2009-01-03}
    file_name: '_liquidations_'
    recognition: {name: required}

    """#
}
