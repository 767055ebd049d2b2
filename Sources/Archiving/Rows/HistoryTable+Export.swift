import Postgres
import Store

extension HistoryTable {
  /// Cuts the rows that a condition selects into runs of a number of rows each, in the order of
  /// the key: the conditions that select each run.
  func conditions(
    cutting condition: SQL, every rows: Int, on connection: Connection
  ) throws -> [SQL] {
    let keys = key.map { "\(identifier: $0)::text" as SQL }
    let starts = try connection.query(
      """
      SELECT \(sql: keys.joined())
      FROM (SELECT \(identifiers: key), row_number() OVER (ORDER BY \(identifiers: key)) AS number
        FROM \(table: name) WHERE \(sql: condition)) AS numbered
      WHERE number > 1 AND (number - 1) % \(rows) = 0
      ORDER BY number
      """
    ).map { row in
      let values = try key.indices.map { "\(literal: try row.get($0, as: String.self))" as SQL }
      return "(\(sql: values.joined()))" as SQL
    }
    let columns: SQL = "(\(identifiers: key))"
    let ends: [SQL?] = starts.map { $0 } + [nil]
    return zip([nil] + starts.map { Optional($0) }, ends).map { start, end in
      var run: SQL = condition
      if let start { run = run + " AND \(sql: columns) >= \(sql: start)" }
      if let end { run = run + " AND \(sql: columns) < \(sql: end)" }
      return run
    }
  }

  /// The sources that the rows of the ranges belong to.
  func sources(
    in ranges: [TimeRange], on connection: Connection
  ) throws -> [Manifest.SourceEntry] {
    guard hasSources else { return [] }
    return try connection.query(
      """
      SELECT s.source_id, s.name, s.display_name, s.category, s.data_type::text,
        s.update_frequency::text, s.market_type::text
      FROM (SELECT DISTINCT source_id FROM \(table: name) WHERE \(sql: isWithin(ranges))) AS held
      JOIN sources AS s USING (source_id)
      ORDER BY s.source_id
      """
    ).map { row in
      try Manifest.SourceEntry(
        id: row.get(0), name: row.get(1), displayName: row.get(2), category: row.get(3),
        dataType: row.get(4), updateFrequency: row.get(5), marketType: row.get(6))
    }
  }
}
