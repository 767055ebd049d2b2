extension BuiltInLayouts {
  static let coinbaseAdvancedCandles = #"""
    name: coinbase-advanced-candles
    description: >-
      Candles as Coinbase's Advanced Trade API answers: objects under candles, seconds and prices in
      quotes, newest first.
    format: json
    records: candles
    data_type: ohlcv
    columns: {timestamp: start, open: open, high: high, low: low, close: close, volume: volume}
    time: {unit: s, from: 2009-01-03}
    source: '{stem}'

    """#
}
