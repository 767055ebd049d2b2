import FlatFiles
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Files landed as they are: one row of `files`, a document per record.
@Suite(.database) struct IngestTests {
  private let csv = "id,note\n1,\n2,\"\"\n3,\"a \"\"b\"\"\nc\"\n"

  @Test func recordsOfACSVFileBecomeObjectsOfTheirFields() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", csv)
    #expect(try workshop.ingest(path).summary == "loaded: 3 read, 3 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT file_id, row_number, data FROM file_data ORDER BY 2")
        == [
          #"1|1|{"id": "1", "note": null}"#, #"1|2|{"id": "2", "note": ""}"#,
          #"1|3|{"id": "3", "note": "a \"b\"\nc"}"#,
        ])
    #expect(
      try rows(
        connection,
        """
        SELECT file_id, filename, file_type, file_size, storage_path, status, row_count,
          error_message, load_id, sha256 = (SELECT sha256 FROM retrofill.loads)
        FROM files
        """) == ["load-1|a.csv|text/csv|\(csv.utf8.count)|\(path)|completed|3||1|t"])
  }

  @Test func recordsOfNDJSONStayAsTheyAre() throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.ndjson",
      """
      {"n":12345678901234567890123.4500,"e":1e400,"s":"\\u00e4\\ud83d\\ude00","x":[null,true]}
      {"b":2,"a":1}
      """)
    #expect(try workshop.ingest(path).summary == "loaded: 2 read, 2 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        "SELECT data->>'n', length(data->>'e'), data->>'s', data->'x' FROM file_data LIMIT 1")
        == ["12345678901234567890123.4500|401|ä😀|[null, true]"])
    #expect(try rows(connection, "SELECT file_type FROM files") == ["application/x-ndjson"])
  }

  @Test func theSameContentIsSkippedAndLeavesNoFile() throws {
    let workshop = try Workshop()
    _ = try workshop.ingest(try workshop.file("a.csv", csv))
    #expect(try workshop.ingest(try workshop.file("b.csv", csv)).summary == "skipped")
    #expect(try workshop.ingest(try workshop.gzipped("c.csv.gz", csv)).summary == "skipped")
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT filename FROM files") == ["a.csv"])
    #expect(try rows(connection, "SELECT count(*) FROM file_data") == ["3"])
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.loads") == ["1"])
  }

  @Test func aForcedLandingReplacesTheEarlierOne() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", csv)
    _ = try workshop.ingest(path)
    #expect(try workshop.ingest(path) { $0.force = true }.summary == "loaded: 3 read, 3 inserted")
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT id, load_id, status FROM files") == ["2|2|completed"])
    #expect(
      try rows(connection, "SELECT DISTINCT file_id FROM file_data") == ["2"])
    #expect(
      try rows(connection, "SELECT status FROM retrofill.loads ORDER BY load_id")
        == ["replaced", "loaded"])
  }

  @Test func aForcedLandingLeavesTheSameContentLandedInAnotherWay() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.ndjson", "{\"x\":[{\"a\":1},{\"a\":2}]}\n")
    _ = try workshop.ingest(path) { $0.format = .ndjson }
    let inner = try #require(RecordPath("x"))
    func land(force: Bool) throws -> LoadReport {
      try workshop.ingest(path) {
        $0.format = .json
        $0.records = inner
        $0.force = force
      }
    }
    _ = try land(force: false)
    let forced = try land(force: true)
    #expect(forced.summary == "loaded: 2 read, 2 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT load_id, status, replaced_by FROM retrofill.loads ORDER BY 1")
        == ["1|loaded|", "2|replaced|3", "3|loaded|"])
    #expect(try rows(connection, "SELECT id, load_id FROM files ORDER BY 1") == ["1|1", "3|3"])
    #expect(
      try rows(connection, "SELECT file_id, count(*) FROM file_data GROUP BY 1 ORDER BY 1")
        == ["1|1", "3|2"])
  }

  @Test func aLandingThatDiedBeforeItsFileChangedIsClosed() throws {
    let workshop = try Workshop()
    let hook = StopOnce(at: .beforeCopy)
    _ = try workshop.ingest(try workshop.file("a.csv", csv)) {
      $0.atCheckpoint = hook.callAsFunction
    }
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL;
      UPDATE files SET status = 'processing', error_message = NULL;
      """)
    let path = try workshop.file("a.csv", csv + "4,\n")
    #expect(try workshop.ingest(path).summary == "loaded: 4 read, 4 inserted")
    #expect(
      try rows(connection, "SELECT load_id, status, row_count FROM files") == ["2|completed|4"])
    #expect(
      try rows(connection, "SELECT status, error FROM retrofill.loads ORDER BY load_id")
        == ["failed|the process died; the file has changed since", "loaded|"])
  }

  @Test func aFileWithRejectsLeavesNoRowsAndSaysWhy() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.ndjson", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n")
    let report = try workshop.ingest(path) { $0.format = .ndjson }
    #expect(report.summary == "failed: 3 read, 1 rejected")
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT count(*) FROM file_data") == ["0"])
    #expect(
      try rows(connection, "SELECT status, row_count, error_message FROM files")
        == ["failed||\(report.words)"])
    #expect(
      try rows(connection, "SELECT line, convert_from(raw, 'UTF8') FROM retrofill.rejects")
        == ["2|{\"a\":"])
    let again = try workshop.ingest(path) {
      $0.format = .ndjson
      $0.maxRejects = .count(1)
    }
    #expect(again.summary == "loaded: 3 read, 2 inserted, 1 rejected")
    #expect(
      try rows(connection, "SELECT file_id, status, row_count, error_message, load_id FROM files")
        == ["load-1|completed|2||2"])
    #expect(
      try rows(connection, "SELECT row_number FROM file_data ORDER BY 1") == ["1", "3"])
  }

  @Test func aFileGoesThroughUploadedAndProcessing() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", csv)
    let connection = try TestDatabase.settings
    let looking = StopOnce(at: .beforeCopy) {
      let status = try rows(Connection(connection), "SELECT status FROM files")
      #expect(status == ["processing"])
    }
    _ = try workshop.ingest(path) { $0.atCheckpoint = looking.callAsFunction }
    #expect(looking.wasReached)
  }

  @Test func aLandingWhoseFileWasRemovedIsLandedAgain() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", csv)
    _ = try workshop.ingest(path)
    try TestDatabase.connect().script("TRUNCATE files, file_data")
    #expect(try workshop.ingest(path).summary == "loaded: 3 read, 3 inserted")
  }

  @Test func aFileThatIsNotThereLeavesNothing() throws {
    let workshop = try Workshop()
    let report = try workshop.ingest("/nowhere/a.csv")
    #expect(report.summary == "failed")
    #expect(report.words.hasPrefix("/nowhere/a.csv"))
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM retrofill.loads") == ["0"])
  }
}
