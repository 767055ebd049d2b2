import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Rows for partitions that are built aside, and rows that the server refuses on their way.
@Suite(.database) struct RefusedPartitionTests {
  /// Values of two months, of which the table does not take the second and the last.
  private let content = """
    time,value
    2024-01-31T23:58:00Z,1
    2024-01-31T23:59:00Z,-1
    2024-02-01T00:00:00Z,2
    2024-02-01T00:01:00Z,3
    2024-02-01T00:02:00Z,-2

    """

  @Test(arguments: Publish.allCases)
  func aRowThatAPartitionRefusesIsAReject(publish: Publish) throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    try connection.execute("ALTER TABLE timeseries_data ADD CONSTRAINT above CHECK (value > 0)")
    let path = try workshop.file("a.csv", content)
    let failed = try workshop.load(path) { $0.publish = publish }
    #expect(failed.summary == "failed: 5 read, 2 rejected", "\(failed.words)")
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["0"])
    #expect(try rows(connection, "SELECT count(*) FROM sources") == ["0"])

    let loaded = try workshop.load(path) {
      $0.publish = publish
      $0.maxRejects = .count(2)
    }
    #expect(loaded.summary == "loaded: 5 read, 3 inserted, 2 rejected", "\(loaded.words)")
    let again =
      "the server refused a row on its way, so that the file was read again and merged, to tell "
      + "which ones it refuses"
    #expect(loaded.notes == [again, "made the source test (simple)"])
    #expect(
      try rows(
        connection,
        """
        SELECT line, byte_offset, code, convert_from(raw, 'UTF8') FROM retrofill.rejects
        WHERE load_id = \(loaded.load) ORDER BY line
        """)
        == [
          "3|34|check-violation|2024-01-31T23:59:00Z,-1",
          "6|104|check-violation|2024-02-01T00:02:00Z,-2",
        ])
    #expect(
      try rows(
        connection, "SELECT tableoid::regclass, count(*) FROM timeseries_data GROUP BY 1 ORDER BY 1"
      )
        == ["timeseries_data_y2024m01|1", "timeseries_data_y2024m02|2"])
    #expect(
      try rows(
        connection,
        "SELECT range_from, range_to, row_count FROM retrofill.load_ranges WHERE load_id = \(loaded.load)"
      )
        == ["2024-01-31 23:58:00+00|2024-02-01 00:01:00+00|3"])
    #expect(
      try rows(connection, "SELECT min(range_from), max(range_to) FROM retrofill.dirty_ranges")
        == ["2024-01-31 23:58:00+00|2024-02-01 00:01:00+00"])
    #expect(try leftovers(connection) == [])
    // The first and the last row of the file are not there, and are not missed.
    #expect(try workshop.load(path) { $0.publish = publish }.summary == "skipped")
  }

  @Test func aFileWhoseRowsAreAllRefusedIsNotStale() throws {
    let workshop = try Workshop()
    try TestDatabase.connect().execute(
      "ALTER TABLE timeseries_data ADD CONSTRAINT above CHECK (value > 100)")
    let path = try workshop.file("a.csv", history(count: 3))
    let report = try workshop.load(path) { $0.maxRejects = .percent(100) }
    #expect(report.summary == "loaded: 3 read, 3 rejected", "\(report.words)")
    #expect(try workshop.load(path).summary == "skipped")
  }

  @Test func aTriggerSeesRowsOfNewPartitionsToo() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.value = 3 THEN RAISE 'not this one'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON timeseries_data
        FOR EACH ROW EXECUTE FUNCTION refuse();
      """)
    let workshop = try Workshop()
    let report = try workshop.load(try workshop.file("a.csv", history(count: 40))) {
      $0.maxRejects = .count(1)
    }
    #expect(report.summary == "loaded: 40 read, 39 inserted, 1 rejected", "\(report.words)")
    #expect(
      try rows(connection, "SELECT record, code, message FROM retrofill.rejects")
        == ["4|refused|not this one"])
    #expect(try leftovers(connection) == [])
  }

  /// A number that JSON has and `jsonb` has not: not even the staging table takes the row.
  @Test(arguments: Publish.allCases)
  func aRowThatNotEvenTheStagingTableTakesIsAReject(publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, doc jsonb CHECK (doc <> '5'))")
    let workshop = try Workshop()
    let lines = (1...99).map { "\($0),\($0 % 40 == 7 ? "1e200000" : $0 == 9 ? "5" : "[1]")\n" }
    let path = try workshop.file("a.csv", "id,doc\n" + lines.joined())
    func load(_ budget: RejectBudget) throws -> LoadReport {
      try workshop.backfill(
        [path], layout: tableLayout("own", ["id": "integer", "doc": "json"])
      ) {
        $0.publish = publish
        $0.maxRejects = budget
        $0.batchRows = 60
      }.loads[0]
    }
    let failed = try load(.count(3))
    #expect(failed.summary.hasSuffix("4 rejected"), "\(failed.words)")
    #expect(failed.status == .failed)
    let report = try load(.count(4))
    #expect(report.status == .loaded, "\(report.words)")
    #expect(report.counts.rejected == 4)
    #expect(
      try rows(
        connection,
        """
        SELECT line, byte_offset, code, message, convert_from(raw, 'UTF8') FROM retrofill.rejects
        WHERE load_id = \(report.load) ORDER BY line
        """)
        == [
          "8|43|data-exception|value overflows numeric format|7,1e200000",
          "10|60|check-violation|new row for relation \"own\" violates check constraint "
            + "\"own_doc_check\"|9,5",
          "48|323|data-exception|value overflows numeric format|47,1e200000",
          "88|608|data-exception|value overflows numeric format|87,1e200000",
        ])
    #expect(try rows(connection, "SELECT count(*) FROM own") == ["95"])
    #expect(try leftovers(connection) == [])
  }
}
