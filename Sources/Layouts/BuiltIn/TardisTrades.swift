extension BuiltInLayouts {
  static let tardisTrades = #"""
    name: tardis-trades
    description: Trades from tardis.dev. Those without an id are told apart by their order.
    format: csv
    dialect: {delimiter: ',', header: first}
    into: trades
    columns:
      exchange_id: {from: exchange, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      trade_id: {from: id, default: ''}
      price: {from: price, type: decimal, required: true}
      size: {from: amount, type: decimal, required: true}
      side: {from: side, map: {buy: buy, sell: sell, unknown: ''}}
      ts: timestamp
      received_at: {from: local_timestamp, type: timestamp}
      n: {ordinal: 1, among: [exchange_id, symbol, trade_id], unless: trade_id}
    time: {column: ts, unit: us, from: 2009-01-03}
    file_name: '_trades_'
    recognition: {name: required}

    """#
}
