import Foundation
import Postgres
import TestSupport
import Testing

struct TimestampTests {
  @Test(
    arguments: [
      ("2024-01-01T00:00:00Z", 1_704_067_200_000_000),
      ("1970-01-01T00:00:00Z", 0),
      ("1969-12-31T23:59:59.999999Z", -1),
      ("1900-03-01T00:00:00Z", -2_203_891_200_000_000),
      ("2000-02-29T12:30:45.5Z", 951_827_445_500_000),
      ("2024-12-31T23:59:59.000001Z", 1_735_689_599_000_001),
      ("10000-01-01T00:00:00Z", 253_402_300_800_000_000),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
      ("0044-03-15T10:00:00Z BC", -63_517_788_000_000_000),
    ] as [(String, Int64)])
  func textAndMicrosecondsTellTheSameMoment(text: String, microseconds: Int64) {
    #expect(Timestamp(text) == Timestamp(microseconds: microseconds))
    #expect(Timestamp(microseconds: microseconds).description == text)
  }

  @Test(arguments: [
    ("2024-01-01", "2024-01-01T00:00:00Z"),
    ("2024-01-01 06:30", "2024-01-01T06:30:00Z"),
    ("2024-01-01 06:30:00+00", "2024-01-01T06:30:00Z"),
    ("2024-01-01 06:30:00.25+05:30", "2024-01-01T01:00:00.25Z"),
    ("2024-01-01T06:30:00-0330", "2024-01-01T10:00:00Z"),
    ("1880-01-01 00:00:00+00:53:28", "1879-12-31T23:06:32Z"),
    ("0044-03-15 10:00:00+00 BC", "0044-03-15T10:00:00Z BC"),
    ("0044-03-15 BC", "0044-03-15T00:00:00Z BC"),
  ])
  func theFormsOfPostgreSQLAndISOAreRead(text: String, canonical: String) {
    #expect(Timestamp(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "infinity", "-infinity", "now", "2024", "2024-13-01", "2024-02-30", "2023-02-29",
    "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z",
    "2024-01-01T00:00:00.1234567Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Z ",
    "2024-01-01 00:00:00 CET", "2024-1-1", "-2024-01-01", "0000-01-01", "2024-01-01T00:00:00+1",
    "294248-01-01T00:00:00Z",
  ])
  func anythingElseIsRefused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func theCalendarIsTheOneOfFoundationOverFourCenturies() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    // A step that is no divisor of a day or of a year meets every month and every kind of year.
    for seconds in stride(from: -6_000_000_000, through: 6_000_000_000, by: 1_234_567) {
      let civil = Timestamp(microseconds: Int64(seconds) * 1_000_000).civil
      let expected = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second],
        from: Date(timeIntervalSince1970: Double(seconds)))
      try #require(
        civil
          == CivilTime(
            year: expected.year ?? 0, month: expected.month ?? 0, day: expected.day ?? 0,
            hour: expected.hour ?? 0, minute: expected.minute ?? 0, second: expected.second ?? 0))
      try #require(Timestamp(civil)?.microseconds == Int64(seconds) * 1_000_000)
    }
  }

  @Test func momentsAreOrdered() {
    let early = Timestamp(microseconds: -1)
    let late = Timestamp(microseconds: 0)
    #expect(early < late)
    #expect([late, early].sorted() == [early, late])
  }

  @Test func codingIsByText() throws {
    let moment = Timestamp(microseconds: 1_500_000)
    let json = try JSONEncoder().encode([moment])
    #expect(String(decoding: json, as: UTF8.self) == #"["1970-01-01T00:00:01.5Z"]"#)
    #expect(try JSONDecoder().decode([Timestamp].self, from: json) == [moment])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Timestamp].self, from: Data(#"["soon"]"#.utf8))
    }
  }

  @Test func theClockGoesOn() {
    let now = Timestamp.now
    #expect(now > Timestamp(microseconds: 1_767_225_600_000_000))
    #expect(Timestamp.now >= now)
  }

  @Test(
    .emptyDatabase,
    arguments: [
      "4713-01-01T00:00:00Z BC", "0001-12-31T23:59:59.999999Z BC", "0001-01-01T00:00:00Z",
      "1969-12-31T23:59:59.999999Z", "2024-02-29T12:00:00.000001Z", "294246-12-31T23:59:59Z",
    ])
  func theServerReadsAndWritesTheSameMoment(text: String) throws {
    let moment = try #require(Timestamp(text))
    let row = try #require(
      try TestDatabase.connect().first(
        "SELECT \(moment), extract(epoch FROM \(moment)) * 1000000, \(literal: moment)::timestamptz"
      ))
    #expect(try row.get(0) == moment)
    #expect(try row.get(1, as: String.self).hasPrefix("\(moment.microseconds)"))
    #expect(try row.get(2) == moment)
  }
}
