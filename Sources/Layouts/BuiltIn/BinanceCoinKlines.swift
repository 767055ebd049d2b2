extension BuiltInLayouts {
  static let binanceCoinKlines = #"""
    name: binance-coin-klines
    description: >-
      Candles of Binance's COIN-M futures. What the header calls quote_volume is the volume in the
      coin; what it calls volume counts contracts.
    format: csv
    dialect: {delimiter: ','}
    data_type: ohlcv
    shapes:
      - fields: 12
        columns:
          timestamp: {from: open_time, at: 1}
          open: {from: open, at: 2}
          high: {from: high, at: 3}
          low: {from: low, at: 4}
          close: {from: close, at: 5}
          volume: {from: quote_volume, at: 8}
    time: {unit: auto, from: 2009-01-03}
    file_name: '^(?<symbol>[A-Z0-9]+USD_(?:PERP|[0-9]{6}))-(?<interval>[0-9]+(?:s|mo|m|h|d|w))(?:-|\.)'
    recognition: {name: required}
    source: '{symbol}_{interval}'
    interval: '{interval}'

    """#
}
