extension BuiltInLayouts {
  static let krakenOHLCVT = #"""
    name: kraken-ohlcvt
    description: >-
      Kraken's downloadable candles, XBTUSD_1440.csv: seconds, prices, volume and the number of trades,
      without a header. Minutes in which nothing was traded are not there.
    format: csv
    dialect: {delimiter: ',', header: none}
    data_type: ohlcv
    shapes:
      - fields: 7
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}
    time: {unit: s, from: 2009-01-03}
    file_name: '^(?<pair>[A-Z0-9]+)_(?<minutes>[0-9]+)\.'
    source: '{pair}_{minutes}m'
    interval: '{minutes}m'

    """#
}
