extension BuiltInLayouts {
  static let bitstamp1Min = #"""
    name: bitstamp-1min
    description: >-
      The one-minute candles of Bitstamp and Coinbase that are kept on Kaggle: seconds, in older files
      with the weighted price and a row of NaN for each minute without a trade.
    format: csv
    dialect: {delimiter: ',', header: first}
    data_type: ohlcv
    shapes:
      - fields: 8
        columns:
          timestamp: Timestamp
          open: Open
          high: High
          low: Low
          close: Close
          volume: Volume_(BTC)
          value: Weighted_Price
      - fields: 6
        columns:
          {timestamp: Timestamp, open: Open, high: High, low: Low, close: Close, volume: Volume}
    time: {unit: s, from: 2009-01-03}
    missing: [NaN, nan]
    null_rows: skip
    file_name: '^(?<market>[A-Za-z]+)_1-min_data'
    source: '{market}_1m'
    interval: 1m

    """#
}
