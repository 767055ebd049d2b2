import Postgres

/// The rows of a query, each as its columns with bars between, NULL as nothing.
func rows(_ connection: Connection, _ sql: SQL) throws -> [String] {
  try connection.query(sql).map { row in
    try row.columnNames.indices.map { try row.get($0, as: String?.self) ?? "" }.joined(
      separator: "|")
  }
}

/// A moment written in ISO 8601; the epoch where the text is none, which no test asks for.
func moment(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(microseconds: 0) }
