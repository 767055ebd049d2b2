extension BuiltInLayouts {
  static let cryptoCompareHisto = #"""
    name: cryptocompare-histo
    description: >-
      CryptoCompare's histominute, histohour and histoday, v1 and v2. Rows of zeros, before a coin was
      listed, are left out.
    format: json
    records: Data.*
    data_type: ohlcv
    columns:
      timestamp: time
      open: open
      high: high
      low: low
      close: close
      volume: volumefrom
    time: {unit: s, from: 2009-01-03}
    source: '{stem}'
    checks:
      - {compare: 'close > 0', severity: skip, code: not-listed}

    """#
}
