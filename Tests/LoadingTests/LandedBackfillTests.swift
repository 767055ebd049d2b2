import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Landed files through a layout: as if it were the files.
@Suite(.database) struct LandedBackfillTests {
  @Test func whatLandingRejectedIsRejectedAgainWithItsPlace() throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.ndjson",
      """
      {"time":"2024-01-01","value":1}
      {"time":"2024-01-02","value":
      {"time":"2024-01-03","value":"x"}
      {"time":"2024-01-04","value":1.10}
      {"time":"2024-01-05","value":

      """)
    let layout = try jsonLayout()
    let landed = try workshop.ingest(path) {
      $0.format = .ndjson
      $0.maxRejects = .count(2)
    }
    #expect(landed.summary == "loaded: 5 read, 3 inserted, 2 rejected")
    let refused = try workshop.backfill([], layout: layout) { $0.fromLanded = true }.loads[0]
    #expect(refused.summary == "failed: 5 read, 3 rejected")
    #expect(refused.words.hasPrefix("\(path): 3 of 5 records were rejected and 0 are allowed"))
    #expect(refused.words.contains("The first: \(path):2: "))
    let report = try workshop.backfill([], layout: layout) {
      $0.fromLanded = true
      $0.maxRejects = .count(3)
    }.loads[0]
    #expect(report.summary == "loaded: 5 read, 2 inserted, 3 rejected")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        """
        SELECT record, line, byte_offset, column_name, convert_from(raw, 'UTF8')
        FROM retrofill.rejects WHERE load_id = \(report.load ?? 0) ORDER BY record
        """)
        == [
          "2|2|32||{\"time\":\"2024-01-02\",\"value\":",
          "3|||value|{\"time\": \"2024-01-03\", \"value\": \"x\"}",
          "5|5|131||{\"time\":\"2024-01-05\",\"value\":",
        ])
    #expect(
      try rows(connection, "SELECT value FROM timeseries_data ORDER BY timestamp") == ["1", "1.10"])
  }

  @Test func contentIsLoadedOnceWhicheverWayItCame() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 3))
    _ = try workshop.ingest(path)
    let landed = try workshop.load("") {
      $0.paths = []
      $0.fromLanded = true
    }
    #expect(landed.summary == "loaded: 3 read, 3 inserted")
    #expect(try workshop.load(path).summary == "skipped")
    let again = try workshop.load("a.csv") { $0.fromLanded = true }
    #expect(again.summary == "skipped")
    #expect(again.notes.first?.hasPrefix("loaded before as load 2") == true)
    let forced = try workshop.load("load-1") {
      $0.fromLanded = true
      $0.force = true
    }
    #expect(forced.summary == "loaded: 3 read, 3 unchanged")
  }

  @Test func landedFilesAreNamedByIDNameAndFormerPath() throws {
    let workshop = try Workshop()
    for (index, name) in ["a_1.csv", "ab1.csv", "b.csv"].enumerated() {
      _ = try workshop.ingest(try workshop.file(name, history(count: index + 1)))
    }
    let failed = try workshop.ingest(try workshop.file("c.ndjson", "{\"a\":\n{\"a\":2}\n")) {
      $0.format = .ndjson
    }
    #expect(failed.status == .failed)
    func named(_ names: String...) throws -> [String] {
      let report = try workshop.backfill(names, layout: simpleLayout()) {
        $0.fromLanded = true
        $0.force = true
      }
      return report.loads.map {
        $0.error.map { "\($0)" } ?? URL(filePath: $0.file).lastPathComponent
      }
    }
    #expect(try named() == ["a_1.csv", "ab1.csv", "b.csv"])
    #expect(try named("a_*") == ["a_1.csv"])
    #expect(try named("?.csv") == ["b.csv"])
    #expect(try named("load-2", "\(workshop.folder.path)/b.csv", "b.csv") == ["ab1.csv", "b.csv"])
    #expect(
      try named("zzz.csv") == [
        """
        No landed file has the file_id, the name or the path zzz.csv. \
        Land it first, with: retrofill ingest zzz.csv
        """
      ])
    let passedOver = try workshop.backfill(["c.ndjson"], layout: simpleLayout()) {
      $0.fromLanded = true
    }
    #expect(passedOver.loads.isEmpty)
    #expect(passedOver.passedOver[0].contains("c.ndjson: not landed (failed: "))
  }

  @Test func recordsFromInsideADocumentFitALayoutThatLooksThere() throws {
    let workshop = try Workshop()
    let json =
      #"{"name":"x","data":{"rows":[{"time":"2024-01-01","value":1e2},"#
      + #"{"time":"2024-01-02","value":-0.50}]}}"#
    let path = try workshop.file("a.json", json)
    _ = try workshop.ingest(path) { $0.records = RecordPath("data.rows") ?? RecordPath() }
    let report = try workshop.backfill(
      [], layout: jsonLayout("records: data.rows")
    ) { $0.fromLanded = true }.loads[0]
    #expect(report.summary == "loaded: 2 read, 2 inserted", "\(report.words)")
    #expect(
      try rows(TestDatabase.connect(), "SELECT value FROM timeseries_data ORDER BY timestamp")
        == ["100", "-0.50"])
    let around = try workshop.backfill(
      [], layout: jsonLayout("records: data.rows", source: "{from: ^.name}")
    ) { $0.fromLanded = true }.loads[0]
    #expect(
      around.words == """
        \(path): only what stands at data.rows was landed of it, and the layout asks for fields \
        around that; land it again without --records, or load the file itself
        """)
  }

  @Test func aFirstLineIsARecordOrNamesAsItWasLanded() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 3))
    _ = try workshop.ingest(path)
    let layout = try Layout(
      yaml: """
        name: bare
        format: csv
        source: test
        dialect: {header: none}
        columns:
          timestamp: {from: 1, type: timestamp}
          value: {from: 2, type: decimal}
        """, file: "bare.yml")
    let report = try workshop.backfill([], layout: layout) { $0.fromLanded = true }.loads[0]
    #expect(
      report.words == """
        \(path): its first line was taken for the names of its columns when it was landed, and the \
        layout says that there is no header; load the file itself
        """)
  }

  @Test func aFileWhoseRecordsAreNoLongerThereIsNotLoaded() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 5))
    _ = try workshop.ingest(path)
    try TestDatabase.connect().script("DELETE FROM file_data WHERE row_number = 2")
    let report = try workshop.load("a.csv") { $0.fromLanded = true }
    #expect(
      report.words == """
        \(path): 4 of its 5 records are still landed; land it again with --force, or load the file \
        itself
        """)
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM timeseries_data") == ["0"])
  }

  @Test func aFileWithoutItsOrderOfColumnsIsNotGuessedAt() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 2))
    _ = try workshop.ingest(path)
    try TestDatabase.connect().script("UPDATE files SET columns = NULL")
    #expect(
      try workshop.load("a.csv") { $0.fromLanded = true }.words == """
        \(path): the order of its columns was not written down when it was landed. \
        Land it again, with --force, or load the file itself.
        """)
  }

  @Test func documentsThatOthersHaveLandedAreLoadedToo() throws {
    let workshop = try Workshop()
    try TestDatabase.connect().script(
      """
      INSERT INTO files (id, file_id, filename, file_type, file_size, storage_path, status)
      VALUES (7, 'abc', 'old.json', 'application/json', 9, '/gone/old.json', 'completed');
      INSERT INTO file_data (file_id, row_number, data) VALUES
        (7, 1, '{"time":"2024-01-01","value":12345678901234567890.1234567890}'),
        (7, 2, '{"value":2,"time":"2024-01-02"}');
      """)
    let report = try workshop.backfill(["abc"], layout: jsonLayout()) {
      $0.fromLanded = true
    }.loads[0]
    #expect(report.summary == "loaded: 2 read, 2 inserted", "\(report.words)")
    #expect(report.file == "/gone/old.json")
    #expect(
      try rows(TestDatabase.connect(), "SELECT value FROM timeseries_data ORDER BY timestamp")
        == ["12345678901234567890.1234567890", "2"])
  }

  @Test(
    arguments: [
      (
        UnmappableReason.tooManyColumns(limit: 1600),
        "it has more than 1600 columns, the limit of landed files. Load the file itself."
      ),
      (
        .insideMessages,
        """
        of each line of the capture only a part was landed, without its time. \
        Land it again without --records, or load the file itself.
        """
      ),
      (
        .wayNotRebuilt("a.*"),
        """
        it was landed from a.*, which is not made of keys alone. \
        Land it again without --records, or load the file itself.
        """
      ),
    ])
  func whatCannotBeMappedSaysWhyAndTheWayOut(reason: UnmappableReason, text: String) {
    #expect("\(LoadError.notMappable(file: "a", reason))" == "a: \(text)")
  }

  @Test func aPlanSaysWhereTheRecordsAreReadFrom() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 2))
    _ = try workshop.ingest(path)
    var backfill = Backfill(paths: [], layout: try simpleLayout())
    backfill.fromLanded = true
    let plan = try backfill.plan(in: workshop.context)
    #expect(plan.map(\.subject) == [path])
    #expect(plan[0].detail.hasSuffix("; read from where it was landed as load-1"))
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM retrofill.loads") == ["1"])
  }

  private func jsonLayout(_ more: String = "", source: String = "test") throws -> Layout {
    try Layout(
      yaml: """
        name: own
        format: auto
        source: \(source)
        data_type: simple
        columns:
          timestamp: {from: time, type: timestamp}
          value: {from: value, type: decimal}
        time: {unit: iso}
        \(more)
        """, file: "own.yml")
  }
}
