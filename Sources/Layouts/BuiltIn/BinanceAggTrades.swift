extension BuiltInLayouts {
  static let binanceAggTrades = #"""
    name: binance-agg-trades
    description: >-
      Aggregated trades from data.binance.vision: eight columns of spot markets, whose exchange is
      binance_spot here, seven of futures. Their ids begin with `a`, to be none of single trades.
    format: csv
    dialect: {delimiter: ','}
    into: trades
    shapes:
      - fields: 8
        columns:
          exchange_id: {constant: binance_spot, parent: exchanges}
          market_id: {constant: '{symbol}', parent: markets}
          symbol: {constant: '{symbol}'}
          trade_id: {template: 'a{agg_trade_id|1}', required: true}
          n: {constant: '1', type: integer}
          price: {from: price, at: 2, type: decimal, required: true}
          size: {from: quantity, at: 3, type: decimal, required: true}
          side: {from: is_buyer_maker, at: 7, map: {True: sell, 'true': sell, False: buy, 'false': buy}}
          ts: {from: transact_time, at: 6}
      - fields: 7
        columns:
          exchange_id: {constant: binance, parent: exchanges}
          market_id: {constant: '{symbol}', parent: markets}
          symbol: {constant: '{symbol}'}
          trade_id: {template: 'a{agg_trade_id|1}', required: true}
          n: {constant: '1', type: integer}
          price: {from: price, at: 2, type: decimal, required: true}
          size: {from: quantity, at: 3, type: decimal, required: true}
          side: {from: is_buyer_maker, at: 7, map: {True: sell, 'true': sell, False: buy, 'false': buy}}
          ts: {from: transact_time, at: 6}
    time: {column: ts, unit: auto, from: 2009-01-03}
    file_name: '^(?<symbol>[A-Za-z0-9_]+)-aggTrades-'

    """#
}
