extension BuiltInLayouts {
  static let ccxtFundingRates = #"""
    name: ccxt-funding-rates
    description: Funding rates as CCXT's fetchFundingRateHistory returns them.
    format: json
    data_type: derivative
    columns:
      timestamp: timestamp
      value: {from: fundingRate, required: true}
    time: {unit: ms, from: 2009-01-03, snap: {to: 1m, within: 1s}}
    source: {template: '{symbol}_funding_rate'}

    """#
}
