import Postgres
import Store

extension HistoryTable {
  /// How the server sums up rows: the one place that says what makes two sets of rows equal.
  ///
  /// Each row is hashed as the text that is exported, so 1.0 and 1.00 differ, NULL and an empty
  /// text differ, and a type needs no hash function of its own, which `json` does not have. A sum
  /// does not mind the order, is that of its parts, and notices a row that stands twice.
  private var contentColumns: SQL {
    let names = columns.map(\.name)
    return """
      count(*), coalesce(sum(hashtextextended(ROW(\(identifiers: names))::text, 0)), 0)::text,
      min(\(identifier: timeColumn)), max(\(identifier: timeColumn))
      """
  }

  /// What the rows hold that a condition selects.
  func content(where condition: SQL, on connection: Connection) throws -> RowContent {
    try connection.first(
      "SELECT \(sql: contentColumns) FROM \(table: name) WHERE \(sql: condition)"
    ).map { try RowContent($0, from: 0) } ?? RowContent()
  }

  /// How many rows a condition selects.
  func count(where condition: SQL, on connection: Connection) throws -> Int {
    try connection.first("SELECT count(*) FROM \(table: name) WHERE \(sql: condition)")?.get(0) ?? 0
  }

  /// The rows of a range, cut by months or days; those without rows are left out.
  func slices(of range: TimeRange, on connection: Connection) throws -> [Slice] {
    try connection.query(
      """
      SELECT \(sql: contentColumns)
      FROM \(table: name)
      WHERE \(sql: isWithin(range))
      GROUP BY date_trunc(\(cut.unit.sqlName)::text, \(identifier: timeColumn)::timestamptz, 'UTC')
      ORDER BY 3
      """
    ).map { row in
      let content = try RowContent(row, from: 0)
      return Slice(range: bounds(of: content, in: range), content: content)
    }
  }

  /// The whole month or day that rows lie in, as far as the range reaches.
  private func bounds(of content: RowContent, in range: TimeRange) -> TimeRange {
    guard let moment = content.minTime else { return range }
    let whole = cut.partition(holding: moment)
    return TimeRange(
      from: max(whole.from ?? range.from, range.from), to: min(whole.to ?? range.to, range.to))
  }

  /// The first moment of the month or day of the earliest row; nil without rows.
  func beginning(on connection: Connection) throws -> Timestamp? {
    let ofSource: SQL = source.map { " WHERE source_id = \($0.id)" } ?? ""
    let earliest: Timestamp? = try connection.first(
      "SELECT min(\(identifier: timeColumn)) FROM \(table: name)\(sql: ofSource)")?.get(0)
    return earliest.map { cut.partition(holding: $0).from ?? $0 }
  }
}

extension RowContent {
  /// Reads the four columns of `contentColumns`.
  fileprivate init(_ row: Row, from column: Int) throws {
    try self.init(
      rows: row.get(column), checksum: row.get(column + 1), minTime: row.get(column + 2),
      maxTime: row.get(column + 3))
  }
}

/// The server's `numeric` sum of 64-bit hashes, as text: it fits until rows are counted in
/// quintillions.
extension Int128: SQLDecodable {}

extension PartitionPolicy.Unit {
  fileprivate var sqlName: String {
    switch self {
    case .month: "month"
    case .day: "day"
    }
  }
}
