extension PostgresError: CustomStringConvertible {
  /// The server's words, then what it said beside them, a line each:
  ///
  ///     duplicate key value violates unique constraint "t_pkey" (SQLSTATE 23505)
  ///       detail: Key (id)=(1) already exists.
  ///       statement: INSERT INTO t VALUES ($1)
  package var description: String {
    var lines = ["\(message) (SQLSTATE \(sqlState.code))"]
    if let detail { lines.append("detail: \(detail)") }
    if let hint { lines.append("hint: \(hint)") }
    if let context { lines.append("context: \(context)") }
    if let sql { lines.append("statement: \(shortened(sql))") }
    return lines.joined(separator: "\n  ")
  }

  /// On one line and no longer than a reader needs to know the statement again.
  private func shortened(_ sql: String) -> String {
    let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 200 ? words.prefix(200) + " …" : words
  }
}
