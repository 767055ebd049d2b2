import FlatFiles
import Layouts
import Testing

@Suite struct TimeMappingTests {
  /// Maps one time per record by a `time` rule; gives microseconds, or `code: message`.
  private func times(
    _ records: [TestField], _ rule: String = "{}", options: LayoutOptions = LayoutOptions()
  ) throws -> [String] {
    let mapper = try RowMapper(
      """
      name: times
      columns: {timestamp: 1, value: 2}
      source: s
      time: \(rule)
      """, options: options)
    return records.map { record in
      let mapped = mapper.mapped([[record, 1]])
      let row = mapped.rows.first?.split(separator: "|")[1]
      return row.map(String.init) ?? mapped.rejects[0]
    }
  }

  @Test(arguments: [
    ("1609459200", "1609459200000000"), ("1609459200000", "1609459200000000"),
    ("1735689600000001", "1735689600000001"), ("1735689600000001999", "1735689600000001"),
    ("1325412060.0", "1325412060000000"), ("1325412060.123456789", "1325412060123456"),
    ("1.6094592e+12", "1609459200000000"), ("1609459200000.5", "1609459200000500"),
    ("-1609459200", "-1609459200000000"), ("-126230400.0000001", "-126230400000001"),
    ("2024-01-31", "1706659200000000"), ("2024-01-31 09:30", "1706693400000000"),
    ("2024-01-31T09:30:15Z", "1706693415000000"),
    ("2024-01-31T09:30:15.1234567Z", "1706693415123456"),
    ("2024-01-31 09:30:15.999999999", "1706693415999999"),
    ("2021-09-27 14:45:00+01:00", "1632750300000000"),
    ("2024-01-31T09:30:15-0530", "1706713215000000"),
    ("2024-01-31T09:30:15+09", "1706661015000000"),
    ("2024-02-29", "1709164800000000"), ("2023-12-31T24:00:00Z", "1704067200000000"),
    ("2016-12-31T23:59:60Z", "1483228800000000"), ("1969-12-31T23:59:59.5", "-500000"),
    ("1900-01-01", "-2208988800000000"), (" 2024-01-31 ", "1706659200000000"),
  ])
  func aTimeIsReadToTheMicrosecondAndCutOffDownwards(text: String, expected: String) throws {
    #expect(try times([TestField(text, .bare)]) == [expected])
  }

