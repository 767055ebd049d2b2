package import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The moment that a run takes for now: what `as_of` says, or the time at which it began.
package struct Clock: Sendable, Hashable {
  /// Targets that do not speak to a database themselves name the type by this.
  package typealias Moment = Timestamp

  package let now: Timestamp

  package init(now: Timestamp) { self.now = now }

  /// What `init(_:)` reads, as the end of "expected …".
  package static let expected = "a time in ISO 8601 such as 2024-07-01 or 2024-07-01T12:00:00Z"

  /// Reads a time in ISO 8601; one without a zone is in UTC. Nil for any other text.
  package init?(_ text: String) {
    guard let now = Timestamp(text) else { return nil }
    self.now = now
  }

  /// The time by the system's clock.
  package static func system() -> Clock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Clock(
      now: Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000))
  }

  /// The day in UTC, as `2024-07-01`.
  package var today: String { day(daysBack: 0) }

  package var yesterday: String { day(daysBack: 1) }

  /// The moment so many seconds before now.
  package func moment(secondsAgo seconds: Int) -> Timestamp {
    Timestamp(microseconds: now.microseconds - Int64(seconds) * 1_000_000)
  }

  private func day(daysBack: Int) -> String {
    String(moment(secondsAgo: daysBack * 86_400).description.prefix { $0 != "T" })
  }
}
