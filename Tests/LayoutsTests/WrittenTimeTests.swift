import FlatFiles
import Layouts
import Testing

/// Times as people and spreadsheets write them, found out from the file.
@Suite struct WrittenTimeTests {
  /// Maps a file of times by a `time` rule; each becomes a moment for people, or `code: message`.
  private func times(_ texts: [String], _ rule: String = "{}") throws -> [String] {
    let mapper = try mapper(rule)
    let mapped = mapper.mapped(texts.map { [TestField($0, .bare), 1] })
    var rows = mapped.rows.map { $0.split(separator: "|")[1] }[...]
    var rejects = mapped.rejects[...]
    return texts.indices.map { index in
      if let reject = rejects.first, reject.hasPrefix("\(index + 1):") {
        rejects.removeFirst()
        return reject.split(separator: ":", maxSplits: 2)[2].description
      }
      return rows.popFirst().flatMap { Int64($0) }.map(moment) ?? "nothing"
    }
  }

  private func mapper(_ rule: String) throws -> RowMapper {
    try RowMapper(
      "name: times\ncolumns: {timestamp: 1, value: 2}\nsource: s\ntime: \(rule)")
  }

  /// `2024-01-31 09:30:15.5`, in UTC.
  private func moment(_ microseconds: Int64) -> String {
    let day = microseconds / 86_400_000_000 - (microseconds % 86_400_000_000 < 0 ? 1 : 0)
    let rest = microseconds - day * 86_400_000_000
    return "\(day) \(rest / 3_600_000_000):\(rest / 60_000_000 % 60):\(rest / 1_000_000 % 60)"
      + (rest % 1_000_000 == 0 ? "" : ".\(rest % 1_000_000)")
  }

  /// 2024-01-31, as days since 1970.
  private static let day = "19753"

  @Test(arguments: [
    ("1/31/2024", "0:0:0"), ("31/01/2024", "0:0:0"), ("31.01.2024", "0:0:0"),
    ("31.01.2024 22:00:00.123", "22:0:0.123000"), ("31-01-2024 9:05", "9:5:0"),
    ("1/31/2024 9:30:15 PM", "21:30:15"), ("1/31/2024 12:30 AM", "0:30:0"),
    ("1/31/2024, 12:30 pm", "12:30:0"), ("2024/01/31", "0:0:0"), ("2024/1/31 09:30", "9:30:0"),
    ("2024.01.31 09:30", "9:30:0"), ("2024-01-31 11-AM", "11:0:0"), ("2024-01-31 12-AM", "0:0:0"),
    ("2024-01-31 09-PM", "21:0:0"), ("2024-01-31 9 PM", "21:0:0"), ("20240131", "0:0:0"),
    ("20240131 093015", "9:30:15"), ("20240131T093015Z", "9:30:15"),
    ("20240131 0930", "9:30:0"), ("20240131 09:30:15.5", "9:30:15.500000"),
    ("20240131T093015.123456789+0100", "8:30:15.123456"), ("Jan 31 2024", "0:0:0"),
    ("January 31, 2024", "0:0:0"), ("31 Jan 2024", "0:0:0"), ("31-jan-2024", "0:0:0"),
    ("Wed Jan 31 2024", "0:0:0"), ("Wed, 31 Jan 2024 09:30:15 GMT", "9:30:15"),
    ("Wednesday, January 31, 2024 9:30 am", "9:30:0"), ("31 Jan 2024 09:30 +0530", "4:0:0"),
    ("2024-01-31 09:30:15 UTC", "9:30:15"), ("2024-01-31t09:30:15z", "9:30:15"),
    ("2024-1-31", "0:0:0"),
  ])
  func aWrittenDateIsRecognised(text: String, time: String) throws {
    #expect(try times([text]) == ["\(Self.day) \(time)"])
  }

  @Test(arguments: [
    ("1987-Q1", "6209"), ("1987Q4", "6482"), ("Q2 1987", "6299"), ("2024-01", "19723"),
    ("01/31/1969", "-335"), ("Jan 1 2000", "10957"),
  ])
  func aPeriodIsReadAsItsStart(text: String, day: String) throws {
    #expect(try times([text]) == ["\(day) 0:0:0"])
  }

