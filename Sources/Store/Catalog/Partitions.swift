package import Postgres

/// A partition by range of time: `from` included, `to` not.
package struct Partition: Sendable, Hashable {
  package let name: TableName
  /// Nil when the range has no beginning.
  package let from: Timestamp?
  /// Nil when the range has no end.
  package let to: Timestamp?

  package init(name: TableName, from: Timestamp?, to: Timestamp?) {
    self.name = name
    self.from = from
    self.to = to
  }

  package func contains(_ moment: Timestamp) -> Bool {
    (from.map { $0 <= moment } ?? true) && (to.map { moment < $0 } ?? true)
  }

  /// Whether a moment, in microseconds since 1970-01-01 00:00 UTC, lies in the range.
  package func contains(_ microseconds: Int64) -> Bool {
    contains(Timestamp(microseconds: microseconds))
  }

  package func overlaps(_ other: Partition) -> Bool {
    let beginsBeforeItsEnd = other.to.flatMap { end in from.map { $0 < end } } ?? true
    let endsAfterItsStart = other.from.flatMap { start in to.map { start < $0 } } ?? true
    return beginsBeforeItsEnd && endsAfterItsStart
  }
}

/// How a table is cut into partitions, and what these are called.
package struct PartitionPolicy: Sendable, Hashable {
  package let table: TableName
  package let unit: Unit

  package enum Unit: Sendable, Hashable {
    /// Calendar months in UTC, named `…_y2024m01`.
    case month
    /// Days in UTC, named `…_2024_01_31`.
    case day
  }

  /// The tables that Retrofill brings and partitions itself.
  package static let known: [PartitionPolicy] =
    [
      "timeseries_data", "klines",
      "minute_close", "hourly_close", "daily_close", "weekly_close", "monthly_close",
      "api_connector_data", "api_connector_items", "websocket_data", "websocket_messages",
    ].map { brought($0, by: .month) }
    + ["tickers", "orderbooks", "book_changes", "trades", "liquidations", "funding_rates"].map {
      brought($0, by: .day)
    }

  private static func brought(_ table: String, by unit: Unit) -> PartitionPolicy {
    PartitionPolicy(table: TableName(schema: "public", name: table), unit: unit)
  }

  package static func of(_ table: TableName) -> PartitionPolicy? {
    known.first { $0.table == table }
  }

  package init(table: TableName, unit: Unit) {
    self.table = table
    self.unit = unit
  }

  /// The partition that a moment belongs to, whether it exists or not.
  package func partition(holding moment: Timestamp) -> Partition {
    let day = moment.civil
    switch unit {
    case .month:
      return Partition(
        name: named("_y\(padded(day.year, 4))m\(padded(day.month, 2))"),
        from: Timestamp(CivilTime(year: day.year, month: day.month)),
        to: Timestamp(
          day.month == 12
            ? CivilTime(year: day.year + 1) : CivilTime(year: day.year, month: day.month + 1)))
    case .day:
      let from = Timestamp(CivilTime(year: day.year, month: day.month, day: day.day))
      return Partition(
        name: named("_\(padded(day.year, 4))_\(padded(day.month, 2))_\(padded(day.day, 2))"),
        from: from,
        to: from.map { Timestamp(microseconds: $0.microseconds + 86_400_000_000) })
    }
  }

  private func named(_ suffix: String) -> TableName {
    TableName(schema: table.schema, name: table.name + suffix)
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Catalog {
  /// The partitions that a table has, by their bounds in the catalog and never by their names;
  /// earliest first. A default partition is not among them.
  package func partitions(of table: TableName) throws -> [Partition] {
    // With TimeZone=UTC and DateStyle=ISO the server prints each bound as a literal in quotes.
    try connection.query(
      """
      SELECT n.nspname, c.relname,
        substring(bound FROM $$FROM \\('([^']+)'\\)$$)::timestamptz,
        substring(bound FROM $$TO \\('([^']+)'\\)$$)::timestamptz
      FROM pg_inherits AS i
      JOIN pg_class AS c ON c.oid = i.inhrelid
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL pg_get_expr(c.relpartbound, c.oid) AS bound
      JOIN pg_class AS parent ON parent.oid = i.inhparent
      JOIN pg_namespace AS home ON home.oid = parent.relnamespace
      WHERE home.nspname = \(table.schema) AND parent.relname = \(table.name)
        AND bound <> 'DEFAULT'
      ORDER BY 3 NULLS FIRST
      """
    ).map { row in
      try Partition(
        name: TableName(schema: row.get(0), name: row.get(1)), from: row.get(2), to: row.get(3))
    }
  }

  /// Whether the table has a partition for all rows that no other takes.
  package func hasDefaultPartition(_ table: TableName) throws -> Bool {
    try connection.first(
      """
      SELECT p.partdefid <> 0
      FROM pg_partitioned_table AS p
      JOIN pg_class AS c ON c.oid = p.partrelid
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = \(table.schema) AND c.relname = \(table.name)
      """)?.get(0) ?? false
  }

  /// Creates a partition where there is none, empty and attached.
  package func create(_ partition: Partition, of table: TableName) throws {
    let from: SQL = partition.from.map { "\(literal: $0)" } ?? "MINVALUE"
    let to: SQL = partition.to.map { "\(literal: $0)" } ?? "MAXVALUE"
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(table: partition.name) PARTITION OF \(table: table)
      FOR VALUES FROM (\(sql: from)) TO (\(sql: to))
      """)
  }
}
