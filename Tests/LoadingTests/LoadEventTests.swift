import Layouts
import Loading
import Logging
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// Each load tells of its end in `ingest_events`, in the transaction that ends it.
@Suite(.database) struct LoadEventTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
  }

  private let events: SQL = """
    SELECT load_id, event_type, status, message, exchange_id, symbol, n,
      ts = (SELECT finished_at FROM retrofill.loads AS l WHERE l.load_id = e.load_id)
    FROM ingest_events AS e ORDER BY ts, n
    """

  @Test(arguments: Publish.allCases)
  func whatALoadDidIsTold(publish: Publish) throws {
    let path = try workshop.file("a.csv", history(count: 4) { $0 == 2 ? "" : "\($0)" })
    _ = try workshop.load(path) { $0.publish = publish }
    let other = try workshop.file("b.csv", "time,value\n2024-01-01T00:00:00Z,x\n")
    _ = try workshop.load(other) { $0.publish = publish }
    #expect(try workshop.load(path) { $0.publish = publish }.summary == "skipped")
    _ = try workshop.ingest(path)
    #expect(
      try rows(connection, events) == [
        """
        1|backfill|loaded|\(path) was loaded into timeseries_data: 4 records read, 3 inserted, \
        0 updated, 0 unchanged, 0 rejected, 1 skipped.|0||1|t
        """,
        """
        2|backfill|failed|Loading \(other) into timeseries_data failed: 1 records read, \
        0 inserted, 0 updated, 0 unchanged, 1 rejected, 0 skipped.|0||1|t
        """,
        """
        3|ingest|loaded|\(path) was loaded into file_data: 4 records read, 4 inserted, \
        0 updated, 0 unchanged, 0 rejected, 0 skipped.|0||1|t
        """,
      ])
  }

  @Test func aReplayIsToldAsOne() throws {
    let path = try workshop.file("a.csv", "time,value\n2024-01-01T00:00:00Z,x\n")
    _ = try workshop.load(path) { $0.maxRejects = .count(1) }
    let mended = try Layout(
      yaml: """
        name: mended
        format: csv
        data_type: simple
        source: test
        missing: [x]
        null_rows: keep
        columns:
          timestamp: {from: time, type: timestamp}
          value: {from: value, type: decimal}
        time: {unit: iso}
        """, file: "mended.yml")
    _ = try Replay(loads: [1], layout: mended).run(in: workshop.context)
    #expect(
      try rows(
        connection, "SELECT event_type, status, message FROM ingest_events WHERE load_id = 2")
        == [
          """
          replay|loaded|rejects of load 1 was loaded into timeseries_data: 1 records read, \
          1 inserted, 0 updated, 0 unchanged, 0 rejected, 0 skipped.
          """
        ])
  }

  @Test func aLoadThatDiedAndCannotGoOnIsToldAsFailed() throws {
    let path = try workshop.file("a.csv", history(count: 5))
    let interruption = Interruption()
    var context = workshop.context
    context.interruption = interruption
    var backfill = Backfill(paths: [path], layout: try simpleLayout())
    backfill.atCheckpoint =
      StopOnce(at: .beforeLedger) {
        interruption.raise()
        throw Interrupted()
      }.callAsFunction
    _ = try backfill.run(in: context)
    let open = try rows(connection, "SELECT load_id FROM retrofill.loads WHERE status = 'running'")
    _ = try workshop.file("a.csv", history(count: 6))
    _ = try workshop.load(path)
    #expect(open == ["1"])
    #expect(
      try rows(connection, "SELECT load_id, status FROM ingest_events ORDER BY ts")
        == ["1|failed", "2|loaded"])
  }

  @Test func twoThatEndInOneMomentAreBothTold() throws {
    _ = try workshop.load(workshop.file("a.csv", history(count: 5)))
    try connection.script(
      """
      INSERT INTO retrofill.loads SELECT (l).* FROM (
        SELECT jsonb_populate_record(l, '{"load_id": 2}') AS l FROM retrofill.loads AS l) AS x;
      """)
    #expect(try LoadEvents(connection).write(of: 2) == nil)
    #expect(
      try rows(connection, "SELECT load_id, n FROM ingest_events ORDER BY n") == ["1|1", "2|2"])
  }

  // MARK: - Taking back

  @Test(arguments: Publish.allCases)
  func anUndoTakesTheEventAway(publish: Publish) throws {
    _ = try workshop.load(workshop.file("a.csv", history(count: 20)))
    let before = try contentHash(of: connection, exact: true)
    let path = try workshop.file("b.csv", history(count: 40) { "1\($0)" })
    let load = try #require(try workshop.load(path) { $0.publish = publish }.load)
    let landed = try #require(try workshop.ingest(path).load)
    for load in [landed, load] { _ = try Undo(load: load).run(in: workshop.context) }
    #expect(try contentHash(of: connection, exact: true) == before)
  }

  // MARK: - Where it cannot be written

  @Test(arguments: [
    ("DROP TABLE ingest_events", #"relation "public.ingest_events" does not exist"#),
    (
      "ALTER TABLE ingest_events DROP COLUMN message CASCADE",
      #"column "message" of relation "ingest_events" does not exist"#
    ),
    (
      "ALTER TABLE ingest_events ADD CHECK (event_type <> 'backfill')",
      """
      new row for relation "ingest_events" violates check constraint \
      "ingest_events_event_type_check"
      """
    ),
  ])
  func aLoadIsDoneWithoutItsEvent(statement: String, reason: String) throws {
    try connection.script(statement)
    let path = try workshop.file("a.csv", history(count: 5))
    let (context, lines) = logged(as: nil)
    let load = try Backfill(paths: [path], layout: simpleLayout()).run(in: context).loads[0]
    #expect(load.summary == "loaded: 5 read, 5 inserted", "\(load.words)")
    #expect(
      lines.all.contains("\(path): load 1 has no event in ingest_events: \(reason)"),
      "\(lines.all)")
    #expect(try Undo(load: 1).run(in: context).changes?.removed == 5)
  }

  @Test func aRoleThatMayNotWriteItLoadsAllTheSame() throws {
    let role = "loader_\(Int.random(in: 0..<1_000_000_000))"
    try connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY);
      CREATE ROLE \(role) LOGIN;
      GRANT USAGE, CREATE ON SCHEMA retrofill TO \(role);
      GRANT USAGE ON SCHEMA public TO \(role);
      GRANT ALL ON ALL TABLES IN SCHEMA retrofill TO \(role);
      GRANT ALL ON ALL SEQUENCES IN SCHEMA retrofill TO \(role);
      GRANT ALL ON own TO \(role);
      """)
    defer { try? connection.script("DROP OWNED BY \(role); DROP ROLE \(role)") }
    let (context, lines) = logged(as: role)
    var backfill = Backfill(
      paths: [try workshop.file("a.csv", "id\n1\n")],
      layout: try tableLayout("own", ["id": "integer"], time: ""))
    backfill.keepsUndo = false
    let load = try backfill.run(in: context).loads[0]
    #expect(load.summary == "loaded: 1 read, 1 inserted", "\(load.words)")
    #expect(
      lines.all.contains {
        $0.hasSuffix(
          "load 1 has no event in ingest_events: permission denied for table ingest_events")
      }, "\(lines.all)")
    #expect(try rows(connection, "SELECT count(*) FROM ingest_events") == ["0"])
  }

  // MARK: - Loads into the table itself

  private let collected = """
    id,exchange_id,market_id,symbol,event_type,status,message,ts
    1,1,,BTCUSDT,fetch,ok,,2026-02-20 23:59:30+00
    2,0,,,backfill,loaded,,2026-02-20 23:59:30+00

    """

  @Test(arguments: Publish.allCases)
  func whatALoadBringsThereIsToldFromItsEvent(publish: Publish) throws {
    _ = try workshop.load(workshop.file("other.csv", history(count: 2)))
    let before = try contentHash(of: connection, exact: true)
    let path = try workshop.file("events.csv", collected)
    func load(force: Bool = false) throws -> LoadReport {
      try workshop.backfill([path], layout: Layout.builtIn(named: "perps-ingest-events")) {
        $0.publish = publish
        $0.force = force
        $0.verifies = true
      }.loads[0]
    }
    let first = try load()
    #expect(first.summary == "loaded: 2 read, 2 inserted")
    #expect(first.verification?.holds == true)
    #expect(try load().summary == "skipped")
    // By force nothing goes, and both events stay.
    let forced = try load(force: true)
    #expect(forced.summary == "loaded: 2 read, 2 unchanged")
    #expect((forced.counts.removed, forced.counts.reverted) == (0, 0))
    #expect(try rows(connection, "SELECT count(*) FROM ingest_events") == ["5"])
    #expect(try Undo(load: 3).run(in: workshop.context).changes?.removed == 0)
    let undo = Undo(load: 2)
    #expect(try undo.plan(in: workshop.context).map(\.rows) == [2])
    let changes = try undo.run(in: workshop.context).changes
    #expect(changes?.removed == 2)
    #expect(changes?.gone == 0)
    #expect(try contentHash(of: connection, exact: true) == before)
    // Events of loads are no rows of this one: without its own the file comes again.
    #expect(try load().summary == "loaded: 2 read, 2 inserted")
    try connection.execute("DELETE FROM ingest_events WHERE ts < '2026-02-21'")
    #expect(try load().summary == "loaded: 2 read, 2 inserted")
  }

  @Test func anEventThatAFileHasWrittenOverGoesWithItsLoad() throws {
    _ = try workshop.load(workshop.file("a.csv", history(count: 2)))
    let exported: String = try connection.one(
      "SELECT format('0,0,,,backfill,loaded,mended,%s', ts) FROM ingest_events"
    ).get(0)
    let path = try workshop.file(
      "events.csv", "id,exchange_id,market_id,symbol,event_type,status,message,ts\n\(exported)\n")
    let load = try workshop.backfill(
      [path], layout: Layout.builtIn(named: "perps-ingest-events")
    ).loads[0]
    #expect(load.summary == "loaded: 1 read, 1 updated")
    _ = try Undo(load: 1).run(in: workshop.context)
    #expect(
      try rows(connection, "SELECT message FROM ingest_events WHERE message = 'mended'")
        == ["mended"])
    _ = try Undo(load: 2).run(in: workshop.context)
    #expect(try rows(connection, "SELECT count(*) FROM ingest_events") == ["0"])
  }

  // MARK: - The scene

  /// A context whose lines are kept, in the name of a role.
  private func logged(as role: String?) -> (RunContext, LoggedLines) {
    let lines = LoggedLines()
    var context = workshop.context
    context.logger = Logger(label: "test") { _ in lines.handler }
    if let role, let settings = try? TestDatabase.settings.with("user", role) {
      context.database = Database(settings: settings, logger: context.logger)
    }
    return (context, lines)
  }
}

/// Keeps what is logged.
private final class LoggedLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }
  var handler: any LogHandler { Handler(lines: self) }

  private struct Handler: LogHandler {
    let lines: LoggedLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.lines.withLock { $0.append("\(event.message)") }
    }
  }
}
