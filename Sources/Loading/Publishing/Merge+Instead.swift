import Postgres
import Store

/// Of rows of one key the last one of the file counts. Where the server refuses that one, the one
/// before it does, as if the refused one were not there.
extension Merge {
  /// Merges the rows that lost to refused ones, and what these are refused of in turn.
  func mergeInstead(of input: Input, _ result: inout Result) throws {
    try findEarlier(input)
    let columns = target.columns.map(\.name) + StagingTable.origin
    while !result.isCutShort {
      try connection.execute("DROP TABLE IF EXISTS \(table: tables.instead)")
      try connection.execute(
        """
        CREATE TEMPORARY TABLE \(table: tables.instead) ON COMMIT DROP AS
        SELECT \(identifiers: columns, of: "e")
        FROM \(table: tables.earlier) AS e JOIN \(table: tables.refused) AS r
          ON r.retrofill_record = e.retrofill_later
        """)
      // Each is taken once.
      let rows = try connection.execute(
        """
        DELETE FROM \(table: tables.earlier) AS e USING \(table: tables.refused) AS r
        WHERE r.retrofill_record = e.retrofill_later
        """)
      if rows == 0 { break }
      result.skipped["duplicate", default: 0] -= rows
      result += try mergeOnce(
        Input(
          table: tables.instead, rows: rows, mayRepeatKeys: false, isStaged: true,
          moments: input.moments))
    }
    try connection.execute(
      "DROP TABLE \(table: tables.earlier), \(table: tables.instead)")
  }

  /// Writes down the rows of all keys that were refused, each with the record that it lost to.
  private func findEarlier(_ input: Input) throws {
    let columns = target.columns.map(\.name) + StagingTable.origin
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: tables.earlier) ON COMMIT DROP AS
      SELECT \(identifiers: columns), retrofill_later
      FROM (
        SELECT \(identifiers: columns, of: "s"),
          lag(s.retrofill_record) OVER (
            PARTITION BY \(identifiers: target.table.key, of: "s")
            ORDER BY s.retrofill_record DESC) AS retrofill_later,
          bool_or(r.retrofill_record IS NOT NULL) OVER (
            PARTITION BY \(identifiers: target.table.key, of: "s")) AS is_refused
        FROM \(table: input.table) AS s
        LEFT JOIN \(table: tables.refused) AS r USING (retrofill_record)) AS s
      WHERE is_refused AND retrofill_later IS NOT NULL
      """)
  }
}
