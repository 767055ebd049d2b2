package import Postgres

/// Moments from one until just before another.
package struct TimeRange: Sendable, Hashable, Codable {
  /// The first moment.
  package let from: Timestamp
  /// The first moment behind the range.
  package let to: Timestamp

  package init(from: Timestamp, to: Timestamp) {
    self.from = from
    self.to = to
  }

  package var isEmpty: Bool { from >= to }

  package func contains(_ other: TimeRange) -> Bool { from <= other.from && other.to <= to }

  package func overlaps(_ other: TimeRange) -> Bool { from < other.to && other.from < to }

  /// What is left of the range without others, earliest first.
  package func subtracting(_ others: [TimeRange]) -> [TimeRange] {
    var rest: [TimeRange] = []
    var start = from
    for other in others.sorted(by: { $0.from < $1.from }) where overlaps(other) {
      if start < other.from { rest.append(TimeRange(from: start, to: other.from)) }
      start = max(start, other.to)
    }
    if start < to { rest.append(TimeRange(from: start, to: to)) }
    return rest
  }

  /// The same moments in as few ranges as possible, earliest first.
  package static func joined(_ ranges: [TimeRange]) -> [TimeRange] {
    var joined: [TimeRange] = []
    for range in ranges.sorted(by: { $0.from < $1.from }) {
      if let last = joined.last, range.from <= last.to {
        joined[joined.count - 1] = TimeRange(from: last.from, to: max(last.to, range.to))
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}

extension TimeRange: CustomStringConvertible {
  /// `2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z`
  package var description: String { "\(from) to \(to)" }
}
