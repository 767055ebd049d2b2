import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Rejects are written as a file like their own, and run again.
@Suite(.database) struct ReplayTests {
  private let content = """
    # of no use
    time;value
    2024-01-01T00:00:00Z;1
    2024-01-02T00:00:00Z;"two
    halves"
    2024-01-03T00:00:00Z;3
    2024-01-04T00:00:00Z;n/a
    never;5

    """

  private func layout(missing: String = "") throws -> Layout {
    try Layout(
      yaml: """
        name: simple
        format: csv
        dialect: {preamble_lines: 1}
        data_type: simple
        columns:
          timestamp: {from: time, type: timestamp}
          value: {from: value, type: decimal}
        time: {unit: iso}
        missing: ["\(missing)"]
        null_rows: keep
        """, file: "simple.yml")
  }

  private func load(_ workshop: Workshop, name: String = "a.csv") throws -> LoadReport {
    try workshop.backfill([try workshop.file(name, content)], layout: layout()) {
      $0.maxRejects = .count(3)
      $0.options.source = "test"
    }.loads[0]
  }

  private func replay(
    _ workshop: Workshop, _ load: Int64 = 1, _ configure: (inout Replay) -> Void = { _ in }
  ) throws -> LoadReport {
    var replay = Replay(loads: [load], layout: try layout(missing: "n/a"))
    configure(&replay)
    return try replay.run(in: workshop.context).loads[0]
  }

