import FlatFiles
import Layouts
import Testing

/// How files write times. Moments are microseconds since 1970, in UTC.
@Suite struct TimeTrapTests {
  private func moments(_ texts: [String], _ time: String = "") throws -> Mapped {
    try mapped(
      "at\n" + texts.map { "\"\($0)\"\n" }.joined(),
      """
      into: things
      format: csv
      dialect: {delimiter: ',', header: first}
      columns: {at: {from: at, type: timestamp, required: true}}
      null_rows: keep
      time: {column: at\(time)}
      """)
  }

  /// 2024-01-31 21:30:00 UTC.
  private static let evening = 1_706_736_600_000_000
  /// Midnight before it.
  private static let day = 1_706_659_200_000_000

  @Test(arguments: [
    "1706736600", "1706736600000", "1706736600000000", "1706736600000000000",
    "1706736600.0", "1.7067366e9", "2024-01-31T21:30:00Z", "2024-01-31 21:30:00",
    "2024-01-31T23:30:00+02:00", "2024-01-31T21:30:00.0000000Z", "1/31/2024 21:30",
    "31.01.2024 21:30:00.000", "2024-01-31 9:30 PM", "20240131 213000", "Jan 31 2024 21:30",
  ])
  func theSameMomentIsReadInEachForm(text: String) throws {
    #expect(try moments([text]) == Mapped(rows: ["\(Self.evening)"]))
  }

  @Test(arguments: ["1/31/2024", "31.01.2024", "20240131", "2024-01-31", "Jan 31 2024"])
  func aDayIsItsMidnightInUTC(text: String) throws {
    #expect(try moments([text]) == Mapped(rows: ["\(Self.day)"]))
  }

  @Test(arguments: [
    ("2024-01-31 11-AM", 11), ("2024-01-31 12-AM", 0), ("2024-01-31 12-PM", 12),
    ("2024-01-31 09-PM", 21),
  ])
  func hoursBeforeAndAfterNoonAreRead(text: String, hour: Int) throws {
    #expect(try moments([text]) == Mapped(rows: ["\(Self.day + hour * 3_600_000_000)"]))
  }

  @Test func monthsInFiguresAreReadWhereTheyAreToldAndNeverGuessed() throws {
    #expect(try moments(["202401"], ", unit: '%Y%m'") == Mapped(rows: ["1704067200000000"]))
    #expect(try moments(["202401"]) == Mapped(rejects: ["2 not-a-time"]))
  }

  @Test(arguments: [
    ("2024013121", "2024013122", 3_600), ("202401312130", "202401312131", 60),
    ("20240131213000", "20240131213001", 1),
  ])
  func timesInDigitsAloneAreNoCounts(first: String, second: String, step: Int) throws {
    let start = step == 3_600 ? Self.evening - 1_800_000_000 : Self.evening
    #expect(
      try moments([first, second]) == Mapped(rows: ["\(start)", "\(start + step * 1_000_000)"]))
    let berlin = try moments([first, second], ", zone: Europe/Berlin")
    #expect(berlin.rows.first == "\(start - 3_600_000_000)")
  }

  @Test func digitsThatAreNoTimesInTheWholeSampleAreCounts() throws {
    #expect(
      try moments(["202401312130", "202401312190"])
        == Mapped(rows: ["202401312130000", "202401312190000"]))
    #expect(
      try moments(["202401312130"], ", unit: ms") == Mapped(rows: ["202401312130000"]))
    #expect(
      try moments(["202401312130", "1706736600000"])
        == Mapped(rows: ["\(Self.evening)"], rejects: ["3 mixed-time-units"]))
  }

  @Test func aQuarterIsItsFirstDay() throws {
    #expect(
      try moments(["1987-Q1", "1987-Q2"]) == Mapped(rows: ["536457600000000", "544233600000000"]))
  }

  @Test func theFileTellsWhetherTheDayOrTheMonthComesFirst() throws {
    #expect(
      try moments(["01/02/2024", "31/01/2024"])
        == Mapped(rows: ["1706745600000000", "\(Self.day)"]))
    #expect(
      try moments(["01/02/2024", "1/31/2024"])
        == Mapped(rows: ["1704153600000000", "\(Self.day)"]))
    #expect(try moments(["01/02/2024"]) == Mapped(rejects: ["2 ambiguous-date"]))
  }

  @Test func clocksThatArePutForwardAndBackAreFollowed() throws {
    let rows = try moments(
      ["2024-03-31 01:30", "2024-03-31 03:30", "2024-10-27 01:30", "2024-10-27 03:30"],
      ", zone: Europe/Berlin")
    #expect(
      rows
        == Mapped(rows: [
          "1711845000000000", "1711848600000000", "1729985400000000", "1729996200000000",
        ]))
  }

  @Test func offsetsThatChangeWithinAFileAreFollowed() throws {
    #expect(
      try moments(["2021-03-26 16:30:00+00:00", "2021-03-29 08:00:00+01:00"])
        == Mapped(rows: ["1616776200000000", "1617001200000000"]))
  }

  @Test func twentyFourOClockIsTheNextDay() throws {
    #expect(
      try moments(["2024-01-31T24:00:00Z"]) == Mapped(rows: ["\(Self.day + 86_400_000_000)"]))
  }

  @Test func whatIsFinerThanAMicrosecondIsCutOffAndNeverRounded() throws {
    #expect(
      try moments(["2024-01-31T23:59:59.9999999Z"])
        == Mapped(rows: ["\(Self.day + 86_399_999_999)"]))
    #expect(
      try moments(["1706745599999999999"]) == Mapped(rows: ["\(Self.day + 86_399_999_999)"]))
  }

  @Test func unitsThatMixWithinAFileAreRejectedUnlessItIsTold() throws {
    #expect(
      try moments(["1646092800", "1609459140000"])
        == Mapped(rows: ["1646092800000000"], rejects: ["3 mixed-time-units"]))
    #expect(
      try moments(["1646092800", "1609459140000"], ", unit: per-value")
        == Mapped(rows: ["1646092800000000", "1609459140000000"]))
  }

  @Test func aDayThatDoesNotExistIsRejected() throws {
    #expect(
      try moments(["2024-02-29", "2024-02-30"])
        == Mapped(rows: ["1709164800000000"], rejects: ["3 not-a-time"]))
  }
}
