import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// From a row to the record that it was, and to what it was before.
@Suite(.database) struct TracingTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
  }

  @Test(arguments: Publish.allCases)
  func aRowLeadsToItsLineAndToThoseBefore(publish: Publish) throws {
    try load("a.csv", history(count: 3)) { $0.publish = publish }
    try load("b.csv", "time,value\n2024-01-02T00:00:00Z,x\n2024-01-02T00:00:00Z,5\n") {
      $0.publish = publish
      $0.maxRejects = .count(1)
    }
    try load("c.csv", "time,value\n\n2024-01-02T00:00:00Z,6\n2024-01-02T00:00:00Z,7\n")
    let history = try trace(["source": "test", "timestamp": "2024-01-02"])
    #expect(history.key == ["source_id": "1", "timestamp": "2024-01-02 00:00:00+00"])
    #expect(
      history.versions.map(words) == [
        "current 3 c.csv 2:4 2024-01-02T00:00:00Z,7", "replaced 2 b.csv 2:3 2024-01-02T00:00:00Z,5",
        "replaced 1 a.csv 2:3 2024-01-02T00:00:00Z,1",
      ])
    #expect(history.versions.map(\.replacedBy) == [nil, 3, 2])
    #expect(history.versions.map { $0.values["value"] } == ["7", "5", "1"])
    #expect(history.versions[2].origin?.byte == 34)
  }

  @Test func aRowThatWasChangedByHandIsStillThatOfItsRecord() throws {
    try load("a.csv", history(count: 3))
    try connection.execute("UPDATE timeseries_data SET value = 77 WHERE value = 1")
    let row = try #require(try trace(["source_id": "1", "timestamp": "2024-01-02"]).versions.first)
    #expect(row.isChangedByHand)
    #expect(row.load == 1)
    #expect(row.origin?.raw == "2024-01-02T00:00:00Z,1")
  }

  @Test func aRowThatIsGoneLeadsToTheVersionsThatAreKept() throws {
    try load("a.csv", history(count: 3))
    try connection.execute("UPDATE sources SET name = 'renamed'")
    try load("a.csv", history(count: 3)) { $0.force = true }
    let history = try trace(["source": "renamed", "timestamp": "2024-01-02"])
    #expect(history.versions.map(\.state) == [.takenOut])
    #expect(history.versions.first?.replacedBy == 2)
    #expect(history.versions.first?.load == 1)
  }

  @Test func rowsOfTablesWithoutALoadColumnAreTraced() throws {
    try connection.script(
      """
      CREATE TABLE own (name text, n integer, amount numeric, PRIMARY KEY (name, n));
      INSERT INTO own VALUES ('a, b', 1, 5), ('mine', 2, 5);
      """)
    let layout = try tableLayout("own", ["name": "text", "n": "integer", "amount": "decimal"])
    let path = try workshop.file("a.csv", "name,n,amount\nx,1,1\n\"a, b\",1,2\n")
    _ = try workshop.backfill([path], layout: layout)
    let history = try trace(table: "own", layout: layout, ["name": "a, b", "n": "01"])
    #expect(history.versions.map(words).first == "current 1 a.csv 2:3 \"a, b\",1,2")
    #expect(history.versions.map(\.load) == [1, nil])
    #expect(history.versions.last?.values["amount"] == "5")
    let mine = try trace(table: "own", layout: layout, ["name": "mine", "n": "2"])
    #expect(mine.versions.map(\.load) == [nil])
    #expect(mine.versions.first?.origin == nil)
  }

  @Test func aRowOfAFileThatWasLandedLeadsToTheRecordThere() throws {
    _ = try workshop.ingest(workshop.file("a.csv", history(count: 3)))
    _ = try workshop.backfill([], layout: simpleLayout()) { $0.fromLanded = true }
    let row = try #require(try trace(["source": "test", "timestamp": "2024-01-02"]).versions.first)
    #expect(row.origin?.record == 2)
    #expect(row.origin?.line == nil)
    #expect(row.origin?.raw == "2024-01-02T00:00:00Z,1")
    let landed = try trace(table: "file_data", ["file_id": "1", "row_number": "2"]).versions
    #expect(landed.map(\.load) == [1])
    #expect(landed.first?.origin?.record == 2)
    #expect(landed.first?.origin?.raw == #"{"time": "2024-01-02T00:00:00Z", "value": "1"}"#)
  }

  @Test func aRowOfAFileInAnArchiveLeadsIntoIt() throws {
    let path = try workshop.file(
      "a.zip",
      bytes: Array(
        zipArchive([
          "x.csv": history(from: "2023-01-01T00:00:00Z", count: 2), "y.csv": history(count: 3),
        ])))
    _ = try workshop.load(path)
    let row = try #require(
      try trace(["source": "test", "timestamp": "2024-01-02"]).versions.first)
    #expect(row.origin?.file == "\(path)/y.csv")
    #expect(row.origin?.line == 3)
    #expect(row.origin?.raw == "2024-01-02T00:00:00Z,1")
  }

  @Test func whatOptionsSaidOfTheFileIsSaidAgain() throws {
    let text = "time,value\n2024-01-02 01:00:00,5\n"
    let path = try workshop.file("a.csv", text)
    _ = try workshop.load(path) {
      $0.options.source = "other"
      $0.options.zone = "Europe/Berlin"
    }
    let row = try #require(
      try trace(["source": "other", "timestamp": "2024-01-02"]).versions.first)
    #expect(row.origin?.raw == "2024-01-02 01:00:00,5")
  }

  @Test func aRecordThatWasReplayedIsFoundInTheFileThatItWasRejectedOf() throws {
    let text = "time,value\n2024-01-01T00:00:00Z,1\n2024-01-02T00:00:00Z,(5)\n"
    try load("a.csv", text) { $0.maxRejects = .count(1) }
    var mended = try simpleLayout()
    mended.missing = ["(5)"]
    mended.nullRows = .keep
    let replay = try Replay(loads: [1], layout: mended).run(in: workshop.context).loads[0]
    #expect(replay.status == .loaded, "\(replay.words)")
    let row = try #require(
      try trace(layout: mended, ["source": "test", "timestamp": "2024-01-02"]).versions.first)
    #expect(words(row) == "current 2 a.csv 2:3 2024-01-02T00:00:00Z,(5)")
  }

  // MARK: - Where the record is not to be had

  @Test func aFileThatIsAnotherByNowIsNotBelieved() throws {
    let path = try load("a.csv", history(count: 3))
    _ = try workshop.file("a.csv", history(count: 3) { "1\($0)" })
    let origin = try #require(
      try trace(["source": "test", "timestamp": "2024-01-02"]).versions.first?.origin)
    #expect(origin.note == "\(path) is not what it was when load 1 read it")
    #expect(origin.raw == nil)
    #expect(origin.line == nil)
    try FileManager.default.removeItem(atPath: path)
    let gone = try #require(
      try trace(["source": "test", "timestamp": "2024-01-02"]).versions.first?.origin)
    #expect(gone.note == "\(path): no such file")
  }

  @Test func aLayoutThatIsAnotherByNowIsNotBelieved() throws {
    try load("a.csv", history(count: 3))
    var changed = try simpleLayout()
    changed.missing = ["none"]
    let note = try trace(
      layout: changed, ["source": "test", "timestamp": "2024-01-02"]
    ).versions.first?.origin?.note
    #expect(
      note == """
        the layout simple is not what it was when load 1 read the file through it; name the file \
        of the one that it was with --layout
        """)
    let unknown = try traced(
      nil, "timeseries_data", ["source": "test", "timestamp": "2024-01-02"])
    #expect(
      unknown.versions.first?.origin?.note
        == "the layout simple is not built in; name its file with --layout")
  }

  @Test func aKeyThatIsNoneIsToldOf() throws {
    try load("a.csv", history(count: 3))
    #expect(
      words { _ = try trace(["source": "test", "value": "1"]) } == """
        value is no part of the key of timeseries_data, which is source_id, timestamp. Name each of \
        its columns with --key.
        """)
    #expect(
      words { _ = try trace(["source": "test"]) } == """
        The key of timeseries_data has timestamp too. Name each of its columns with --key.
        """)
    #expect(
      words { _ = try trace(["source": "tset", "timestamp": "2024-01-02"]) } == """
        There is no source tset in this database. Name one of the table sources, or give its number \
        as source_id.
        """)
    #expect(
      words { _ = try trace(["source": "test", "timestamp": "soon"]) } == """
        `soon` is no value of timestamp, which is of type timestamp with time zone: invalid input \
        syntax for type timestamp with time zone: "soon". Write it as PostgreSQL reads it, such as \
        2024-01-31T12:00:00Z.
        """)
    #expect(
      words { _ = try trace(["source": "test", "timestamp": "2025-01-01"]) } == """
        timeseries_data has no row with source_id 1, timestamp 2025-01-01 00:00:00+00, and no \
        version of one is kept. Check the key; times without a zone are UTC.
        """)
    try connection.execute("CREATE TABLE own (id bigint)")
    #expect(
      words { _ = try trace(table: "own", ["id": "1"]) } == """
        own has no primary key, by which a row could be told. Give it one: ALTER TABLE own ADD \
        PRIMARY KEY (…).
        """)
  }

  // MARK: - The scene

  @discardableResult
  private func load(
    _ name: String, _ content: String, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> String {
    let path = try workshop.file(name, content)
    let report = try workshop.load(path, configure)
    #expect(report.status == .loaded, "\(report.words)")
    return path
  }

  private func trace(
    table: TableName = "timeseries_data", layout: Layout? = nil,
    _ key: KeyValuePairs<String, String>
  ) throws -> RowHistory {
    try traced(layout ?? simpleLayout(), table, key)
  }

  private func traced(
    _ layout: Layout?, _ table: TableName, _ key: KeyValuePairs<String, String>
  ) throws -> RowHistory {
    let tracing = try RowTracing(in: workshop.context, layout: layout) { name in
      throw FileError(path: name, problem: .notFound)
    }
    return try tracing.history(of: table, key: key.map { (name: $0.key, value: $0.value) })
  }

  /// The state, the load, the file's name, the record and its line, and the record itself.
  private func words(_ version: RowHistory.Version) -> String {
    let origin = version.origin
    let file = origin?.file.split(separator: "/").last ?? ""
    return
      "\(version.state.rawValue) \(version.load ?? 0) \(file) \(origin?.record ?? 0):"
      + "\(origin?.line ?? 0) \(origin?.raw ?? origin?.note ?? "")"
  }

  private func words(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }
}
