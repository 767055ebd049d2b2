extension BuiltInLayouts {
  static let ccxtOHLCV = #"""
    name: ccxt-ohlcv
    description: >-
      Candles as fetchOHLCV returns them and freqtrade keeps them, BTC_USDT-5m.json:
      [ms, open, high, low, close, volume], and perhaps the number of trades.
    format: json
    data_type: ohlcv
    shapes:
      - fields: 6
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}
      - fields: 7
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}
    time: {unit: ms, from: 2009-01-03}
    file_name: '^(?<pair>[A-Za-z0-9_]+)-(?<interval>[0-9]+[smhdw])(?:-futures|-spot)?\.'
    source: '{pair}_{interval}'
    interval: '{interval}'

    """#
}
