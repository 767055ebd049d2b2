extension ExportedTable {
  /// A dump of a whole database, and the layouts of its tables in an order in which they load.
  struct Dump: Sendable, CustomStringConvertible {
    var file: String
    var layouts: [String]
    /// SQL that is run before.
    var before: String?

    var description: String { file }
    var path: String { samples + "/" + file }
  }

  static let dumps = [
    Dump(
      file: "perps/perps.sql",
      layouts: [
        "perps-exchanges", "perps-markets", "perps-tickers", "perps-orderbooks", "perps-trades",
        "perps-funding-rates",
      ]),
    Dump(
      file: "pulseguard/pulseguard.sql",
      layouts: [
        "pulseguard-coin-priorities", "pulseguard-minute-close", "pulseguard-hourly-close",
        "pulseguard-daily-close", "pulseguard-weekly-close", "pulseguard-monthly-close",
        "pulseguard-collection-status", "pulseguard-api-usage-stats",
      ]),
    Dump(
      file: "etl/etl.sql",
      layouts: [
        "etl-api-connectors", "etl-api-connector-data", "etl-api-connector-items",
        "etl-websocket-data", "etl-websocket-messages", "etl-websocket-batches",
        "etl-connector-status",
      ]),
    Dump(
      file: "dashboard/dashboard.sql",
      layouts: [
        "dashboard-features", "dashboard-forecasts", "dashboard-backtest-results",
        "dashboard-backtest-trades", "dashboard-ml-models",
      ], before: sources),
  ]
}
