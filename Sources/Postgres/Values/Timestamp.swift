/// A moment in time, to the microsecond: what PostgreSQL calls `timestamptz`.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Since 1970-01-01 00:00 UTC; negative before.
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The moment that a calendar and a clock in UTC write so; nil when they write no such thing, or
  /// when it lies beyond what 64 bits of microseconds reach.
  package init?(_ civil: CivilTime) {
    guard civil.exists, abs(civil.year) < 300_000 else { return nil }
    let seconds =
      civil.daysSinceEpoch * 86_400 + civil.hour * 3600 + civil.minute * 60 + civil.second
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, sumOverflows) = product.addingReportingOverflow(civil.microsecond)
    guard !overflows, !sumOverflows else { return nil }
    self.init(microseconds: Int64(sum))
  }

  /// The moment as a calendar and a clock in UTC write it.
  package var civil: CivilTime {
    let total = Int(microseconds)
    let days = total.flooredQuotient(by: 86_400_000_000)
    let ofDay = total - days * 86_400_000_000
    var civil = CivilTime(daysSinceEpoch: days)
    civil.hour = ofDay / 3_600_000_000
    civil.minute = ofDay / 60_000_000 % 60
    civil.second = ofDay / 1_000_000 % 60
    civil.microsecond = ofDay % 1_000_000
    return civil
  }
}
