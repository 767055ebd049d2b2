import Postgres
import Store

/// What merging rows and taking them back have in common.
extension TableDescription {
  /// Keeps the server to the partitions in which moments lie: ` AND …`, or nothing.
  func within(_ moments: ClosedRange<Timestamp>?, _ alias: String) -> SQL {
    guard let moments, let column = partitionColumn else { return "" }
    let time: SQL = "\(sql: SQL(unchecked: alias)).\(identifier: column)"
    return """
       AND \(sql: time) >= \(literal: moments.lowerBound)
       AND \(sql: time) <= \(literal: moments.upperBound)
      """
  }

  /// What was counted must be what is done: `12 rows were to be inserted`. Loads wait for each other,
  /// so that a difference comes of rows that somebody changed by hand between the two looks, or of a
  /// trigger that leaves rows out. The first passes when it is done again, which the SQLSTATE makes it.
  func expect(_ expected: Int, _ what: String, _ done: Int, while doing: String) throws {
    guard done != expected else { return }
    throw PostgresError(
      sqlState: .serializationFailure,
      message: """
        \(name) changed while \(doing): \(expected) rows were to be \(what), and \(done) were
        """,
      hint: """
        Run this again when nobody else writes into the table; if it stays so, look for a trigger \
        that leaves rows out.
        """)
  }
}
