extension BuiltInLayouts {
  static let deribitFunding = #"""
    name: deribit-funding
    description: >-
      Deribit's get_funding_rate_history and get_funding_chart_data: funding rates as fractions, and the
      index price.
    format: json
    records: result.*
    data_type: derivative
    columns: {timestamp: timestamp}
    series:
      interest_8h: {value: {from: interest_8h, required: true}}
      interest_1h: {value: interest_1h}
      index_price: {value: index_price}
    time: {unit: ms, from: 2009-01-03}
    source: '{stem}'

    """#
}
