extension BuiltInLayouts {
  static let binancePriceKlines = #"""
    name: binance-price-klines
    description: >-
      Candles of Binance's mark price, index price or premium index: without volume, and in files that
      are called like those of the market itself, so that their source has to be named.
    format: csv
    dialect: {delimiter: ','}
    data_type: derivative
    shapes:
      - fields: 12
        columns:
          timestamp: {from: open_time, at: 1}
          open: {from: open, at: 2}
          high: {from: high, at: 3}
          low: {from: low, at: 4}
          close: {from: close, at: 5}
          volume: {from: volume, at: 6}
    time: {unit: auto, from: 2009-01-03}
    file_name: '^[A-Za-z0-9_]+-(?<interval>[0-9]+(?:s|mo|m|h|d|w))(?:-|\.)'
    interval: '{interval}'
    checks:
      - range: {column: volume, min: 0, max: 0}
        code: has-volume

    """#
}
