internal import Postgres
package import Store

/// What `aggregate` did:
///
///     {"ranges":1,"rows":1440,"roll_ups":[{"table":"hourly_stats","written":24,"removed":0,
///       "unchanged":0,"incomplete":0},…],"incomplete_buckets":[{"table":"daily_stats",
///       "source":"btc_price","bucket":"2024-01-31T00:00:00Z","archives":["/data/2024"]}],
///       "seconds":0.2}
package struct AggregateReport: VerbReport {
  /// Dirty ranges that need no more summing up.
  package var rangesDone = 0
  /// Rows that were read: those of whole months and weeks.
  package var rows = 0
  package var rollUps: [RollUp: Buckets] = [:]
  /// Kept as they were, because rows of theirs were forgotten on purpose: the first 1,000. The
  /// counts are of all.
  package var incompleteBuckets: [IncompleteBucket] = []
  package var seconds = 0.0
  package var outcome = Outcome.done

  package init() {}

  /// The buckets of one roll-up that were looked at.
  package struct Buckets: Encodable, Sendable, Hashable {
    package var written = 0
    package var removed = 0
    package var unchanged = 0
    package var incomplete = 0

    package init(written: Int = 0, removed: Int = 0, unchanged: Int = 0, incomplete: Int = 0) {
      self.written = written
      self.removed = removed
      self.unchanged = unchanged
      self.incomplete = incomplete
    }

    init(_ row: Row) throws {
      try self.init(
        written: row.get("written"), removed: row.get("removed"), unchanged: row.get("unchanged"),
        incomplete: row.get("incomplete"))
    }
  }

  /// More than a person reads; a backfill of years that had expired makes a hundred thousand.
  static let mostIncompleteBuckets = 1000

  /// Counts in another slice.
  mutating func add(_ part: AggregateReport) {
    rangesDone += part.rangesDone
    rows += part.rows
    let room = Self.mostIncompleteBuckets - incompleteBuckets.count
    incompleteBuckets += part.incompleteBuckets.prefix(max(room, 0))
    rollUps.merge(part.rollUps) { sum, more in
      Buckets(
        written: sum.written + more.written, removed: sum.removed + more.removed,
        unchanged: sum.unchanged + more.unchanged, incomplete: sum.incomplete + more.incomplete)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(rangesDone, forKey: .ranges)
    try container.encode(rows, forKey: .rows)
    let tables = RollUp.allCases.map { Table(table: $0, buckets: rollUps[$0] ?? Buckets()) }
    try container.encode(tables, forKey: .rollUps)
    try container.encode(incompleteBuckets, forKey: .incompleteBuckets)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(outcome.error, forKey: .error)
  }

  private enum Key: String, CodingKey {
    case ranges, rows, seconds, error
    case rollUps = "roll_ups"
    case incompleteBuckets = "incomplete_buckets"
  }

  /// A roll-up's buckets with its name among them.
  private struct Table: Encodable {
    let table: RollUp
    let buckets: Buckets

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(table, forKey: .table)
      try buckets.encode(to: encoder)
    }

    private enum CodingKeys: CodingKey { case table }
  }
}

extension Outcome {
  /// What stopped a verb, in words; nil when nothing did.
  var error: String? {
    if case .failed(let error) = self { "\(error)" } else { nil }
  }
}
