import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What a load says when the server does not let it: nothing is half published, and the same command
/// does it once the day is better.
@Suite(.database) struct BadDayTests {
  private let workshop: Workshop
  private let connection: Connection
  private let path: String

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
    _ = try workshop.load(workshop.file("base.csv", history(count: 20)))
    path = try workshop.file("next.csv", history(count: 80) { "1\($0)" })
  }

  // MARK: - Limits

  @Test(arguments: Publish.allCases)
  func aStatementTimeoutSaysHowToLiftIt(publish: Publish) throws {
    try connection.script(
      """
      CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(10); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON retrofill.batches FOR EACH ROW EXECUTE FUNCTION wait();
      """)
    try expectNothing(
      load(publish, options: "-c statement_timeout=300ms"),
      """
      canceling statement due to statement timeout (SQLSTATE 57014)
        hint: A statement_timeout or an administrator ended it. Lift the limit for this role (ALTER \
      ROLE … SET statement_timeout = 0) or this command (PGOPTIONS='-c statement_timeout=0'), and \
      run the same command again.
        context: SQL statement "SELECT pg_sleep(10)"
      PL/pgSQL function wait() line 1 at PERFORM
        statement: INSERT INTO retrofill.batches (load_id, batch, first_record, last_record, \
      end_line, end_byte, rows_read, inserted, updated, unchanged, rejected, skipped) VALUES ($1, \
      $2, $3, $4, $5, $6, $7, $8, $9, $1 …
      """)
    try connection.execute("DROP TRIGGER slow ON retrofill.batches")
    try expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aLockThatIsNotToBeHadIsToldOf(publish: Publish) throws {
    let other = try TestDatabase.connect()
    try other.execute("BEGIN")
    try other.execute("LOCK TABLE timeseries_data IN ACCESS EXCLUSIVE MODE")
    // Tried five times, each for as long as the user says.
    let report = try load(publish, options: "-c lock_timeout=20ms")
    try other.execute("ROLLBACK")
    try expectNothing(
      report,
      """
      canceling statement due to lock timeout (SQLSTATE 55P03)
        hint: Another session holds a lock on timeseries_data or one of its partitions (see \
      pg_locks). When it has ended, run the same command again.
        statement: SELECT n.nspname, c.relname, substring(bound FROM $$FROM \\('([^']+)'\\)$$)::\
      timestamptz, substring(bound FROM $$TO \\('([^']+)'\\)$$)::timestamptz FROM pg_inherits AS i \
      JOIN pg_class AS c ON c.oid = i.in …
      """)
    try expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aLockThatIsGivenBackMeanwhileIsWaitedFor(publish: Publish) throws {
    let other = try TestDatabase.connect()
    try other.execute("SET idle_in_transaction_session_timeout = 300")
    try other.execute("BEGIN")
    try other.execute("LOCK TABLE timeseries_data IN ACCESS EXCLUSIVE MODE")
    #expect(
      try load(publish, options: "-c lock_timeout=20ms").summary
        == "loaded: 80 read, 60 inserted, 20 updated")
  }

  // MARK: - The table is another meanwhile

  @Test(arguments: Publish.allCases)
  func aTableThatIsDroppedUnderTheLoadIsToldOf(publish: Publish) throws {
    let report = try load(publish, meanwhile: "ALTER TABLE timeseries_data RENAME TO gone")
    let range = "FOR VALUES FROM ('2024-02-01T00:00:00Z') TO ('2024-03-01T00:00:00Z')"
    let partition = #""public"."timeseries_data_y2024m02""#
    let statement =
      switch publish {
      case .file:
        #"ALTER TABLE "public"."timeseries_data" ATTACH PARTITION "# + partition + " " + range
      case .batch:
        "CREATE TABLE IF NOT EXISTS \(partition) PARTITION OF "
          + #""public"."timeseries_data" \#(range)"#
      }
    try connection.script("ALTER TABLE gone RENAME TO timeseries_data")
    try expectNothing(
      report,
      """
      relation "public.timeseries_data" does not exist (SQLSTATE 42P01)
        hint: timeseries_data, or what belongs to it, was dropped or altered while this loaded. When \
      it is as it should be, run the same command again.
        statement: \(statement)
      """)
    try expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aColumnThatIsDroppedUnderTheLoadIsToldOf(publish: Publish) throws {
    let report = try load(
      publish, meanwhile: "ALTER TABLE timeseries_data RENAME COLUMN value TO amount")
    try connection.script("ALTER TABLE timeseries_data RENAME COLUMN amount TO value")
    let hint = """
      timeseries_data, or what belongs to it, was dropped or altered while this loaded. When it is \
      as it should be, run the same command again.
      """
    let words =
      switch publish {
      case .file:
        """
        table "timeseries_data_y2024m02" contains column "value" not found in parent \
        "timeseries_data" (SQLSTATE 42804)
          detail: The new partition may contain only the columns present in parent.
          hint: \(hint)
          statement: ALTER TABLE "public"."timeseries_data" ATTACH PARTITION \
        "public"."timeseries_data_y2024m02" FOR VALUES FROM ('2024-02-01T00:00:00Z') TO \
        ('2024-03-01T00:00:00Z')
        """
      case .batch:
        """
        column t.value does not exist (SQLSTATE 42703)
          hint: \(hint)
          statement: CREATE UNLOGGED TABLE "retrofill"."load_2_changes" AS SELECT s."source_id", \
        s."timestamp", s."value", s."retrofill_record", s."retrofill_line", t."source_id" IS NULL AS \
        is_new, coalesce(t.load_id = $1 …
        """
      }
    try expectNothing(report, words)
    try expectItLoadsNow(publish)
  }

  @Test func aColumnThatIsAddedUnderTheLoadDoesNotFitWhatWasBuilt() throws {
    let report = try load(
      .file, meanwhile: "ALTER TABLE timeseries_data ADD COLUMN remark text")
    try expectNothing(
      report,
      """
      child table is missing column "remark" (SQLSTATE 42804)
        hint: timeseries_data, or what belongs to it, was dropped or altered while this loaded. When \
      it is as it should be, run the same command again.
        statement: ALTER TABLE "public"."timeseries_data" ATTACH PARTITION \
      "public"."timeseries_data_y2024m02" FOR VALUES FROM ('2024-02-01T00:00:00Z') TO \
      ('2024-03-01T00:00:00Z')
      """)
    try expectItLoadsNow(.file)
  }

  @Test(arguments: Publish.allCases)
  func aTableThatIsEmptiedUnderTheLoadGetsAllRowsOfTheFile(publish: Publish) throws {
    #expect(
      try load(publish, meanwhile: "TRUNCATE timeseries_data").summary
        == "loaded: 80 read, 80 inserted")
  }

  @Test(arguments: Publish.allCases)
  func aPartitionThatIsDetachedUnderTheLoadIsToldOf(publish: Publish) throws {
    let report = try load(
      publish,
      meanwhile: "ALTER TABLE timeseries_data DETACH PARTITION timeseries_data_y2024m01")
    try connection.script(
      """
      ALTER TABLE timeseries_data ATTACH PARTITION timeseries_data_y2024m01
      FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')
      """)
    try expectNothing(
      report,
      """
      \(path): timeseries_data has no partition for a row, so that the file was not published. \
      Create it, or attach again what was detached meanwhile, and run this again. no partition of \
      relation "timeseries_data" found for row (SQLSTATE 23514)
        detail: Partition key of the failing row contains ("timestamp") = (2024-01-01 00:00:00+00).
        statement: INSERT INTO "public"."timeseries_data" ("source_id", "timestamp", "value", \
      load_id) SELECT "source_id", "timestamp", "value", $1::bigint FROM \
      "retrofill"."load_2_changes" AS c WHERE is_new AND true OR …
      """)
    try expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aPartitionThatIsBeingDetachedTakesNoRows(publish: Publish) throws {
    try beginToDetach()
    let report = try load(publish)
    try connection.script(
      """
      ALTER TABLE timeseries_data DETACH PARTITION timeseries_data_y2024m01 FINALIZE;
      """)
    try connection.script(
      """
      ALTER TABLE timeseries_data ATTACH PARTITION timeseries_data_y2024m01
      FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')
      """)
    try expectNothing(
      report,
      """
      \(path): timeseries_data has no partition for a row, so that the file was not published. \
      Create it, or attach again what was detached meanwhile, and run this again. no partition of \
      relation "timeseries_data" found for row (SQLSTATE 23514)
        detail: Partition key of the failing row contains ("timestamp") = (2024-01-01 00:00:00+00).
        statement: INSERT INTO "public"."timeseries_data" ("source_id", "timestamp", "value", \
      load_id) SELECT "source_id", "timestamp", "value", $1::bigint FROM \
      "retrofill"."load_2_changes" AS c WHERE is_new AND true OR …
      """)
    try expectItLoadsNow(publish)
  }

  /// Begins to detach the partition of January without keeping others out, and is ended over it.
  private func beginToDetach() throws {
    let reader = try TestDatabase.connect()
    try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    try reader.execute("SELECT count(*) FROM timeseries_data")
    let detaching = try TestDatabase.connect()
    try detaching.execute("SET statement_timeout = '200ms'")
    #expect(throws: PostgresError.self) {
      try detaching.execute(
        """
        ALTER TABLE timeseries_data DETACH PARTITION timeseries_data_y2024m01 CONCURRENTLY
        """)
    }
    try reader.execute("ROLLBACK")
  }

  // MARK: - What the role may do

  @Test(arguments: Publish.allCases)
  func aReadOnlySessionIsToldOf(publish: Publish) throws {
    try expectNothing(
      load(publish, options: "-c default_transaction_read_only=on"),
      """
      cannot execute INSERT in a read-only transaction (SQLSTATE 25006)
        hint: The server is a standby, or default_transaction_read_only is on. Name the primary \
      server, or set it to off for this role, and run the same command again.
        statement: INSERT INTO retrofill.loads (verb, table_name, layout, layout_fingerprint, file, \
      member, file_size, file_modified_us, file_inode, on_conflict, publish, keeps_undo, \
      tool_version) VALUES ($1, $2, $3, $4 …
      """)
    try expectItLoadsNow(publish)
  }

  @Test func aRoleThatMayNotWriteTheLedgerIsToldOf() throws {
    try asRole(
      granted: """
        GRANT SELECT ON ALL TABLES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA public TO
        """
    ) { role in
      try expectNothing(
        load(.file, user: role),
        """
        permission denied for table loads (SQLSTATE 42501)
          hint: Let an owner grant this role what is missing, or name another user in the \
        database's URL, and run the same command again.
          statement: INSERT INTO retrofill.loads (verb, table_name, layout, layout_fingerprint, \
        file, member, file_size, file_modified_us, file_inode, on_conflict, publish, keeps_undo, \
        tool_version) VALUES ($1, $2, $3, $4 …
        """)
    }
    try expectItLoadsNow(.file)
  }

  @Test(arguments: Publish.allCases)
  func aRoleThatMayNotWriteTheTableIsToldOfBeforeAnythingIsRead(publish: Publish) throws {
    try asRole(
      granted: """
        GRANT CREATE ON SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA retrofill TO ROLE;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO
        """
    ) { role in
      try expectNothing(
        load(publish, user: role),
        """
        The role \(role) has no right to INSERT, UPDATE on timeseries_data. Let the table's owner \
        give it: GRANT INSERT, UPDATE ON timeseries_data TO \(role).
        """)
    }
    try expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aRoleThatMayMakeNoPartitionsIsToldOf(publish: Publish) throws {
    try asRole(
      granted: """
        GRANT CREATE ON SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA public TO
        """
    ) { role in
      try expectNothing(
        load(publish, user: role),
        """
        timeseries_data has no partition for 2024-02-01T00:00:00Z, and the role \(role) may not \
        make one: that takes its owner, and the right to create tables in its schema. Load as \
        postgres, or let postgres create the partition first.
        """)
    }
    try expectItLoadsNow(publish)
  }

  // MARK: - The connection

  @Test(arguments: Publish.allCases)
  func aLoadWhoseSessionIsEndedGoesOnOverANewOne(publish: Publish) throws {
    let settings = try TestDatabase.settings
    let own: Int32 = try connection.one("SELECT pg_backend_pid()").get(0)
    let hook = StopOnce(at: publish == .file ? .beforeMerge : .commitAnswered, time: 1) {
      try endOtherSessions(settings, but: own)
    }
    let report = try load(publish, hook.callAsFunction)
    #expect(hook.wasReached)
    #expect(report.summary == "loaded: 80 read, 60 inserted, 20 updated")
    #expect(report.load == 2)
    #expect(
      report.notes.last
        == "the connection to the database broke, and the load went on over a new one")
  }

  @Test(arguments: Publish.allCases)
  func aLoadWhoseSessionsAreEndedAgainAndAgainSaysSo(publish: Publish) throws {
    let settings = try TestDatabase.settings
    let own: Int32 = try connection.one("SELECT pg_backend_pid()").get(0)
    let report = try load(publish) {
      if $0 == .beforeCommit { try endOtherSessions(settings, but: own) }
    }
    try expectNothing(
      report,
      """
      terminating connection due to administrator command (SQLSTATE 08007)
        hint: When the server can be reached, run the same command again.
        statement: COMMIT
      """)
    #expect(
      try rows(connection, "SELECT load_id, status FROM retrofill.loads ORDER BY 1")
        == ["1|loaded", "2|failed"])
    try expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aLoadThroughANetworkThatStaysCutSaysSo(publish: Publish) throws {
    let proxy = try FaultProxy(before: TestDatabase.settings)
    defer { proxy.close() }
    let hook = StopOnce(at: .beforeCommit) { proxy.strike(.drop, lasting: true) }
    let report = try load(publish, on: proxy.settings, hook.callAsFunction)
    let name = proxy.settings.keywords["dbname"] ?? ""
    let host = proxy.settings.keywords["host"] ?? ""
    #expect(
      report.words == """
        \(path): the connection to the database broke, and no other is to be had. Run the same \
        command again: it goes on where this one stopped. no PostgreSQL server can be reached for \
        database "\(name)" at \(host):5432 as user "postgres": connection to server on socket \
        "\(host)/.s.PGSQL.5432" failed: server closed the connection unexpectedly This probably \
        means the server terminated abnormally before or while processing the request.
          Check host and port, and that the server runs and may be reached from here.
        """)
    try expectItLoadsNow(publish)
  }

  // MARK: - The scene

  /// Loads the file, with something set for all sessions of the load.
  private func load(
    _ publish: Publish, on settings: ConnectionSettings? = nil, options: String? = nil,
    user: String? = nil, _ hook: @escaping CheckpointHook = { _ in }
  ) throws -> LoadReport {
    var settings = try settings ?? TestDatabase.settings
    if let options { settings = settings.with("options", options) }
    if let user { settings = settings.with("user", user) }
    var context = workshop.context
    context.database = Database(settings: settings, logger: context.logger)
    context.reconnecting.seconds = 0.5
    var backfill = Backfill(paths: [path], layout: try simpleLayout())
    backfill.publish = publish
    backfill.atCheckpoint = hook
    return try backfill.run(in: context).loads[0]
  }

  /// Loads the file, and does something to the table when all rows are written aside.
  private func load(_ publish: Publish, meanwhile statement: SQL) throws -> LoadReport {
    let settings = try TestDatabase.settings
    let hook = StopOnce(at: publish == .file ? .afterKey : .loadBegun) {
      try Connection(settings).execute(statement)
    }
    return try load(publish, hook.callAsFunction)
  }

  private func asRole(granted rights: String, _ body: (String) throws -> Void) throws {
    let role = "reader_\(Int.random(in: 0..<1_000_000_000))"
    try connection.script(
      """
      CREATE ROLE \(role) LOGIN;
      GRANT USAGE ON SCHEMA retrofill, public TO \(role);
      \(rights.replacing("ROLE", with: role)) \(role);
      """)
    try body(role)
    try connection.script("DROP OWNED BY \(role); DROP ROLE \(role)")
  }

  /// The table is as it was before, and nothing is left beside it.
  private func expectNothing(_ report: LoadReport, _ words: String) throws {
    #expect(report.status == .failed)
    #expect(report.words == words)
    #expect(
      try rows(connection, "SELECT count(*), sum(value) FROM timeseries_data") == ["20|190"])
    #expect(try leftovers(connection) == [])
  }

  private func expectItLoadsNow(_ publish: Publish) throws {
    #expect(try load(publish).summary == "loaded: 80 read, 60 inserted, 20 updated")
  }
}
