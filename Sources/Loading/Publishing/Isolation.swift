import Postgres
import Store

/// Writes the changes of a merge that the server refused as a whole, but for the rows that it
/// refuses.
///
/// They are written in halves, each under a savepoint, and a half that is refused in halves again,
/// down to the rows that are to blame. What passes stays, so that `k` refused rows among `n` take
/// `k · log n` writes, and the first one about as much work as the merge again.
///
/// A row may be refused only because one that comes later in the file is not there yet, such as the
/// parent that it refers to in its own table. So those that others may help are tried again, as long
/// as some of them pass.
struct Isolation {
  let merge: Merge
  let refused: RefusedRows
  /// Writes the changes that a condition on `c` picks.
  let write: (_ chosen: SQL) throws -> Merge.Written
  private(set) var written = Merge.Written()
  /// Whether more was refused than is worth looking for.
  private(set) var isCutShort = false
  private var found = 0

  private var connection: Connection { merge.connection }
  private var changes: TableName { merge.tables.changes }

  /// How often rows are tried again.
  private static let rounds = 10

  init(
    _ merge: Merge, _ refused: RefusedRows, write: @escaping (_ chosen: SQL) throws -> Merge.Written
  ) {
    self.merge = merge
    self.refused = refused
    self.write = write
  }

  mutating func run() throws {
    try refused.create()
    found = try refused.count()
    // Every half is picked by its records.
    try connection.execute("CREATE INDEX ON \(table: changes) (retrofill_record)")
    guard let records = try records() else { return }
    try split(records, isPending: false)
    for _ in 0..<Self.rounds where !isCutShort {
      guard try tryAgain(records) else { return }
    }
  }

  private func records() throws -> ClosedRange<Int>? {
    let row = try connection.first(
      "SELECT min(retrofill_record), max(retrofill_record) FROM \(table: changes)")
    guard let row, let first: Int = try row.get(0, as: Int?.self),
      let last: Int = try row.get(1, as: Int?.self)
    else { return nil }
    return first...last
  }

  /// Writes those of the rows in the range that pass. `isPending` keeps to refused ones that are
  /// tried again.
  private mutating func place(_ range: ClosedRange<Int>, isPending: Bool) throws {
    guard !isCutShort else { return }
    try merge.limits.check()
    guard let error = try attempt(range, isPending) else { return }
    if range.lowerBound < range.upperBound {
      try split(range, isPending: isPending)
    } else if !isPending {
      try refuse(range.lowerBound, error)
    }
  }

  /// The halves of a range that was refused as a whole; of a single row there are none.
  private mutating func split(_ range: ClosedRange<Int>, isPending: Bool) throws {
    let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
    try place(range.lowerBound...middle, isPending: isPending)
    if middle < range.upperBound {
      try place((middle + 1)...range.upperBound, isPending: isPending)
    }
  }

  private mutating func attempt(
    _ range: ClosedRange<Int>, _ isPending: Bool
  ) throws -> PostgresError? {
    let pending: SQL = """
       AND c.retrofill_record IN (SELECT retrofill_record FROM \(table: refused.table)
        WHERE is_pending)
      """
    let chosen: SQL = """
      c.retrofill_record BETWEEN \(range.lowerBound) AND \(range.upperBound)\
      \(sql: isPending ? pending : "")
      """
    do {
      let written = try connection.transaction {
        let written = try write(chosen)
        // Constraints that would wait for COMMIT are looked at here, where the row can be told.
        try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return written
      }
      self.written += written
    } catch let error as PostgresError where error.refusesARow {
      return error
    }
    if isPending {
      try connection.execute(
        """
        DELETE FROM \(table: refused.table)
        WHERE is_pending AND retrofill_record BETWEEN \(range.lowerBound) AND \(range.upperBound)
        """)
    }
    return nil
  }

  private mutating func refuse(_ record: Int, _ error: PostgresError) throws {
    try merge.refuseKeyOfAnother(error)
    try refused.add(record, of: changes, merge.target.columns.map(\.name), Refusal(error))
    found += 1
    if let most = merge.limits.refused, found >= most { isCutShort = true }
  }

  /// - Returns: whether some of the refused rows passed this time.
  private mutating func tryAgain(_ records: ClosedRange<Int>) throws -> Bool {
    let pending = try connection.execute(
      """
      UPDATE \(table: refused.table) AS r SET is_pending = true
      FROM \(table: changes) AS c
      WHERE r.may_pass AND r.retrofill_record = c.retrofill_record
      """)
    guard pending > 0 else { return false }
    try place(records, isPending: true)
    return try connection.execute(
      "UPDATE \(table: refused.table) SET is_pending = false WHERE is_pending") < pending
  }
}
