extension BuiltInLayouts {
  static let coinGeckoMarkets = #"""
    name: coingecko-markets
    description: >-
      CoinGecko's /coins/markets: a snapshot of many coins, of each its price, market capitalisation
      and volume of 24 hours.
    format: json
    data_type: simple
    columns: {timestamp: {from: last_updated, required: true}}
    series:
      price: {value: current_price}
      market_cap: {value: market_cap}
      volume_24h: {value: total_volume}
    time: {unit: iso, from: 2009-01-03}
    source: {from: id}

    """#
}
