extension PostgresError {
  /// With what to do next as its hint, where that can be told. SQLSTATE decides, never words. `table` is
  /// what was worked on, where that is known. One that is advised already stays as it is.
  package func advised(on table: String? = nil) -> PostgresError {
    guard !isAdvised else { return self }
    var advised = self
    advised.isAdvised = true
    // The server's own hint knows nothing of what is done here, and speaks of columns of a statement
    // that the user never wrote.
    advised.hint = advice(on: table) ?? hint
    return advised
  }

  private static let ofChangedTables: Set<SQLState> = [
    .undefinedTable, .undefinedColumn, .datatypeMismatch,
  ]

  private func advice(on table: String?) -> String? {
    let again = "run the same command again"
    return switch sqlState {
    case .queryCanceled:
      """
      A statement_timeout or an administrator ended it. Lift the limit for this role \
      (ALTER ROLE … SET statement_timeout = 0) or this command \
      (PGOPTIONS='-c statement_timeout=0'), and \(again).
      """
    case .lockNotAvailable:
      """
      Another session holds a lock on \(table ?? "a table that this needs") or one of its partitions \
      (see pg_locks). When it has ended, \(again).
      """
    // With a context it is a function of the user's that looked for something.
    case _ where Self.ofChangedTables.contains(sqlState) && context == nil:
      """
      \(table ?? "A table that this needs"), or what belongs to it, was dropped or altered\
      \(table == nil ? "" : " while this loaded"). When it is as it should be, \(again).
      """
    case .insufficientPrivilege:
      """
      Let an owner grant this role what is missing, or name another user in the database's URL, \
      and \(again).
      """
    case .readOnlyTransaction:
      """
      The server is a standby, or default_transaction_read_only is on. Name the primary server, \
      or set it to off for this role, and \(again).
      """
    case .diskFull: "Make room on the server's disk, and \(again)."
    case _ where sqlState.mayPassOnRetry: "When the server can be reached, \(again)."
    default: nil
    }
  }
}

extension Error {
  /// With what to do next, where it is the server's.
  package var advised: any Error { (self as? PostgresError)?.advised() ?? self }
}
