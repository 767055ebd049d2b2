extension BuiltInLayouts {
  static let krakenTrades = #"""
    name: kraken-trades
    description: >-
      Kraken's downloadable trades, XBTUSD.csv: seconds, price and volume, without ids, so that trades
      of one second are told apart by their order.
    format: csv
    dialect: {delimiter: ',', header: none}
    into: trades
    shapes:
      - fields: 3
        columns:
          exchange_id: {constant: kraken, parent: exchanges}
          market_id: {constant: '{symbol}', parent: markets}
          symbol: {constant: '{symbol}'}
          trade_id: {constant: ''}
          price: {at: 2, type: decimal, required: true}
          size: {at: 3, type: decimal, required: true}
          ts: 1
          n: {ordinal: 1, among: [exchange_id, symbol]}
    time: {column: ts, unit: s, from: 2009-01-03}
    file_name: '^(?<symbol>[A-Z0-9]+(?:USD|EUR|GBP|CAD|JPY|CHF|AUD|XBT|ETH|USDT|USDC|DAI))\.csv'

    """#
}
