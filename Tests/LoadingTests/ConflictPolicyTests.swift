import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What becomes of rows whose keys the table has already.
@Suite(.database) struct ConflictPolicyTests {
  @Test func aRowThatIsNotWrittenAsCountedRefusesTheMerge() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 3)))
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE FUNCTION leave_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER leave_out BEFORE UPDATE ON timeseries_data
        FOR EACH ROW WHEN (new.value = -2) EXECUTE FUNCTION leave_out();
      """)
    let path = try workshop.file("b.csv", history(count: 3) { "\(-$0)" })
    let report = try workshop.load(path)
    #expect(report.summary == "failed: 3 read")
    #expect(
      report.words.contains(
        """
        timeseries_data changed while \(path) was merged: 2 rows were to be updated, and 1 were
        """))
    #expect(
      try rows(connection, "SELECT value FROM timeseries_data ORDER BY 1") == ["0", "1", "2"])
    #expect(
      try rows(connection, "SELECT count(*) FROM retrofill.timeseries_data_versions") == ["0"])
  }

  @Test func versionsAreKeptByColumnNamesWhateverTheirOrder() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 1) { _ in "7" }))
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      ALTER TABLE timeseries_data ADD COLUMN remark text;
      ALTER TABLE retrofill.timeseries_data_versions ADD COLUMN remark text;
      UPDATE timeseries_data SET remark = 'seen';
      """)
    _ = try workshop.load(try workshop.file("b.csv", history(count: 1) { _ in "8" }))
    #expect(
      try rows(
        connection,
        "SELECT value, load_id, retrofill_replaced_by, remark FROM retrofill.timeseries_data_versions"
      )
        == ["7|1|2|seen"])
  }

  private let old = "time,value\n2024-01-01T00:00:00Z,1\n2024-01-02T00:00:00Z,2\n"
  private let new = """
    time,value
    2024-01-02T00:00:00Z,20
    2024-01-01T00:00:00Z,1.00
    2024-01-03T00:00:00Z,3
    """

  @Test(arguments: Publish.allCases)
  func updateWritesWhatDiffersByValueAndKeepsTheOldVersion(publish: Publish) throws {
    let (report, values) = try load(.update, publish)
    #expect(report.summary == "loaded: 3 read, 1 inserted, 1 updated, 1 unchanged")
    #expect(values == ["1|1", "20|2", "3|2"])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT value, load_id, retrofill_replaced_by FROM retrofill.timeseries_data_versions") == [
          "2|1|2"
        ])
  }

  @Test(arguments: Publish.allCases)
  func keepWritesOnlyWhatIsNotThere(publish: Publish) throws {
    let (report, values) = try load(.keep, publish)
    #expect(report.summary == "loaded: 3 read, 1 inserted, 1 unchanged, 1 exists")
    #expect(values == ["1|1", "2|1", "3|2"])
    #expect(
      try rows(
        TestDatabase.connect(), "SELECT range_from FROM retrofill.dirty_ranges WHERE load_id = 2")
        == ["2024-01-03 00:00:00+00"])
  }

  @Test(arguments: Publish.allCases)
  func failPublishesNothingAndNamesTheFirstKey(publish: Publish) throws {
    let (report, values) = try load(.fail, publish)
    #expect(report.summary == "failed: 3 read")
    #expect(
      report.words == """
        timeseries_data has 2 of the file's keys already, the first of them \
        {"source_id":1,"timestamp":"2024-01-01T00:00:00+00:00"}, and on_conflict is fail: nothing \
        was published. Choose update, keep or newest(column) with --on-conflict.
        """)
    #expect(values == ["1|1", "2|1"])
  }

  @Test(arguments: Publish.allCases)
  func newestKeepsTheRowWithTheLaterValue(publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE quotes (id bigint PRIMARY KEY, at timestamptz, price numeric);
      INSERT INTO quotes VALUES (1, '2024-01-02', 10), (2, '2024-01-02', 20), (3, NULL, 30),
        (4, '2024-01-02', 40);
      """)
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv",
      """
      id,at,price
      1,2024-01-01T00:00:00Z,11
      2,2024-01-03T00:00:00Z,21
      3,2024-01-01T00:00:00Z,31
      4,2024-01-02T00:00:00Z,41
      5,2024-01-01T00:00:00Z,51
      """)
    let layout = try tableLayout(
      "quotes", ["id": "integer", "at": "timestamp", "price": "decimal"],
      time: "time: {column: at, unit: iso}")
    let report = try workshop.backfill([path], layout: layout) {
      $0.onConflict = .newest("at")
      $0.publish = publish
    }.loads[0]
    #expect(report.summary == "loaded: 5 read, 1 inserted, 3 updated, 1 older", "\(report.words)")
    #expect(
      try rows(connection, "SELECT price FROM quotes ORDER BY id") == [
        "10", "21", "31", "41", "51",
      ])
  }

  @Test func newestNeedsAColumnThatTheLayoutFills() throws {
    let workshop = try Workshop()
    let report = try workshop.load(try workshop.file("a.csv", old)) {
      $0.onConflict = .newest("at")
    }
    #expect(
      report.words == """
        on_conflict: newest(at) compares a column of timeseries_data that the layout does not \
        fill. Name one that it does.
        """)
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM retrofill.loads") == ["0"])
  }

  @Test func theVersionsOfARowMakeAChain() throws {
    let workshop = try Workshop()
    for (number, value) in ["1", "2", "2.0", "3"].enumerated() {
      _ = try workshop.load(
        try workshop.file("\(number).csv", "time,value\n2024-01-01T00:00:00Z,\(value)\n"))
    }
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT value, load_id, retrofill_replaced_by FROM retrofill.timeseries_data_versions
        ORDER BY retrofill_replaced_by
        """) == ["1|1|2", "2|2|4"])
  }

  @Test(arguments: ["update", "keep", "fail", "newest(at)"])
  func aPolicyIsReadAsItIsWritten(text: String) {
    #expect(ConflictPolicy(text)?.description == text)
  }

  @Test(arguments: ["", "newest", "newest()", "newest(at", "Update", "replace"])
  func whatIsNoPolicyIsNotRead(text: String) { #expect(ConflictPolicy(text) == nil) }

  private func load(
    _ policy: ConflictPolicy, _ publish: Publish
  ) throws -> (LoadReport, values: [String]) {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("old.csv", old))
    let report = try workshop.load(try workshop.file("new.csv", new)) {
      $0.onConflict = policy
      $0.publish = publish
    }
    return (
      report,
      try rows(
        TestDatabase.connect(), "SELECT value, load_id FROM timeseries_data ORDER BY timestamp")
    )
  }
}
