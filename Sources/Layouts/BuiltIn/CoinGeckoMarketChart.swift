extension BuiltInLayouts {
  static let coinGeckoMarketChart = #"""
    name: coingecko-market-chart
    description: >-
      CoinGecko's market_chart: price, market capitalisation and volume of 24 hours, three series
      joined by their times. The last point is the moment of the answer.
    format: json
    records: {form: joined}
    data_type: simple
    columns: {timestamp: $key}
    series:
      price: {value: prices}
      market_cap: {value: market_caps}
      volume_24h: {value: total_volumes}
    time: {unit: ms, from: 2009-01-03}
    source: '{stem}'

    """#
}
