extension BuiltInLayouts {
  static let deribitVolatilityIndex = #"""
    name: deribit-volatility-index
    description: Deribit's get_volatility_index_data, [ms, open, high, low, close] of DVOL.
    format: json
    records: result.data
    data_type: ohlcv
    shapes:
      - fields: 5
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5}
    time: {unit: ms, from: 2009-01-03}
    source: '{stem}'

    """#
}
