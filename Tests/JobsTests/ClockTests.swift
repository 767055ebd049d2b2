import Postgres
import Store
import Testing

@Suite struct ClockTests {
  @Test func daysAreThoseOfUTC() throws {
    let clock = try #require(Clock("2024-03-01T00:30:00+01:00"))
    #expect(clock.today == "2024-02-29")
    #expect(clock.yesterday == "2024-02-28")
  }

  @Test func anAgeIsCountedBack() throws {
    let clock = try #require(Clock("2024-03-01"))
    #expect(clock.moment(secondsAgo: 86_400) == Timestamp("2024-02-29"))
  }

  @Test func whatIsNoTimeIsNoClock() {
    #expect(["", "tomorrow", "2024-13-01", "2024-02-30", "12:00"].allSatisfy { Clock($0) == nil })
  }
}
