import Archiving
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite(.database) struct ArchiveTests {
  private let folder = "timeseries_data_2024-01-01_2024-03-01"

  @Test func everyRowBeforeAMomentIsWrittenExactly() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.execute(
      "UPDATE timeseries_data SET volume = 'NaN' WHERE source_id = 1 AND open < 101")
    let report = try fixture.archive(before: try #require(Timestamp("2024-01-03")))

    #expect(report.archives.map(\.rows) == [3])
    #expect(
      try fixture.content(
        of: "timeseries_data_2024-01-01_2024-01-03/timeseries_data_y2024m01.csv.gz")
          == """
          source_id,timestamp,open,high,low,close,volume,value,quality_score,is_anomaly,load_id,\
          ingestion_timestamp
          1,2024-01-01 12:00:00+00,100.10,101,99,100.5,NaN,,90,f,-7,2024-05-01 10:00:00.000123+00
          1,2024-01-02 12:00:00+00,101.10,102,100,101.5,0.00000001,,91,f,7,2024-05-01 10:00:00.000123+00
          2,2024-01-01 00:00:00+00,,,,,,0,100,f,,2024-05-01 10:00:00.000123+00

          """)
  }

  @Test func anArchiveHasAPartForEachMonthAndAManifest() throws {
    let fixture = try HistoryFixture()
    let report = try fixture.archive()

    let entry = try #require(report.archives.first)
    #expect(entry.directory == fixture.archives + "/" + folder)
    #expect(entry.rows == 90)
    #expect(entry.parts == 2)
    #expect((entry.written, entry.removed) == (true, false))
    #expect((entry.from, entry.to) == (HistoryFixture.january, HistoryFixture.march))
    #expect(
      fixture.files() == [
        folder, folder + "/SHA256SUMS", folder + "/manifest.json",
        folder + "/timeseries_data_y2024m01.csv.gz", folder + "/timeseries_data_y2024m02.csv.gz",
      ])
    #expect(
      try fixture.rows(
        """
        SELECT table_name, source_name, range_from, range_to, row_count, byte_count, status
        FROM retrofill.archives
        """) == [
          """
          timeseries_data | NULL | 2024-01-01 00:00:00+00 | 2024-03-01 00:00:00+00 | 90 \
          | \(entry.bytes) | written
          """
        ])
    #expect(try fixture.count() == 137)
  }

  @Test func theChecksumsAreWhatSha256sumReads() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive()

    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    process.currentDirectoryURL = URL(fileURLWithPath: fixture.archives + "/" + folder)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func aLongMonthIsCutIntoPartsByRows() throws {
    let fixture = try HistoryFixture()
    let report = try fixture.archive(
      before: HistoryFixture.february, source: "btc", remove: true, partRows: 10)

    #expect(report.archives.map(\.parts) == [4])
    let name = "timeseries_data_btc_2024-01-01_2024-02-01"
    #expect(
      fixture.files().filter { $0.hasSuffix(".gz") }
        == (1...4).map { "\(name)/timeseries_data_y2024m01_00\($0).csv.gz" })
    let last = try fixture.content(of: "\(name)/timeseries_data_y2024m01_004.csv.gz")
    #expect(last.split(separator: "\n").count == 8)
    #expect(last.contains("\n1,2024-01-31 12:00:00+00,"))
    #expect(try fixture.count("source_id = 1") == 60)
    #expect(try fixture.count("source_id = 2") == 46)
    #expect(try fixture.partitions().count == 3)
  }

  @Test func anArchiveOfNothingSaysSoAndWritesNothing() throws {
    let fixture = try HistoryFixture()
    let report = try fixture.archive(before: try #require(Timestamp("2023-06-01")))

    #expect(report.archives.isEmpty)
    #expect(report.note == "timeseries_data has no rows before 2023-06-01T00:00:00Z")
    #expect(fixture.files().isEmpty)
    #expect(try fixture.rows("SELECT * FROM retrofill.archives").isEmpty)
  }

  @Test func theSameArchiveAgainDoesNothing() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive()
    let files = fixture.files()
    let report = try fixture.archive()

    #expect(report.archives.isEmpty)
    #expect(
      report.note == """
        all rows before 2024-03-01T00:00:00Z of timeseries_data are archived already: \
        \(fixture.archives)/\(folder)
        """)
    #expect(fixture.files() == files)
  }

  @Test func aLaterMomentArchivesOnlyWhatIsNew() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(before: try #require(Timestamp("2024-02-10")))
    let report = try fixture.archive()

    #expect(report.archives.map(\.from) == [try #require(Timestamp("2024-02-10"))])
    #expect(report.archives.map(\.rows) == [30])
    #expect(
      report.note == """
        60 further rows before 2024-03-01T00:00:00Z of timeseries_data are archived already: \
        \(fixture.archives)/timeseries_data_2024-01-01_2024-02-10
        """)
  }

  @Test func removedMonthsAreDroppedAndTheRestIsDeleted() throws {
    let fixture = try HistoryFixture()
    let report = try fixture.archive(
      before: try #require(Timestamp("2024-03-11")), remove: true)

    #expect(report.archives.map(\.removed) == [true])
    #expect(try fixture.partitions() == ["timeseries_data_y2024m03"])
    #expect(try fixture.count() == 32)
    #expect(try fixture.count("\"timestamp\" < '2024-03-11'") == 0)
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["removed"])
    #expect(
      try fixture.rows(
        """
        SELECT source_id, range_from, range_to, reason, archive_id, row_count
        FROM retrofill.removed_ranges ORDER BY source_id
        """) == [
          """
          1 | 2024-01-01 12:00:00+00 | 2024-03-10 12:00:00.000001+00 | archived | 1 | 70
          """,
          """
          2 | 2024-01-01 00:00:00+00 | 2024-03-09 00:00:00.000001+00 | archived | 1 | 35
          """,
        ])
    #expect(try fixture.rows("SELECT * FROM retrofill.dirty_ranges").isEmpty)
  }

  @Test func anArchiveThatWasWrittenBeforeIsUsedWhenItsRowsAreRemoved() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive()
    let files = fixture.files()
    let report = try fixture.archive(remove: true)

    #expect(report.archives.map(\.written) == [false])
    #expect(report.archives.map(\.removed) == [true])
    #expect(fixture.files() == files)
    #expect(try fixture.count() == 47)
  }

  @Test func aLateRowIsArchivedBesideTheOthers() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(before: HistoryFixture.february, remove: true)
    try fixture.connection.script(
      """
      CREATE TABLE timeseries_data_y2024m01 PARTITION OF timeseries_data
      FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      INSERT INTO timeseries_data (source_id, "timestamp", value) VALUES (2, '2024-01-05 06:00', 8);
      """)
    let report = try fixture.archive(before: HistoryFixture.february, remove: true)

    #expect(
      report.archives.map(\.directory)
        == [fixture.archives + "/timeseries_data_2024-01-01_2024-02-01_2"])
    #expect(report.archives.map(\.rows) == [1])
    #expect(try fixture.count("\"timestamp\" < '2024-02-01'") == 0)
  }

  @Test func aTableWithoutPartitionsIsArchivedByMonths() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.script(
      """
      INSERT INTO file_data
      SELECT 1, n, jsonb_build_object('text', E'a "b",\\nc', 'n', n), '2024-01-30'::timestamptz + n * interval '1 day'
      FROM generate_series(1, 4) AS n
      """)
    let report = try fixture.archive(remove: true, table: "file_data")

    #expect(report.archives.map(\.parts) == [2])
    #expect(
      try fixture.content(of: "file_data_2024-01-01_2024-03-01/file_data_y2024m01.csv.gz") == """
        file_id,row_number,data,timestamp
        1,1,"{""n"": 1, ""text"": ""a \\""b\\"",\\nc""}",2024-01-31 00:00:00+00

        """)
    #expect(try fixture.rows("SELECT * FROM file_data").isEmpty)
    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)
  }

  @Test func thePlanTouchesNothing() throws {
    let fixture = try HistoryFixture()
    let verb = Archive(
      table: HistoryFixture.table, before: try #require(Timestamp("2024-02-11")),
      to: fixture.archives, remove: true)
    let plan = try verb.plan(in: fixture.context)

    #expect(
      plan.map { "\($0.action) \($0.subject) \($0.rows ?? -1)" } == [
        "archive timeseries_data 47", "archive timeseries_data 15",
        "drop timeseries_data_y2024m01 47", "delete timeseries_data 15",
      ])
    #expect(fixture.files().isEmpty)
    #expect(try fixture.count() == 137)
  }
}