  @Test(arguments: [
    "2024-02-30", "2023-02-29", "2024-13-01", "2024-01-31T25:00", "yesterday",
    "2024-01-31 09:30:15.", "2024-01-31 09:30:15.1234567890", "12:30", "2024-01-31x", "1.2.3", "-",
    "1609459200s",
  ])
  func whatIsNoTimeIsRejected(text: String) throws {
    #expect(
      try times([TestField(text, .bare)]) == ["1:timestamp:not-a-time: `\(text)` is not a time"])
  }

  @Test func aNumberThatMayBeADateIsNotGuessedAt() throws {
    #expect(
      try times([TestField("202401", .bare)]) == [
        "1:timestamp:not-a-time: `202401` can be a time in several units or a date; "
          + "say which with `time.unit`"
      ])
    #expect(try times([202_401], "{unit: s}") == ["202401000000"])
    #expect(try times([202_401], "{unit: '%Y%m'}") == ["1704067200000000"])
    #expect(try times([20_240_131], "{unit: s}") == ["20240131000000"])
    #expect(try times([20_240_131], "{unit: '%Y%m%d'}") == ["1706659200000000"])
  }

  @Test func theFirstTimeOfAFileDecidesTheUnit() throws {
    let result = try times([
      1_609_459_200_000, 1_609_459_200, TestField("2021-01-01", .bare), 1_609_459_260_000,
    ])
    #expect(
      result == [
        "1609459200000000",
        "1:timestamp:mixed-time-units: `1609459200` is a time in s, but the file began with ms",
        "1:timestamp:mixed-time-units: `2021-01-01` is a time in iso, but the file began with ms",
        "1609459260000000",
      ])
  }

  @Test func aUnitThatIsToldIsKeptTo() throws {
    #expect(
      try times([86_400, TestField("1970-01-02", .bare)], "{unit: s}") == [
        "86400000000", "1:timestamp:not-a-time: `1970-01-02` is not a time in s",
      ])
    #expect(
      try times([1_609_459_200_000], "{unit: ns}", options: LayoutOptions(unit: .milliseconds))
        == ["1609459200000000"])
  }

  @Test func aTimeOutsideItsBoundsIsRejected() throws {
    #expect(
      try times([1_609_459_200_000, 1_230_940_799], "{unit: s, from: 2009-01-03}") == [
        "1:timestamp:time-out-of-range: `1609459200000` is after 2096-10-03 07:06:40Z",
        "1:timestamp:time-out-of-range: `1230940799` is before 2009-01-03 00:00:00Z",
      ])
  }

  @Test func aFileMayBeYoungerThanTheDayThatIsReplayed() throws {
    let layout = try Layout(
      yaml: "name: x\ncolumns: {timestamp: 1, value: 2}\nsource: s", file: "l.yml")
    let mapper = try RowMapper(
      layout.effective(fileName: "x.csv"), names: .positions, fileName: "x.csv",
      clock: FileClock(captured: nil, now: 1_609_459_200_000_000))
    #expect(mapper.mapped(["1735689600,1"]).rows == ["s|1735689600000000|1"])
  }

  @Test(arguments: [
    ("%d.%m.%Y %H:%M:%S.%f", "01.02.2017 22:00:00.000", "1485986400000000"),
    ("%m/%d/%Y", "1/5/2024", "1704412800000000"),
    ("%Y-%m-%d %I-%p", "2019-10-17 12-AM", "1571270400000000"),
    ("%Y-%m-%d %I-%p", "2017-07-01 11-PM", "1498950000000000"),
    ("%Y%m%d%H%M%S", "20240131093015", "1706693415000000"), ("%Y%m", "202402", "1706745600000000"),
    ("%b %d %Y", "Jan 1 2000", "946684800000000"), ("%d %B %y", "3 march 99", "920419200000000"),
    ("%Y-%m-%d %H:%M%z", "2024-01-31 09:30+0530", "1706673600000000"),
    ("100%% %Y", "100% 2024", "1704067200000000"),
  ])
  func aPatternIsFollowed(pattern: String, text: String, expected: String) throws {
    #expect(try times([TestField(text, .bare)], "{unit: '\(pattern)'}") == [expected])
  }

  @Test func aTextThatDoesNotFollowThePatternIsRejected() throws {
    #expect(
      try times([TestField("2024-01-31", .bare)], "{unit: '%d.%m.%Y'}") == [
        "1:timestamp:not-a-time: `2024-01-31` is not a time of the form `%d.%m.%Y`"
      ])
  }

  @Test func naiveTimesAreReadInTheirZone() throws {
    let texts = [
      "2024-01-15 12:00", "2024-07-15 12:00", "2024-07-15 12:00Z", "1975-07-15 12:00",
      // Put forward at 02:00 and back at 03:00.
      "2024-03-31 01:59", "2024-03-31 03:00", "2024-10-27 01:59", "2024-10-27 03:00",
    ]
    #expect(
      try times(texts.map { TestField($0, .bare) }, "{zone: Europe/Berlin}") == [
        "1705316400000000", "1721037600000000", "1721044800000000", "174654000000000",
        "1711846740000000", "1711846800000000", "1729987140000000", "1729994400000000",
      ])
  }

  /// Each would take the place of another row, and nobody would know.
  @Test func aTimeThatTheClocksShowedTwiceOrNeverIsRejected() throws {
    let texts = ["2024-10-27 02:00", "2024-10-27 02:59", "2024-03-31 02:30", "2024-03-31"]
    let fields = texts.map { TestField($0, .bare) }
    #expect(
      try times(fields, "{zone: Europe/Berlin}") == [
        "1:timestamp:ambiguous-time: the clocks of Europe/Berlin showed `2024-10-27 02:00` twice: it"
          + " is 2024-10-27 00:00:00Z or 2024-10-27 01:00:00Z; say which with `time.clock_change:"
          + " before` or `after`",
        "1:timestamp:ambiguous-time: the clocks of Europe/Berlin showed `2024-10-27 02:59` twice: it"
          + " is 2024-10-27 00:59:00Z or 2024-10-27 01:59:00Z; say which with `time.clock_change:"
          + " before` or `after`",
        "1:timestamp:skipped-time: the clocks of Europe/Berlin were put forward over `2024-03-31"
          + " 02:30`; read it as 2024-03-31 01:30:00Z with `time.clock_change: before`, or as"
          + " 2024-03-31 00:30:00Z with `after`", "1711839600000000",
      ])
    #expect(
      try times(fields, "{zone: Europe/Berlin, clock_change: before}") == [
        "1729987200000000", "1729990740000000", "1711848600000000", "1711839600000000",
      ])
    #expect(
      try times(fields, "{zone: Europe/Berlin, clock_change: after}") == [
        "1729990800000000", "1729994340000000", "1711845000000000", "1711839600000000",
      ])
    // Another half of the world, half an hour, and an hour of the night before.
    #expect(
      try times([TestField("2024-04-07 01:45", .bare)], "{zone: Australia/Lord_Howe}")[0]
        .hasPrefix("1:timestamp:ambiguous-time"))
    // A day begins when it begins.
    #expect(
      try times([TestField("2018-11-04", .bare)], "{zone: America/Sao_Paulo}")
        == ["1541300400000000"])
  }

  @Test func aStampIsPutOnAMarkOnlyShortlyAfterIt() throws {
    #expect(
      try times(
        [1_609_459_200_016, 1_609_459_201_000, 1_609_459_201_001, 1_609_459_199_999],
        "{snap: {to: 1h, within: 1s}}") == [
          "1609459200000000", "1609459200000000", "1609459201001000", "1609459199999000",
        ])
  }
}
