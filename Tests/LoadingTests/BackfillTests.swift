import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

@Suite(.database) struct BackfillTests {
  private let simple = """
    time,value
    2024-01-01T00:00:00Z,1.50
    2024-01-31T23:59:59.999999Z,2
    2024-02-01T00:00:00Z,3e-5
    """

  @Test func aFileAppearsInNewPartitionsWithItsExactValues() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", simple)
    let report = try workshop.backfill([path], layout: simpleLayout())
    #expect(
      report.loads.map(\.status) == [.loaded], "\(report.loads[0].error.map { "\($0)" } ?? "")")
    #expect(report.loads[0].counts.inserted == 3)
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT timestamp, value, quality_score FROM timeseries_data ORDER BY 1")
        == [
          "2024-01-01 00:00:00+00|1.50|100", "2024-01-31 23:59:59.999999+00|2|100",
          "2024-02-01 00:00:00+00|0.00003|100",
        ])
    #expect(
      try Catalog(connection).partitions(of: "timeseries_data").map(\.name.name)
        == ["timeseries_data_y2024m01", "timeseries_data_y2024m02"])
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.dirty_ranges") == ["2"])
  }

  @Test func theSameContentAgainIsSkipped() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", simple)
    _ = try workshop.backfill([path], layout: simpleLayout())
    let copy = try workshop.file("b.csv", simple)
    let report = try workshop.backfill([path, copy], layout: simpleLayout())
    #expect(report.loads.map(\.status) == [.skipped, .skipped])
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.loads") == ["1"])
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["3"])
  }

  @Test func aSecondFileUpdatesWhatDiffersAndKeepsTheOldVersion() throws {
    let workshop = try Workshop()
    let first = try workshop.file("a.csv", simple)
    let second = try workshop.file(
      "b.csv",
      """
      time,value
      2024-01-01T00:00:00Z,1.5
      2024-02-01T00:00:00Z,4
      2024-02-02T00:00:00Z,5
      """)
    _ = try workshop.backfill([first], layout: simpleLayout())
    let report = try workshop.backfill([second], layout: simpleLayout())
    #expect(
      report.loads.map(\.status) == [.loaded], "\(report.loads[0].error.map { "\($0)" } ?? "")")
    let counts = report.loads[0].counts
    #expect([counts.inserted, counts.updated, counts.unchanged] == [1, 1, 1])
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        "SELECT timestamp, value, load_id, retrofill_replaced_by FROM retrofill.timeseries_data_versions"
      )
        == ["2024-02-01 00:00:00+00|0.00003|1|2"])
    #expect(
      try rows(connection, "SELECT value, load_id FROM timeseries_data ORDER BY timestamp")
        == ["1.50|1", "2|1", "4|2", "5|2"])
  }

  @Test(arguments: [Publish.file, .batch])
  func theLastOfTwoRecordsWithOneKeyWins(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv",
      """
      time,value
      2024-01-01T00:00:00Z,1
      2024-01-01T00:00:00Z,2
      2024-01-02T00:00:00Z,3
      """)
    let report = try workshop.backfill([path], layout: simpleLayout()) { $0.publish = publish }
    #expect(
      report.loads.map(\.status) == [.loaded], "\(report.loads[0].error.map { "\($0)" } ?? "")")
    let counts = report.loads[0].counts
    #expect(counts.inserted == 2)
    #expect(counts.skipped == ["duplicate": 1])
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT value FROM timeseries_data ORDER BY timestamp") == ["2", "3"])
  }

  @Test func oneRejectKeepsTheWholeFileOut() throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv",
      """
      time,value
      2024-01-01T00:00:00Z,1
      2024-01-02T00:00:00Z,x
      """)
    let report = try workshop.backfill([path], layout: simpleLayout())
    #expect(report.loads.map(\.status) == [.failed])
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["0"])
    #expect(
      try rows(
        connection,
        "SELECT line, column_name, code, convert_from(raw, 'UTF8') FROM retrofill.rejects")
        == ["3|value|not-a-number|2024-01-02T00:00:00Z,x"])
    #expect(try rows(connection, "SELECT count(*) FROM sources") == ["0"])
    #expect(
      try rows(connection, "SELECT c.relname FROM pg_class c WHERE relname ~ '^load_[0-9]'") == [])
  }
}
