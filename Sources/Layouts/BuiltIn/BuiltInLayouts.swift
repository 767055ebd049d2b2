/// The layouts that are built in: YAML like any other, one file each, read when first asked for.
package enum BuiltInLayouts {
  private static let texts: [(name: String, yaml: String)] = [
    ("binance-24h-ticker-items", binance24hTickerItems),
    ("binance-24h-ticker-response", binance24hTickerResponse),
    ("binance-agg-trades", binanceAggTrades),
    ("binance-coin-klines", binanceCoinKlines),
    ("binance-funding", binanceFunding),
    ("binance-funding-api", binanceFundingAPI),
    ("binance-klines", binanceKlines),
    ("binance-metrics", binanceMetrics),
    ("binance-order-book-items", binanceOrderBookItems),
    ("binance-order-book-response", binanceOrderBookResponse),
    ("binance-price-klines", binancePriceKlines),
    ("binance-prices-items", binancePricesItems),
    ("binance-prices-response", binancePricesResponse),
    ("binance-trades", binanceTrades),
    ("bitstamp-1min", bitstamp1Min),
    ("ccxt-funding-rates", ccxtFundingRates),
    ("ccxt-ohlcv", ccxtOHLCV),
    ("coinbase-advanced-candles", coinbaseAdvancedCandles),
    ("coinbase-candles", coinbaseCandles),
    ("coingecko-global-items", coingeckoGlobalItems),
    ("coingecko-global-response", coingeckoGlobalResponse),
    ("coingecko-market-chart", coinGeckoMarketChart),
    ("coingecko-markets", coinGeckoMarkets),
    ("coingecko-ohlc", coinGeckoOHLC),
    ("coingecko-top-items", coingeckoTopItems),
    ("coingecko-top-response", coingeckoTopResponse),
    ("coingecko-trending-items", coingeckoTrendingItems),
    ("coingecko-trending-response", coingeckoTrendingResponse),
    ("cryptocompare-histo", cryptoCompareHisto),
    ("cryptocompare-multi-price-items", cryptocompareMultiPriceItems),
    ("cryptocompare-multi-price-response", cryptocompareMultiPriceResponse),
    ("cryptocompare-top-items", cryptocompareTopItems),
    ("cryptocompare-top-response", cryptocompareTopResponse),
    ("cryptodatadownload", cryptoDataDownload),
    ("dashboard-backtest-results", dashboardBacktestResults),
    ("dashboard-backtest-trades", dashboardBacktestTrades),
    ("dashboard-features", dashboardFeatures),
    ("dashboard-forecasts", dashboardForecasts),
    ("dashboard-ml-models", dashboardMLModels),
    ("deribit-candles", deribitCandles),
    ("deribit-funding", deribitFunding),
    ("deribit-volatility-index", deribitVolatilityIndex),
    ("dukascopy", dukascopy),
    ("etl-api-connector-data", etlAPIConnectorData),
    ("etl-api-connector-items", etlAPIConnectorItems),
    ("etl-api-connectors", etlAPIConnectors),
    ("etl-api-responses", etlAPIResponses),
    ("etl-connector-status", etlConnectorStatus),
    ("etl-websocket-batches", etlWebsocketBatches),
    ("etl-websocket-data", etlWebsocketData),
    ("etl-websocket-messages", etlWebsocketMessages),
    ("fred", fred),
    ("fred-observations", fredObservations),
    ("kraken-ohlc", krakenOHLC),
    ("kraken-ohlcvt", krakenOHLCVT),
    ("kraken-trades", krakenTrades),
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
    ("pulseguard-api-usage-stats", pulseguardAPIUsageStats),
    ("pulseguard-coin-priorities", pulseguardCoinPriorities),
    ("pulseguard-collection-status", pulseguardCollectionStatus),
    ("pulseguard-daily-close", pulseguardDailyClose),
    ("pulseguard-hourly-close", pulseguardHourlyClose),
    ("pulseguard-minute-close", pulseguardMinuteClose),
    ("pulseguard-monthly-close", pulseguardMonthlyClose),
    ("pulseguard-weekly-close", pulseguardWeeklyClose),
    ("tardis-book", tardisBook),
    ("tardis-book-snapshot", tardisBookSnapshot),
    ("tardis-derivative-ticker", tardisDerivativeTicker),
    ("tardis-liquidations", tardisLiquidations),
    ("tardis-quotes", tardisQuotes),
    ("tardis-trades", tardisTrades),
    ("websocket-capture", websocketCapture),
    ("yahoo-finance", yahooFinance),
  ]

  /// All of them, read once.
  static let all = Result {
    try texts.map { try Layout(yaml: $0.yaml, file: "built-in \($0.name)") }
  }

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
