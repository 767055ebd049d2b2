extension BuiltInLayouts {
  static let tardisDerivativeTicker = #"""
    name: tardis-derivative-ticker
    description: >-
      Derivative tickers from tardis.dev: funding rates, open interest and prices, six series in each
      record, most of their cells empty.
    format: csv
    dialect: {delimiter: ',', header: first}
    data_type: derivative
    columns: {timestamp: timestamp}
    series:
      funding_rate: {value: funding_rate}
      predicted_funding_rate: {value: predicted_funding_rate}
      open_interest: {value: open_interest}
      last_price: {value: last_price}
      index_price: {value: index_price}
      mark_price: {value: mark_price}
    time: {unit: us, from: 2009-01-03}
    source: {template: '{exchange}_{symbol}'}

    """#
}
