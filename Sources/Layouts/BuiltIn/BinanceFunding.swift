extension BuiltInLayouts {
  static let binanceFunding = #"""
    name: binance-funding
    description: >-
      Funding rates from data.binance.vision: fractions, stamped some milliseconds after the hour.
    format: csv
    dialect: {delimiter: ','}
    data_type: derivative
    columns:
      timestamp: calc_time
      value: last_funding_rate
    time: {unit: ms, from: 2009-01-03, snap: {to: 1m, within: 1s}}
    file_name: '^(?<symbol>[A-Za-z0-9_]+)-fundingRate[-.]'
    source: '{symbol}_funding_rate'

    """#
}
