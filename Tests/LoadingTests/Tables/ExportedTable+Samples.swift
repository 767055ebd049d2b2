extension ExportedTable {
  /// Two series, of which the dashboard's tables speak by their numbers.
  static let sources = """
    INSERT INTO sources (name, display_name, category, data_type)
    VALUES ('btc_price', 'Bitcoin', 'price', 'ohlcv'), ('dxy_price', 'Dollar', 'macro', 'macro');
    """

  static let all = perps + pulseguard + etl + dashboard

  static let perps = [
    ExportedTable(
      file: "perps/exchanges.csv", layout: "perps-exchanges", into: "exchanges",
      summary: "loaded: 8 read, 1 inserted, 7 updated", without: []),
    ExportedTable(
      file: "perps/markets.csv", layout: "perps-markets", into: "markets",
      summary: "loaded: 5 read, 5 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/tickers.csv", layout: "perps-tickers", into: "tickers",
      summary: "loaded: 30 read, 30 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/tickers-later.csv", layout: "perps-tickers", into: "tickers",
      summary: "loaded: 10 read, 10 inserted",
      renamed: ["best_bid": "best_bid_price", "best_ask": "best_ask_price"],
      after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/orderbooks.csv", layout: "perps-orderbooks", into: "orderbooks",
      summary: "loaded: 20 read, 20 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/trades.csv", layout: "perps-trades", into: "trades",
      summary: "loaded: 41 read, 41 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/funding_rates.csv", layout: "perps-funding-rates", into: "funding_rates",
      summary: "loaded: 12 read, 12 inserted"),
    ExportedTable(
      file: "perps/klines.csv", layout: "perps-klines", into: "klines",
      summary: "loaded: 36 read, 36 inserted"),
    ExportedTable(
      file: "perps/ingest_events.csv", layout: "perps-ingest-events", into: "ingest_events",
      summary: "loaded: 8 read, 8 inserted", without: ["id", "market_id", "exchange_id"]),
  ]

  static let pulseguard = [
    ExportedTable(
      file: "pulseguard/minute_close.csv", layout: "pulseguard-minute-close", into: "minute_close",
      summary: "loaded: 60 read, 60 inserted"),
    ExportedTable(
      file: "pulseguard/hourly_close.csv", layout: "pulseguard-hourly-close", into: "hourly_close",
      summary: "loaded: 36 read, 36 inserted"),
    ExportedTable(
      file: "pulseguard/daily_close.csv", layout: "pulseguard-daily-close", into: "daily_close",
      summary: "loaded: 21 read, 21 inserted"),
    ExportedTable(
      file: "pulseguard/weekly_close.csv", layout: "pulseguard-weekly-close", into: "weekly_close",
      summary: "loaded: 18 read, 18 inserted"),
    ExportedTable(
      file: "pulseguard/monthly_close.csv", layout: "pulseguard-monthly-close",
      into: "monthly_close",
      summary: "loaded: 12 read, 12 inserted"),
    ExportedTable(
      file: "pulseguard/coin_priorities.csv", layout: "pulseguard-coin-priorities",
      into: "coin_priorities",
      summary: "loaded: 3 read, 3 inserted"),
    ExportedTable(
      file: "pulseguard/collection_status.csv", layout: "pulseguard-collection-status",
      into: "collection_status",
      summary: "loaded: 5 read, 5 inserted"),
    ExportedTable(
      file: "pulseguard/api_usage_stats.csv", layout: "pulseguard-api-usage-stats",
      into: "api_usage_stats",
      summary: "loaded: 3 read, 3 inserted"),
  ]

  static let etl = [
    ExportedTable(
      file: "etl/api_connectors.csv", layout: "etl-api-connectors", into: "api_connectors",
      summary: "loaded: 3 read, 3 inserted"),
    ExportedTable(
      file: "etl/api_connector_data.csv", layout: "etl-api-connector-data",
      into: "api_connector_data",
      summary: "loaded: 12 read, 12 inserted"),
    ExportedTable(
      file: "etl/api_connector_items.csv", layout: "etl-api-connector-items",
      into: "api_connector_items",
      summary: "loaded: 36 read, 36 inserted"),
    ExportedTable(
      file: "etl/websocket_data.csv", layout: "etl-websocket-data", into: "websocket_data",
      summary: "loaded: 20 read, 20 inserted"),
    ExportedTable(
      file: "etl/websocket_messages.csv", layout: "etl-websocket-messages",
      into: "websocket_messages",
      summary: "loaded: 20 read, 20 inserted"),
    ExportedTable(
      file: "etl/websocket_batches.csv", layout: "etl-websocket-batches", into: "websocket_batches",
      summary: "loaded: 4 read, 4 inserted"),
    ExportedTable(
      file: "etl/connector_status.csv", layout: "etl-connector-status", into: "connector_status",
      summary: "loaded: 2 read, 2 inserted"),
    ExportedTable(
      file: "etl/api_connector_data-overview.csv", layout: "etl-api-responses",
      into: "api_connector_data",
      summary: "loaded: 12 read, 12 inserted",
      renamed: ["data": "response_data"]),
  ]

  static let dashboard = [
    ExportedTable(
      file: "dashboard/features.csv", layout: "dashboard-features", into: "features",
      summary: "loaded: 14 read, 14 inserted", before: sources),
    ExportedTable(
      file: "dashboard/forecasts.csv", layout: "dashboard-forecasts", into: "forecasts",
      summary: "loaded: 10 read, 10 inserted", before: sources),
    ExportedTable(
      file: "dashboard/backtest_results.csv", layout: "dashboard-backtest-results",
      into: "backtest_results",
      summary: "loaded: 2 read, 2 inserted",
      renamed: ["backtest_id": "id"], without: []),
    ExportedTable(
      file: "dashboard/backtest_trades.csv", layout: "dashboard-backtest-trades",
      into: "backtest_trades",
      summary: "loaded: 5 read, 5 inserted", before: sources),
    ExportedTable(
      file: "dashboard/ml_models.csv", layout: "dashboard-ml-models", into: "ml_models",
      summary: "loaded: 3 read, 3 inserted", before: sources),
  ]
}
