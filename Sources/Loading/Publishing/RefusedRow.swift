import Postgres

/// Looks for the row that made the server refuse a merge, after the merge was rolled back.
///
/// The staged changes are written again in ever smaller halves, each half rolled back, until one
/// row is left: about twice the work of the merge, and only when it has failed.
struct RefusedRow {
  let connection: Connection
  /// The rows with `retrofill_record` and `retrofill_line`.
  let changes: TableName
  /// Writes the changes that a condition on `c` picks.
  let write: (_ chosen: SQL) throws -> Void

  /// The line on which the row's record begins; nil when no single row is to blame, as when two of
  /// them break a unique constraint together.
  func line() throws -> Int? {
    guard var range = try records() else { return nil }
    while range.lowerBound < range.upperBound {
      let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
      let lower = range.lowerBound...middle
      range = try isRefused(lower) ? lower : (middle + 1)...range.upperBound
    }
    guard try isRefused(range) else { return nil }
    return try connection.first(
      "SELECT retrofill_line FROM \(table: changes) AS c WHERE \(sql: chosen(range))")?.get(0)
  }

  private func records() throws -> ClosedRange<Int>? {
    let row = try connection.first(
      "SELECT min(retrofill_record), max(retrofill_record) FROM \(table: changes)")
    guard let row, let first: Int = try row.get(0, as: Int?.self),
      let last: Int = try row.get(1, as: Int?.self)
    else { return nil }
    return first...last
  }

  private func chosen(_ range: ClosedRange<Int>) -> SQL {
    "c.retrofill_record BETWEEN \(range.lowerBound) AND \(range.upperBound)"
  }

  private func isRefused(_ range: ClosedRange<Int>) throws -> Bool {
    do {
      try connection.transaction {
        try write(chosen(range))
        // Constraints that wait for COMMIT are looked at now.
        try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        throw Passed()
      }
    } catch is Passed {
      return false
    } catch let error as PostgresError where error.refusesARow {
      return true
    }
    return false
  }

  /// Rolls back what was only tried.
  private struct Passed: Error {}
}

extension PostgresError {
  /// The server did not take a row: data exceptions (22), integrity constraints (23), and what
  /// functions of the user's raise (P0).
  var refusesARow: Bool { ["22", "23", "P0"].contains { sqlState.code.hasPrefix($0) } }
}
