extension BuiltInLayouts {
  static let coinbaseCandles = #"""
    name: coinbase-candles
    description: >-
      Candles as the Coinbase Exchange API returns them: [s, low, high, open, close, volume],
      newest first. Low stands before high, and both before open.
    format: json
    data_type: ohlcv
    shapes:
      - fields: 6
        columns: {timestamp: 1, open: 4, high: 3, low: 2, close: 5, volume: 6}
    time: {unit: s, from: 2009-01-03}
    source: '{stem}'

    """#
}
