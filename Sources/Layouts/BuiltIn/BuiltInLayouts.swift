/// The layouts that are built in: YAML like any other, one file each, read when first asked for.
package enum BuiltInLayouts {
  private static let texts: [(name: String, yaml: String)] = [
    ("binance-klines", binanceKlines),
    ("ccxt-ohlcv", ccxtOHLCV),
    ("coinbase-candles", coinbaseCandles),
    ("fred", fred),
    ("legacy-history", legacyHistory),
    ("perps-exchanges", perpsExchanges),
    ("perps-funding-rates", perpsFundingRates),
    ("perps-ingest-events", perpsIngestEvents),
    ("perps-klines", perpsKlines),
    ("perps-markets", perpsMarkets),
    ("perps-orderbooks", perpsOrderbooks),
    ("perps-orderbooks-copy", perpsOrderbooksCopy),
    ("perps-tickers", perpsTickers),
    ("perps-trades", perpsTrades),
    ("websocket-capture", websocketCapture),
  ]

  /// The names, in alphabetical order.
  package static var names: [String] { texts.map(\.name) }

  /// The YAML of a built-in layout, as a start for one's own; nil when there is none of the name.
  package static func yaml(named name: String) -> String? {
    texts.first { $0.name == name }?.yaml
  }
}

extension Layout {
  /// The built-in layout of a name; throws a `LayoutError` with the nearest name where there is
  /// none.
  package static func builtIn(named name: String) throws -> Layout {
    guard let yaml = BuiltInLayouts.yaml(named: name) else {
      let names = BuiltInLayouts.names
      throw LayoutError(
        problem: .noSuchLayout(
          name, suggestion: Suggestion.nearest(to: name, among: names), known: names))
    }
    return try Layout(yaml: yaml, file: "built-in \(name)")
  }
}