  @Test func theFileOfRejectsHasTheHeaderAndTheRecordsOfTheirFile() throws {
    let workshop = try Workshop()
    #expect(try load(workshop).summary == "loaded: 5 read, 2 inserted, 3 rejected")
    let exported = try exported(1)
    #expect(
      exported == """
        # of no use
        time;value
        2024-01-02T00:00:00Z;"two
        halves"
        2024-01-04T00:00:00Z;n/a
        never;5

        """)
    // Mended, it loads as its file did.
    let mended = exported.replacing("\"two\nhalves\"", with: "2").replacing("n/a", with: "4")
      .replacing("never", with: "2024-01-05T00:00:00Z")
    let report = try workshop.backfill(
      [try workshop.file("mended.csv", mended)], layout: layout()
    ) { $0.options.source = "test" }.loads[0]
    #expect(report.summary == "loaded: 3 read, 3 inserted", "\(report.words)")
  }

  @Test func whatLoadsIsNoOpenRejectAnyMoreAndTheRestIs() throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    _ = try load(workshop)
    let over = try replay(workshop)
    #expect(over.summary == "failed: 3 read, 2 rejected", "\(over.words)")
    #expect(try open(connection) == ["1|4", "1|7", "1|8"])
    let report = try replay(workshop) { $0.maxRejects = .count(2) }
    #expect(report.summary == "loaded: 3 read, 1 inserted, 2 rejected", "\(report.words)")
    #expect(report.file == "rejects of load 1")
    #expect(try open(connection) == ["1|4", "1|8"])
    #expect(
      try rows(
        connection,
        "SELECT line, replayed_by FROM retrofill.rejects WHERE load_id = 1 ORDER BY 1")
        == ["4|", "7|3", "8|"])
    #expect(
      try rows(connection, "SELECT timestamp, load_id FROM timeseries_data WHERE value IS NULL")
        == ["2024-01-04 00:00:00+00|3"])
    #expect(try rows(connection, "SELECT name FROM sources") == ["test"])
    let table = try #require(StatusOverview(connection).tables.first)
    #expect(table.rejected == 2)
    // The two that are left are another content than the three: they are run, and then known.
    let rest = try replay(workshop) { $0.maxRejects = .count(2) }
    #expect(rest.summary == "loaded: 2 read, 2 rejected")
    #expect(try replay(workshop) { $0.maxRejects = .count(2) }.summary == "skipped")
    #expect(try open(connection) == ["1|4", "1|8"])
    let home = workshop.context.home.rejectSpools
    #expect(try FileManager.default.contentsOfDirectory(atPath: home) == [])
  }

  @Test func aMendedTableTakesWhatItRefused() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount <> 3))")
    let workshop = try Workshop()
    let layout = try tableLayout("own", ["id": "integer", "amount": "decimal"])
    let path = try workshop.file("a.csv", "id,amount\n1,1\n2,3\n3,3\n")
    let first = try workshop.backfill([path], layout: layout) { $0.maxRejects = .count(2) }.loads[0]
    #expect(first.summary == "loaded: 3 read, 1 inserted, 2 rejected", "\(first.words)")
    try connection.execute("ALTER TABLE own DROP CONSTRAINT own_amount_check")
    let report = try replay(workshop) { $0.layout = layout }
    #expect(report.summary == "loaded: 2 read, 2 inserted", "\(report.words)")
    #expect(try open(connection) == [])
    let again = try replay(workshop) { $0.layout = layout }
    #expect(again.summary == "skipped")
    #expect(again.notes == ["no reject of load 1 is open that could be replayed"])
  }

  @Test func whatIsNotKeptWholeIsLeftOutAndSaid() throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    let long = String(repeating: "y", count: 70_000)
    let path = try workshop.file(
      "a.csv", "time,value\n2024-01-01T00:00:00Z,\(long)\n2024-01-02T00:00:00Z,n/a\nx,2\n")
    _ = try workshop.load(path) { $0.maxRejects = .count(3) }
    try connection.script(
      """
      UPDATE retrofill.rejects SET raw_is_record = false, byte_offset = NULL WHERE line = 4;
      UPDATE retrofill.loads SET rejected = rejected + 7, rows_read = rows_read + 7;
      """)
    let report = try replay(workshop) { $0.layout = try? simpleLayout() }
    #expect(report.status == .failed)
    #expect(report.counts.rowsRead == 1)
    #expect(
      report.notes == [
        """
        left out: 1 of a record longer than 64 KiB, which was cut, 1 whose record was not to be had, \
        7 beyond the first 100,000, which were only counted
        """
      ])
  }

  @Test func aLoadThatIsNotThereIsNotReplayed() throws {
    let workshop = try Workshop()
    _ = try workshop.backfill([try workshop.file("a.csv", content)], layout: layout()) {
      $0.options.source = "test"
    }
    #expect(
      try replay(workshop).words == """
        Load 1 is not there as a whole (it is failed), and its rejects alone would be a part of the \
        file. Load the file again; --max-rejects lets rejects pass.
        """)
    #expect(
      try replay(workshop, 7).words
        == "There is no load 7. `retrofill rejects list` says which loads have rejects.")
    _ = try load(workshop)
    #expect(
      try replay(workshop, 2) { $0.layout = nil }.words == """
        Load 2 was read through the layout simple, which is not built in. Name its file with --layout.
        """)
  }

  // MARK: - Formats

  private struct Format: Sendable, CustomTestStringConvertible {
    let name: String
    let content: String
    let layout: String
    let exported: String

    var testDescription: String { name }
  }

  private static let formats = [
    Format(
      name: "NDJSON", content: "{\"id\": 1, \"v\": 1}\n{\"id\": 2, \"v\": \"x\"}\n{\"id\": 3}\n",
      layout: "format: ndjson", exported: "{\"id\": 2, \"v\": \"x\"}\n"),
    Format(
      name: "a JSON array", content: "[{\"id\": 1, \"v\": 1},\n {\"id\": 2,\n \"v\": \"x\"}]",
      layout: "format: json", exported: "[\n{\"id\": 2,\n \"v\": \"x\"}\n]\n"),
    Format(
      name: "records inside a document",
      content: "{\"a\": 1, \"data\": {\"r\": [{\"id\": 1, \"v\": 1}, {\"id\": 2, \"v\": \"x\"}]}}",
      layout: "format: json\nrecords: data.r",
      exported: "{\"data\":{\"r\":[\n{\"id\": 2, \"v\": \"x\"}\n]}}\n"),
    Format(
      name: "a capture",
      content: """
        2024-01-31T00:05:00.26Z {"id": 1, "v": 1}
        2024-01-31T00:05:01Z {"id": 2, "v": "x"}

        """,
      layout: "format: capture", exported: "2024-01-31T00:05:01Z {\"id\": 2, \"v\": \"x\"}\n"),
    Format(
      name: "a dump",
      content: """
        --
        -- PostgreSQL database dump
        --

        COPY public.things (v, id) FROM stdin;
        1\t1
        x\t2
        \\.

        --
        -- PostgreSQL database dump complete
        --

        """,
      layout: "format: dump",
      exported: """
        --
        -- PostgreSQL database dump
        --

        COPY public.things ("v", "id") FROM stdin;
        x\t2
        \\.

        --
        -- PostgreSQL database dump complete
        --

        """),
    Format(
      name: "a dump of INSERTs",
      content: """
        INSERT INTO public.things (v, id) VALUES ('1', 1);
        INSERT INTO public.things (v, id) VALUES ('x', 2);

        """,
      layout: "format: dump",
      exported: """
        --
        -- PostgreSQL database dump
        --

        INSERT INTO public.things ("v", "id") VALUES
        \t('x', 2);

        --
        -- PostgreSQL database dump complete
        --

        """),
    Format(
      name: "CSV without a header, in Windows' line ends", content: "1;1\r\n2;x\r\n3;4\r\n",
      layout: "format: csv\ndialect: {header: none}", exported: "2;x\n"),
  ]

  @Test(arguments: formats)
  private func everyFormatIsWrittenAsItsOwnKind(_ format: Format) throws {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE own (id bigint PRIMARY KEY, v text)")
    let isPlain = format.layout.contains("header: none")
    func layout(_ checks: String) throws -> Layout {
      try Layout(
        yaml: """
          name: own
          \(format.layout)
          into: own
          columns:
            id: {\(isPlain ? "at: 1" : "from: id"), type: integer}
            v: {\(isPlain ? "at: 2" : "from: v"), type: text}
          \(checks)
          """, file: "own.yml")
    }
    let workshop = try Workshop()
    let first = try workshop.backfill(
      [try workshop.file("a", format.content)],
      layout: layout("checks: [{pattern: {column: v, matches: '^[0-9]$'}}]")
    ) { $0.maxRejects = .count(1) }.loads[0]
    #expect(first.counts.rejected == 1, "\(first.words)")
    #expect(try exported(1) == format.exported)
    let report = try replay(workshop) { $0.layout = try? layout("") }
    #expect(report.summary == "loaded: 1 read, 1 inserted", "\(report.words)")
    #expect(try open(connection) == [])
    #expect(try rows(connection, "SELECT v FROM own WHERE id = 2") == ["x"])
  }

  @Test func recordsThatArePartsOfSomethingCannotStandAlone() throws {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE own (id bigint PRIMARY KEY, v numeric)")
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: """
        name: own
        format: json
        records: {at: rows, form: columns}
        into: own
        columns:
          id: {from: id, type: integer}
          v: {from: v, type: decimal}
        """, file: "own.yml")
    let path = try workshop.file("a.json", #"{"rows": {"id": [1, 2], "v": [1, "x"]}}"#)
    let first = try workshop.backfill([path], layout: layout) {
      $0.maxRejects = .count(1)
    }.loads[0]
    #expect(first.summary == "loaded: 2 read, 1 inserted, 1 rejected", "\(first.words)")
    #expect(
      try replay(workshop) { $0.layout = layout }.words == """
        The rejects of load 1 are parts of what \(path) holds, such as fields beside what stands \
        around them, and cannot be read alone. Mend the file, and load it again.
        """)
  }

  @Test func whatAReplayBroughtIsOpenAgainOnceTheReplayIsUndone() throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    _ = try load(workshop)
    let before = try open(connection)
    let replayed = try replay(workshop) { $0.maxRejects = .count(2) }
    #expect(replayed.status == .loaded, "\(replayed.words)")
    #expect(try open(connection).count < before.count)
    _ = try Undo(load: #require(replayed.load)).run(in: workshop.context)
    #expect(try open(connection) == before)
  }

  private func exported(_ load: Int64) throws -> String {
    let sink = Collected()
    try RejectsText(load, TestDatabase.connect()).write(to: sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  private func open(_ connection: Connection) throws -> [String] {
    try RejectList(connection, .init(load: 1), limit: 100).rejects.map {
      "\($0.load)|\($0.line ?? 0)"
    }
  }
}

private final class Collected: ByteSink {
  var bytes: [UInt8] = []

  func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
}
