/// A table whose rows a load finds by their names, and makes where they are missing.
package struct ParentTable: Sendable, Hashable {
  package let name: String
  /// What its rows are called in a sentence: `exchange`.
  package let noun: String
  let key: Key
  /// The column of the name.
  let label: String
  /// The column within whose values a name is one.
  let scope: String?
  let children: [Child]

  /// What other tables refer to.
  enum Key: Sendable, Hashable {
    /// The name itself.
    case name
    /// A number, counted up from 1, in this column.
    case number(column: String)
  }

  /// A table whose rows refer to it: by these columns, which equal the named ones here.
  struct Child: Sendable, Hashable {
    let table: String
    let columns: KeyValuePairs<String, String>

    static func == (left: Child, right: Child) -> Bool { left.table == right.table }

    func hash(into hasher: inout Hasher) { hasher.combine(table) }
  }

  package static let exchanges = ParentTable(
    name: "exchanges", noun: "exchange", key: .number(column: "id"), label: "name", scope: nil,
    children: (["markets"] + ofMarkets).map { Child(table: $0, columns: ["exchange_id": "id"]) })

  /// Rows of a market are found by its exchange and symbol, with which their keys begin.
  package static let markets = ParentTable(
    name: "markets", noun: "market", key: .number(column: "id"), label: "symbol",
    scope: "exchange_id",
    children: ofMarkets.map {
      Child(table: $0, columns: ["exchange_id": "exchange_id", "symbol": "symbol"])
    })

  private static let ofMarkets = [
    "tickers", "orderbooks", "book_changes", "trades", "liquidations", "funding_rates", "klines",
    "ingest_events",
  ]

  package static let coinPriorities = ParentTable(
    name: "coin_priorities", noun: "coin", key: .name, label: "coin_id", scope: nil,
    children: ["minute_close", "hourly_close", "daily_close", "weekly_close", "monthly_close"].map {
      Child(table: $0, columns: ["coin_id": "coin_id"])
    })

  package static let apiConnectors = ParentTable(
    name: "api_connectors", noun: "connector", key: .name, label: "connector_id", scope: nil,
    children: ["api_connector_data", "api_connector_items", "connector_status"].map {
      Child(table: $0, columns: ["connector_id": "connector_id"])
    })

  /// Only found here: sources are made by `SourceRegistry`, which knows more of them.
  package static let sources = ParentTable(
    name: "sources", noun: "source", key: .number(column: "source_id"), label: "name", scope: nil,
    children: [])

  /// In the order in which their rows can be taken back: none refers to one before it.
  package static let all: [ParentTable] = [markets, exchanges, coinPriorities, apiConnectors]

  package static func named(_ name: String) -> ParentTable? {
    (all + [sources]).first { $0.name == name }
  }
}
