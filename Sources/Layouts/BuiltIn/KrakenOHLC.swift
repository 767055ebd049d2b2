extension BuiltInLayouts {
  static let krakenOHLC = #"""
    name: kraken-ohlc
    description: >-
      Candles as Kraken's REST API answers: by pair, [s, open, high, low, close, vwap, volume, count].
    format: json
    records: result.*
    data_type: ohlcv
    shapes:
      - fields: 8
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 7}
    time: {unit: s, from: 2009-01-03}
    file_name: '_(?<minutes>[0-9]+)\.'
    source: {from: $key}
    interval: '{minutes}m'

    """#
}
