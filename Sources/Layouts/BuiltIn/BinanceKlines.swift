extension BuiltInLayouts {
  static let binanceKlines = #"""
    name: binance-klines
    description: >-
      Candles of Binance, from data.binance.vision or as /api/v3/klines returns them. Spot files have
      no header and count microseconds from 2025 on, futures files may have a header and count
      milliseconds.
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
          volume: {from: volume, at: 6}
    time: {unit: auto, from: 2009-01-03}
    file_name: '^(?<symbol>(?![A-Z0-9]+USD_(?:PERP|[0-9]{6})-)[A-Za-z0-9_]+)-(?<interval>[0-9]+(?:s|mo|m|h|d|w))(?:-|\.)'
    source: '{symbol}_{interval}'
    interval: '{interval}'

    """#
}
