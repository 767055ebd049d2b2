extension BuiltInLayouts {
  static let coinGeckoOHLC = #"""
    name: coingecko-ohlc
    description: CoinGecko's candles, [ms, open, high, low, close], without volume.
    format: json
    data_type: ohlcv
    shapes:
      - fields: 5
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5}
    time: {unit: ms, from: 2009-01-03}
    source: '{stem}'

    """#
}
