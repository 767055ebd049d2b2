import Testing

@testable import Layouts

@Suite struct TimeProfileTests {
  private let minute: Int64 = 60_000_000
  private let day: Int64 = 86_400_000_000

  private func profile(_ moments: [Int64]) -> TimeProfile {
    var profile = TimeProfile()
    for moment in moments { profile.add(moment) }
    return profile
  }

  @Test func gapsAreThePlacesWhereTheNextRowIsFartherAway() throws {
    let rhythm = try #require(profile([0, 1, 2, 5, 6, 7, 17].map { $0 * minute }).rhythm)
    #expect((rhythm.name, rhythm.gaps) == ("1m", 2))
    #expect(rhythm.longestGap == 10 * minute)
    #expect(rhythm.longestGapFrom == 7 * minute)
  }

  @Test func newestFirstIsAnOrderToo() throws {
    let profile = profile([7, 6, 3, 2, 1].map { $0 * minute })
    #expect(profile.order == .descending)
    let rhythm = try #require(profile.rhythm)
    #expect((rhythm.name, rhythm.gaps, rhythm.longestGapFrom) == ("1m", 1, 3 * minute))
    #expect((profile.earliest, profile.latest) == (minute, 7 * minute))
  }

  @Test func rowsInNoOrderHaveNoGaps() {
    let profile = profile([3, 1, 2].map { $0 * minute })
    #expect(profile.order == .mixed)
    #expect(profile.rhythm == nil)
  }

  @Test func aRowAtTheTimeOfTheOneBeforeIsCounted() {
    let profile = profile([1, 1, 2, 2, 2].map { $0 * minute })
    #expect(profile.repeated == 3)
    #expect(profile.order == .ascending)
    #expect(self.profile([5, 5]).order == nil)
  }

  @Test func rowsThatAreALittleLateLeaveNoGap() {
    // Funding stamps: 0 to 16 ms after each eighth hour.
    let hours8: Int64 = 8 * 3_600_000_000
    let moments = (0..<100).map { Int64($0) * hours8 + ($0 % 10 == 0 ? 16_000 : 0) }
    #expect(profile(moments).rhythm?.name == "8h")
    #expect(profile(moments).rhythm?.gaps == 0)
  }

  @Test func monthsAreNotAllEquallyLong() throws {
    let moments = (0..<36).map {
      Calendar.day(year: 2020 + $0 / 12, month: $0 % 12 + 1, day: 1) * day
    }
    let rhythm = try #require(profile(moments).rhythm)
    #expect((rhythm.name, rhythm.gaps) == ("1mo", 0))
    #expect(rhythm.interval == 31 * day)
    #expect(profile(moments.filter { $0 != moments[20] }).rhythm?.gaps == 1)
  }

  @Test func weekendsAreGapsOfAKindOfTheirOwn() throws {
    // From Thursday 1970-01-01 on, without Saturdays and Sundays.
    let moments = (0..<28).filter { ![2, 3].contains($0 % 7) }.map { Int64($0) * day }
    let rhythm = try #require(profile(moments).rhythm)
    #expect((rhythm.name, rhythm.gaps, rhythm.weekends) == ("1d", 4, 4))
  }

  @Test func tradesHaveNoRhythmButAMiddle() throws {
    var moment: Int64 = 0
    let moments = (0..<100_000).map { step -> Int64 in
      moment += Int64(step % 20_000 + 1) * 50
      return moment
    }
    let rhythm = try #require(profile(moments).rhythm)
    #expect(!rhythm.isRegular)
    #expect(rhythm.gaps == nil)
    #expect(abs(rhythm.interval - 500_000) < 500_000 / 20)
  }

  @Test func eachSourceIsASeriesOfItsOwn() {
    var profile = TimeProfile()
    for source in 0..<3 {
      for step in 0..<4 { profile.add(Int64(step) * minute, of: source) }
    }
    #expect(profile.series == 3)
    #expect(profile.order == .ascending)
    #expect(profile.rhythm?.gaps == 0)
  }
}