  @Test(arguments: [
    "31/01/24", "31/13/2024", "30/02/2024", "0/1/2024", "31 01 2024", "31/01-2024", "1987-Q5",
    "1987-Q0", "Jan 32 2024", "Foo 1 2024", "20240132", "20241301", "1/31/2024 25:00",
    "1/31/2024 13:00 PM", "1/31/2024 0:30 AM", "1/31/2024 9", "31.01.2024x", "2024-01-31 11",
    "Wed", "1/31/2024 9:30 EST", "1/31/2024 9:3", "2024/01-31",
  ])
  func whatIsNoDateIsRejected(text: String) throws {
    let outcome = try times([text])[0]
    #expect(
      outcome == "not-a-time: `\(text)` is not a time"
        || outcome == "not-a-time: `\(text)` can be a time in several units or a date; "
          + "say which with `time.unit`"
    )
  }

  @Test func dayFirstIsToldByAnyOfTheFirstDates() throws {
    #expect(
      try times(["01/02/2024", "03/02/2024", "13/02/2024"])
        == ["19754 0:0:0", "19756 0:0:0", "19766 0:0:0"])
    #expect(
      try times(["01/02/2024", "02/02/2024", "02/13/2024"])
        == ["19724 0:0:0", "19755 0:0:0", "19766 0:0:0"])
  }

  @Test func aFileThatTellsNeitherDayNorMonthFirstIsRefused() throws {
    let message =
      "can be day first or month first, and the first 1000 records do not tell; "
      + "say which with `time.unit: '%d/%m/%Y'` or `'%m/%d/%Y'`"
    #expect(
      try times(["01/02/2024", "05/05/2024", "12/11/2024"]) == [
        "ambiguous-date: `01/02/2024` \(message)", "19848 0:0:0",
        "ambiguous-date: `12/11/2024` \(message)",
      ])
    #expect(try times(["01/02/2024"], "{order: day-first}") == ["19754 0:0:0"])
    #expect(try times(["01/02/2024"], "{order: month-first}") == ["19724 0:0:0"])
    #expect(try times(["01.02.2024"], "{order: month-first}") == ["19724 0:0:0"])
    #expect(try times(["01/02/2024"], "{unit: '%m/%d/%Y'}") == ["19724 0:0:0"])
  }

  @Test func datesInTheOtherOrderAreRefusedLater() throws {
    #expect(
      try times(["13/02/2024", "02/13/2024", "14/02/2024", "2024-02-14", "14.02.2024"]) == [
        "19766 0:0:0",
        "mixed-time-units: `02/13/2024` is a time in %m/%d/%Y, but the file began with %d/%m/%Y",
        "19767 0:0:0",
        "mixed-time-units: `2024-02-14` is a time in iso, but the file began with %d/%m/%Y",
        "mixed-time-units: `14.02.2024` is a time in %d.%m.%Y, but the file began with %d/%m/%Y",
      ])
  }

  @Test func aDateFarBehindDoesNotDecide() throws {
    let texts = [String](repeating: "01/02/2024", count: 1_000) + ["13/02/2024"]
    #expect(try times(texts).allSatisfy { $0.hasPrefix("ambiguous-date") })
  }

  @Test func howAFileIsCutIntoBatchesDoesNotDecideEither() throws {
    let layout = try Layout(
      yaml: "name: x\ncolumns: {timestamp: 1, value: 2}\nsource: s", file: "l.yml")
    let lines = [String](repeating: "01/02/2024,1\n", count: 990) + ["13/02/2024,1\n"]
    try withTemporaryFile("dates.csv", lines.joined()) { file in
      let opened = try layout.effective(fileName: file.name).open(
        file, clock: FileClock(captured: nil, now: testNow)
      ) { $0.limits.batchRecords = 3 }
      let batch = RecordBatch()
      let rows = RowBatch(columns: opened.mapper.columns)
      var (count, records) = (0, 0)
      #expect(opened.reader.sha256 == nil)
      while try opened.reader.read(into: batch) {
        opened.mapper.map(batch, into: rows)
        #expect(rows.rejects.isEmpty)
        count += rows.rowCount
        records = batch.records.last?.position.record ?? records
      }
      #expect(count == 991)
      #expect(records == 991)
      #expect(opened.reader.sha256?.count == 64)
    }
  }

  @Test func whatStandsBeforeDamageIsHandedOutAlthoughItWasLookedAt() throws {
    let layout = try Layout(
      yaml: "name: x\nformat: json\ncolumns: {timestamp: t, value: v}\nsource: s", file: "l.yml")
    try withTemporaryFile("x.json", #"[{"t":"13/02/2024","v":1},{"t":"14/02/2024","v":2},"#) {
      file in
      let verdict = try FileValidation(
        layout.effective(fileName: file.name), clock: FileClock(captured: nil, now: testNow)
      ).verdict(on: file)
      #expect(verdict.status == .unreadable)
      #expect(verdict.records == 2)
      #expect(verdict.rejected == 0)
    }
  }

  @Test func ofSeveralUnitsTheFirstThatReadsCounts() throws {
    let rule = "{unit: [iso, '%Y-%m-%d %I-%p', ms]}"
    #expect(
      try times(["2022-03-01 00:00:00", "2017-07-01 11-AM"], rule) == [
        "19052 0:0:0",
        "mixed-time-units: `2017-07-01 11-AM` is a time in %Y-%m-%d %I-%p, but the file began "
          + "with iso",
      ])
    #expect(
      try times(["2017-07-01 11-AM", "2019-10-17 12-AM"], rule) == [
        "17348 11:0:0", "18186 0:0:0",
      ])
    #expect(
      try times(["1646092800", "1646092800000"], rule) == [
        "not-a-time: `1646092800` is not a time in iso or %Y-%m-%d %I-%p or ms", "19052 0:0:0",
      ])
  }

  @Test func countsOfSeveralUnitsAreReadOneByOneWhereThatIsTold() throws {
    #expect(
      try times(
        ["1646092800", "1609459140000", "1735689600000000", "1646092800.5", "202401", "x"],
        "{unit: per-value}") == [
          "19052 0:0:0", "18627 23:59:0", "20089 0:0:0", "19052 0:0:0.500000",
          "not-a-time: `202401` can be a time in several units or a date; say which with "
            + "`time.unit`",
          "not-a-time: `x` is not a time in s, ms, us or ns",
        ])
  }

  @Test(arguments: [
    ("2024-01-31 09:30", "{}", true), ("2024-01-31", "{}", false),
    ("2024-01-31 00:00:00", "{}", true), ("2024-01-31T09:30Z", "{}", false),
    ("2024-01-31 09:30", "{zone: UTC}", false), ("1706693400", "{}", false),
    ("31.01.2024 09:30", "{unit: '%d.%m.%Y %H:%M'}", true), ("31.01.2024", "{}", false),
    ("1/31/2024 9:30 PM", "{}", true), ("20240131 0930", "{}", true),
  ])
  func aTimeOfDayWithoutAZoneIsTakenAsUTCAndThatIsTold(
    text: String, rule: String, isAssumed: Bool
  ) throws {
    let mapper = try mapper(rule)
    #expect(!mapper.assumedUTC)
    #expect(mapper.mapped([[TestField(text, .bare), 1]]).rows.count == 1)
    #expect(mapper.assumedUTC == isAssumed)
  }

  @Test func theUnitIsToldAsALayoutSpellsIt() throws {
    func unit(_ text: String, _ rule: String = "{}") throws -> String? {
      let mapper = try mapper(rule)
      _ = mapper.mapped([[TestField(text, .bare), 1]])
      return mapper.timeUnit
    }
    #expect(try unit("1646092800") == "s")
    #expect(try unit("2024-01-31") == "iso")
    #expect(try unit("31/01/2024") == "auto")
    #expect(try unit("202401", "{unit: [ms, '%Y%m']}") == "%Y%m")
    #expect(try unit("x") == nil)
  }
}
