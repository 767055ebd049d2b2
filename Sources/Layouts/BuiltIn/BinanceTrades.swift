extension BuiltInLayouts {
  static let binanceTrades = #"""
    name: binance-trades
    description: >-
      Trades from data.binance.vision. Spot files have seven columns, no header, and the exchange
      binance_spot here; those of futures have six, perhaps with a header.
    format: csv
    dialect: {delimiter: ','}
    into: trades
    shapes:
      - fields: 7
        columns:
          exchange_id: {constant: binance_spot, parent: exchanges}
          market_id: {constant: '{symbol}', parent: markets}
          symbol: {constant: '{symbol}'}
          trade_id: {from: id, at: 1, required: true}
          n: {constant: '1', type: integer}
          price: {from: price, at: 2, type: decimal, required: true}
          size: {from: qty, at: 3, type: decimal, required: true}
          side: {from: is_buyer_maker, at: 6, map: {True: sell, 'true': sell, False: buy, 'false': buy}}
          ts: {from: time, at: 5}
      - fields: 6
        columns:
          exchange_id: {constant: binance, parent: exchanges}
          market_id: {constant: '{symbol}', parent: markets}
          symbol: {constant: '{symbol}'}
          trade_id: {from: id, at: 1, required: true}
          n: {constant: '1', type: integer}
          price: {from: price, at: 2, type: decimal, required: true}
          size: {from: qty, at: 3, type: decimal, required: true}
          side: {from: is_buyer_maker, at: 6, map: {True: sell, 'true': sell, False: buy, 'false': buy}}
          ts: {from: time, at: 5}
    time: {column: ts, unit: auto, from: 2009-01-03}
    file_name: '^(?<symbol>[A-Za-z0-9_]+)-trades-'

    """#
}
