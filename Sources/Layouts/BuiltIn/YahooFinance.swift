extension BuiltInLayouts {
  static let yahooFinance = #"""
    name: yahoo-finance
    description: >-
      History from Yahoo Finance, as its site and the tools around it write it, with the adjusted close
      as value where it is there. Days without data are rows of null; intraday times have an offset.
    format: csv
    dialect: {delimiter: ','}
    data_type: ohlcv
    shapes:
      - fields: 7
        columns: &adjusted
          timestamp: [Date, Datetime]
          open: Open
          high: High
          low: Low
          close: Close
          volume: Volume
          value: Adj Close
      - fields: 6
        columns: &plain
          timestamp: [Date, Datetime]
          open: Open
          high: High
          low: Low
          close: Close
          volume: Volume
      - fields: 8
        columns: *plain
      - fields: 9
        columns: *adjusted
    time: {unit: iso, zone: UTC}
    missing: ['null']
    null_rows: skip
    source: '{stem}'

    """#
}
