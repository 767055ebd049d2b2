extension BuiltInLayouts {
  static let binanceFundingAPI = #"""
    name: binance-funding-api
    description: >-
      Funding rates as /fapi/v1/fundingRate answers, with the mark price, which older records lack.
    format: json
    data_type: derivative
    columns: {timestamp: fundingTime}
    series:
      funding_rate: {value: {from: fundingRate, required: true}}
      mark_price: {value: markPrice}
    time: {unit: ms, from: 2009-01-03, snap: {to: 1m, within: 1s}}
    missing: ['']
    source: {from: symbol}

    """#
}
