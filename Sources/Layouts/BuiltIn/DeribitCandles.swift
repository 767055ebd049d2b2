extension BuiltInLayouts {
  static let deribitCandles = #"""
    name: deribit-candles
    description: >-
      Deribit's get_tradingview_chart_data: a column of each, ticks, open, high, low, close and volume.
    format: json
    records: {at: result, form: columns}
    data_type: ohlcv
    columns: {timestamp: ticks, open: open, high: high, low: low, close: close, volume: volume}
    time: {unit: ms, from: 2009-01-03}
    source: '{stem}'

    """#
}
