extension BuiltInLayouts {
  static let dukascopy = #"""
    name: dukascopy
    description: >-
      Candles from Dukascopy and tools that write like it: 01.02.2017 22:00:00.000 is the first of
      February.
    format: csv
    dialect: {delimiter: ',', header: first}
    data_type: ohlcv
    columns:
      timestamp: [Gmt time, Local time, Time]
      open: Open
      high: High
      low: Low
      close: Close
      volume: Volume
    time:
      unit: ['%d.%m.%Y %H:%M:%S.%f', '%d.%m.%Y %H:%M:%S', '%d.%m.%Y %H:%M:%S.%f GMT%z']
      zone: UTC
    file_name: '^(?:FOREX_)?(?<pair>[A-Za-z]{6,})_(?:Candlestick_)?(?<count>[0-9]+)_?(?<unit>[A-Za-z]+)_(?<side>BID|ASK)'
    source: '{pair}_{count}{unit}_{side}'

    """#
}
