package import Postgres

/// How long the rows of one table are kept.
package struct RetentionPolicy: Sendable {
  package var table: TableName
  package var limit: Limit
  /// The folder into which rows are archived before they go; nil lets them go without.
  package var archiveFirst: String?
  /// The column that says when a row is from; nil finds it.
  package var timeColumn: String?

  /// Which rows are too old.
  package enum Limit: Sendable, Hashable {
    /// Those whose time lies more than this many seconds before now.
    case keep(seconds: Int)
    /// Those before a moment.
    case olderThan(Timestamp)

    /// The first moment whose rows are kept.
    func cutoff(asOf now: Timestamp) -> Timestamp {
      switch self {
      case .keep(let seconds):
        Timestamp(microseconds: now.microseconds - Int64(seconds) * 1_000_000)
      case .olderThan(let moment): moment
      }
    }
  }

  package init(
    table: TableName, limit: Limit, archiveFirst: String? = nil, timeColumn: String? = nil
  ) {
    self.table = table
    self.limit = limit
    self.archiveFirst = archiveFirst
    self.timeColumn = timeColumn
  }
}
