import FlatFiles
import Testing

@testable import Layouts

/// Every layout here was also pasted into a file and loaded the file as was said: `inspect` sees to
/// that.
@Suite struct MadeUpLayoutTests {
  @Test func candlesAreKnownByTheNamesOfTheirColumns() throws {
    let report = try inspect(
      "BTC-EUR_2024-01-31.csv",
      """
      Date;Open;High;Low;Last;Volume BTC;Comment
      31.01.2024 10:00;1.234,5;1.300,0;1.200,25;1.250;12,5;a
      31.01.2024 11:00;1.250;1.251;1.249,5;1.250,5;N/A;b
      31.01.2024 12:00;1.250,5;1.251;1.249,5;1.249,5;3,25;
      31.01.2024 13:00;1.249,5;1.251;1.249,5;1.250,5;0,5;d

      """)
    #expect(
      report.layoutYAML == """
        # Made up for BTC-EUR_2024-01-31.csv: look it over before it is used.
        name: btc_eur_2024_01_31
        format: csv
        dialect: {delimiter: ';', header: first}
        data_type: ohlcv
        columns:
          timestamp: Date
          open: Open
          high: High
          low: Low
          close: Last
          volume: Volume BTC
        # Not taken: Comment
        numbers: {decimal: ',', grouping: '.'}
        missing: ['N/A']
        file_name: '^(?<series>.*?[A-Za-z].*?)[-_. ]+[0-9]{4}[-_.]?[0-9]{2}'
        source: '{series}'
        interval: 1h

        """)
    #expect((report.rows, report.rejected) == (4, 0))
    #expect(report.column("Open") == "decimal 0 1234.5 … 1250.5 -> open")
    #expect(report.column("Volume BTC") == "decimal 1 0.5 … 12.5 -> volume")
    #expect(report.time?.unit == "%d.%m.%Y")
    #expect(report.time?.zone == "UTC")
    #expect(report.time?.isZoneAssumed == true)
  }

  /// The time goes with the columns, and not with their square.
  @Test(.timeLimit(.minutes(1))) func aFileOfVeryManyColumnsIsInspectedToo() throws {
    let header = (0..<8_000).map { "c\($0)" }.joined(separator: ",")
    let row = Array(repeating: "x", count: 8_000).joined(separator: ",")
    let report = try inspect("wide.csv", "\(header)\n\(row)\n\(row)\n")
    #expect(report.columns.count == 8_000)
    #expect(report.column("c7999").hasSuffix("-> c7999"))
  }

  @Test func candlesWithoutNamesAreKnownByTheirValues() throws {
    let report = try inspect(
      "x.csv",
      """
      1704067200,10,12,9,11,5,100,x,y
      1704067260,11,13,10,12,6,200,x,y
      1704067320,12,12,8,9,7,300,x,y
      1704067380,9,11,9,10,8,400,x,y

      """)
    let yaml = try #require(report.layoutYAML)
    #expect(
      yaml.contains("  timestamp: 1\n  open: 2\n  high: 3\n  low: 4\n  close: 5\n  volume: 6\n"))
    #expect(yaml.contains("time: {unit: s, from: 1973-03-03}\n"))
    #expect(yaml.contains("# Not taken: column7, column8, column9\n"))
    #expect(
      report.reasons.contains(
        "in all of the first 4 records the 4 numbers behind the time are open, high, low and close:"
          + " the second is the highest and the third the lowest"))
  }

  @Test func fourNumbersThatAreNoCandlesAreNotTakenForSome() throws {
    let report = try inspect("x.csv", "1704067200,10,9,12,11,5\n1704067260,11,13,10,12,6\n")
    #expect(report.columns.map(\.becomes) == ["timestamp", "value", nil, nil, nil, nil])
  }

  @Test func aDateAndATimeOfDayAreJoined() throws {
    let report = try inspect(
      "eurusd.csv",
      """
      <DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>
      2024.01.02\t00:00:00\t1.1\t1.2\t1.0\t1.15\t10
      2024.01.02\t00:05:00\t1.15\t1.2\t1.1\t1.12\t11

      """)
    let yaml = try #require(report.layoutYAML)
    #expect(yaml.contains("dialect: {delimiter: tab, header: first}\n"))
    #expect(yaml.contains("  timestamp: {template: '{<DATE>} {<TIME>}'}\n  open: '<OPEN>'\n"))
    #expect(report.rows == 2)
    #expect(report.time?.column == "<DATE> + <TIME>")
    #expect(report.time?.from == 1_704_153_600_000_000)
    #expect(report.time?.to == 1_704_153_900_000_000)
  }

  @Test func theDayIsToldFromTheMonthByTheDates() throws {
    let report = try inspect(
      "a.csv", "when,rate\n01/02/2024,1.5%\n13/02/2024,2%\n14/02/2024,-0.25%\n")
    #expect(
      report.layoutYAML == """
        # Made up for a.csv: look it over before it is used.
        name: a
        format: csv
        dialect: {delimiter: ',', header: first}
        data_type: simple
        columns:
          timestamp: when
          value: {from: rate, percent: true}
        time: {order: day-first}
        source: '{stem}'

        """)
    #expect(report.column("when") == "date 0 2024-02-01 … 2024-02-14 -> timestamp")
    #expect(report.column("rate") == "decimal 0 -0.0025 … 0.02 -> value")
  }

  @Test func datesThatTellNoOrderAreNotGuessedAt() throws {
    let report = try inspect("a.csv", "date,value\n01/02/2024,1\n02/03/2024,2\n")
    #expect(report.codes == [RejectCode(rawValue: "ambiguous-date"): 2])
    #expect(report.layoutYAML?.contains("say order: day-first or month-first.\n") == true)
    #expect(
      report.notes == [
        "its dates do not tell the day from the month, so the layout rejects them: add order:"
          + " day-first or month-first to its time"
      ])
  }

  @Test func aTimeInAnotherUnitIsRejectedThoughTheUnitIsTold() throws {
    let report = try inspect(
      "a.csv", "time,value\n1704067200000,1\n1704067260000,2\n1704067320,3\n1704067380000,4\n")
    #expect(report.layoutYAML?.contains("time: {unit: ms, from: 1973-03-03}\n") == true)
    #expect((report.rows, report.rejected) == (3, 1))
    #expect(report.notes == ["1 of the values of `time` is no timestamp"])
  }

  @Test func whatOnlyShowsLateIsSaidToo() throws {
    let lines = (0..<3_000).map { line in
      "\(1_704_067_200_000 + line * 60_000),\(line == 2_500 ? "n/a" : "\(line).5")"
    }
    let report = try inspect("a.csv", "time,value\n" + lines.joined(separator: "\n") + "\n")
    #expect(report.layoutYAML?.contains("missing: ['n/a']\n") == true)
    #expect((report.records, report.rows, report.rejected) == (3_000, 2_999, 0))
    #expect(report.skipped == [.nullRow: 1])
  }

  @Test func recordsInsideADocumentAreFound() throws {
    let report = try inspect(
      "a.json",
      #"{"ok":true,"result":{"list":[{"t":1704067200000,"i":{"p":"1.5"}},{"t":1704067260000,"i":{"p":"2"}}]}}"#
    )
    let yaml = try #require(report.layoutYAML)
    #expect(yaml.contains("format: json\nrecords: result.list\n"))
    #expect(yaml.contains("  timestamp: t\n  value: i.p\n"))
    #expect(report.rows == 2)
  }

  @Test func whatIsNoSeriesIsForATableOfItsOwn() throws {
    let report = try inspect(
      "people.csv", "id,name,zip code,active\n1,Bo,01234,true\n2,Li,04321,false\n")
    #expect(
      report.layoutYAML == """
        # Made up for people.csv: look it over before it is used.
        name: people
        format: csv
        dialect: {delimiter: ',', header: first}
        into: people  # a table that has these columns
        columns:
          id: {from: id, type: integer}
          name: name
          zip_code: zip code
          active: {from: active, type: boolean}

        """)
    #expect(report.time == nil)
    #expect(report.rows == 2)
  }

  @Test func aNameThatIsANumberIsNoPosition() throws {
    let report = try inspect("a.ndjson", "{\"x\":\"a\",\"1\":\"b\"}\n{\"x\":\"c\",\"1\":\"d\"}\n")
    #expect(report.layoutYAML?.hasSuffix("columns:\n  x: x\n  '1': '1'\n") == true)
    #expect(report.columns.map(\.becomes) == ["x", "1"])
  }

  @Test func theRowsOfSeveralSourcesAreEachASeries() throws {
    let report = try inspect(
      "a.ndjson",
      """
      {"symbol":"BTC/USDT","ts":"2024-01-01T00:00:00Z","price":1}
      {"symbol":"ETH/USDT","ts":"2024-01-01T00:00:00Z","price":2}
      {"symbol":"BTC/USDT","ts":"2024-01-01T00:01:00Z","price":1}
      {"symbol":"ETH/USDT","ts":"2024-01-01T00:01:00Z","price":2}

      """)
    #expect(report.layoutYAML?.contains("source: {from: symbol}\n") == true)
    #expect(report.time?.series == 2)
    #expect(report.time?.order == "ascending")
    #expect(report.time?.rhythm?.name == "1m")
  }

  @Test func aDelimiterOfSeveralCharactersIsTold() throws {
    let report = try inspect(
      "a.csv", "time::value\n2024-01-01::1.5\n2024-01-02::2.5\n2024-01-03::3.5\n")
    #expect(report.dialect?.delimiter == "::")
    #expect(report.rows == 3)
    #expect(report.layoutYAML?.contains("dialect: {delimiter: '::', header: first}\n") == true)
  }

  @Test func linesBeforeTheTableAreTold() throws {
    let report = try inspect(
      "a.csv", "Prices of 2024\n\ntime,value\n2024-01-01,1.5\n2024-01-02,2.5\n2024-01-03,3.5\n")
    #expect(report.layoutYAML?.contains("preamble_lines: 2}") == true)
    #expect(report.dialect?.preambleLines == 2)
    #expect(report.rows == 3)
  }
}
