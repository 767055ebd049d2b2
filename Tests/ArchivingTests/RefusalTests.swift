import Archiving
import Foundation
import Postgres
import TestSupport
import Testing

/// Tables and archives that do not lend themselves to it, each with its own sentence.
@Suite(.database) struct RefusalTests {
  private func archiveError(
    _ setUp: String, table: TableName = "t", source: String? = nil, timeColumn: String? = nil,
    from: Timestamp? = nil
  ) throws -> String? {
    let fixture = try HistoryFixture()
    if !setUp.isEmpty { try fixture.connection.script(setUp) }
    return fixture.errorText {
      _ = try fixture.archive(from: from, source: source, table: table, timeColumn: timeColumn)
    }
  }

  @Test(arguments: [
    (
      "", nil,
      "t has no column that holds a time, so it has no history to move or expire."
    ),
    (
      ", made timestamptz, seen timestamptz", nil,
      "Which column of t says when a row is from? It has made, seen; name one with time_column."
    ),
    (", made timestamptz", "id", #"t has no column "id" that holds a time. It has made."#),
  ])
  func aTableNeedsATime(_ columns: String, _ told: String?, _ text: String) throws {
    #expect(
      try archiveError("CREATE TABLE t (id int PRIMARY KEY\(columns))", timeColumn: told) == text)
  }

  @Test func aTableNeedsAKey() throws {
    #expect(
      try archiveError("CREATE TABLE t (made timestamptz)") == """
        t has no primary key, so its rows could not be told apart when they are restored. \
        Add a primary key first.
        """)
  }

  @Test(arguments: [
    (
      "timeseries_data", "eth",
      "There is no source eth in this database. The table sources has their names."
    ),
    (
      "file_data", "btc",
      "file_data has no column source_id, so there are no rows of the source btc in it."
    ),
  ])
  func aSourceMustExist(_ table: String, _ source: String, _ text: String) throws {
    #expect(try archiveError("", table: TableName(table), source: source) == text)
  }

  @Test func aRangeMustNotBeEmpty() throws {
    #expect(
      try archiveError("", table: "timeseries_data", from: HistoryFixture.april) == """
        The range 2024-04-01T00:00:00Z to 2024-03-01T00:00:00Z is empty: the time in from must be \
        earlier than the one in before.
        """)
  }

  @Test func aFolderMustBeWritable() throws {
    let fixture = try HistoryFixture()
    try Data().write(to: URL(fileURLWithPath: fixture.archives))

    #expect(
      fixture.errorText { _ = try fixture.archive() } == """
        Could not create FOLDER/archives/.partial-\(ProcessInfo.processInfo.processIdentifier)\
        -timeseries_data: Not a directory.
        """)
  }

  private func restoreError(
    into setUp: String, _ change: (String) throws -> Void = { _ in }
  ) throws -> String? {
    let fixture = try HistoryFixture()
    let directory = try #require(try fixture.archive().archives.first?.directory)
    if !setUp.isEmpty { try fixture.connection.script(setUp) }
    try change(directory)
    return fixture.errorText {
      _ = try Restore(directory: directory, into: setUp.isEmpty ? nil : "t")
        .run(in: fixture.context)
    }
  }

  private let directory = "FOLDER/archives/timeseries_data_2024-01-01_2024-03-01"

  @Test func theTableMustHaveTheColumns() throws {
    #expect(
      try restoreError(
        into: """
          CREATE TABLE t (source_id int, "timestamp" timestamptz, value numeric,
            PRIMARY KEY (source_id, "timestamp"))
          """) == """
          \(directory) holds the columns open, high, low, close, volume, quality_score, \
          is_anomaly, load_id, ingestion_timestamp, which t has not. Add them, or restore into \
          another table.
          """)
  }

  @Test func theTableMustHaveTheSameKey() throws {
    #expect(
      try restoreError(
        into: """
          CREATE TABLE t (LIKE timeseries_data);
          ALTER TABLE t ADD PRIMARY KEY (source_id);
          """) == """
          The key of t is (source_id), but the archived rows are told apart by (source_id, \
          timestamp). Restore into a table with the same key.
          """)
  }

  @Test func theChecksumsMustBeThere() throws {
    #expect(
      try restoreError(into: "") {
        try FileManager.default.removeItem(atPath: $0 + "/SHA256SUMS")
      } == """
        \(directory) has no SHA256SUMS, so nothing shows that its manifest is the one that was \
        written. Fetch the archive again from where it was copied.
        """)
  }

  @Test(arguments: ["9223372036854775807", "-1", "0"])
  func aManifestMustHavePlausibleNumbers(_ rows: String) throws {
    let fixture = try HistoryFixture()
    let directory = try #require(try fixture.archive().archives.first?.directory)
    try fixture.forgeManifest(of: "timeseries_data_2024-01-01_2024-03-01") {
      $0.replacing("\"rows\" : 47", with: "\"rows\" : \(rows)")
        .replacing("\"rows\" : 43", with: "\"rows\" : \(rows)")
    }

    #expect(
      fixture.errorText { _ = try Restore(directory: directory).run(in: fixture.context) } == """
        \(self.directory)/manifest.json cannot be used: what it says of its parts does not add up \
        to what it says of itself.
        """)
  }

  @Test func aManifestMustBeJSONAndAddUp() throws {
    let fixture = try HistoryFixture()
    let directory = try #require(try fixture.archive().archives.first?.directory)
    let name = try #require(directory.split(separator: "/").last.map(String.init))
    let restore = { _ = try Restore(directory: directory).run(in: fixture.context) }

    try fixture.forgeManifest(of: name) { $0.replacing("\"rows\" : 47", with: "\"rows\" : 46") }
    #expect(
      fixture.errorText(restore) == """
        \(self.directory)/manifest.json cannot be used: what it says of its parts does not add up \
        to what it says of itself.
        """)
    try fixture.forgeManifest(of: name) { $0.replacing("\"table\"", with: "\"tabel\"") }
    #expect(
      fixture.errorText(restore)
        == "\(self.directory)/manifest.json cannot be used: it has no \"table\".")
    try fixture.forgeManifest(of: name) { _ in "{" }
    #expect(
      fixture.errorText(restore)
        == "\(self.directory)/manifest.json cannot be used: it is not valid JSON.")
  }
}
