package import Postgres

/// What a set of rows holds, as the server sums it up: equal for equal rows in any order.
package struct RowContent: Sendable, Hashable {
  package var rows: Int
  /// The sum of a 64-bit hash of each row.
  package var checksum: Int128
  /// Nil without rows.
  package var minTime: Timestamp?
  package var maxTime: Timestamp?

  package init(
    rows: Int = 0, checksum: Int128 = 0, minTime: Timestamp? = nil, maxTime: Timestamp? = nil
  ) {
    self.rows = rows
    self.checksum = checksum
    self.minTime = minTime
    self.maxTime = maxTime
  }

  /// Whether both are the same rows.
  package func matches(_ other: RowContent) -> Bool {
    rows == other.rows && checksum == other.checksum
  }

  /// The content of two sets that share no row.
  package static func + (left: RowContent, right: RowContent) -> RowContent {
    RowContent(
      rows: left.rows + right.rows, checksum: left.checksum &+ right.checksum,
      minTime: [left.minTime, right.minTime].compactMap { $0 }.min(),
      maxTime: [left.maxTime, right.maxTime].compactMap { $0 }.max())
  }
}

/// Rows of a table within a range of time, and what they hold.
package struct Slice: Sendable, Hashable {
  package let range: TimeRange
  package let content: RowContent

  package init(range: TimeRange, content: RowContent) {
    self.range = range
    self.content = content
  }
}
