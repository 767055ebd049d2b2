import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What a load says when others change, lock or limit what it needs: nothing is half published, and
/// the same command does it once the day is better.
@Suite(.database) struct BadDayTests {
  private let scene: BadDayScene

  init() throws { scene = try BadDayScene() }

  // MARK: - Limits

  @Test(arguments: Publish.allCases)
  func aStatementTimeoutSaysHowToLiftIt(publish: Publish) throws {
    try scene.connection.script(
      """
      CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(10); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON retrofill.batches FOR EACH ROW EXECUTE FUNCTION wait();
      """)
    try scene.expectNothing(
      scene.load(publish, options: "-c statement_timeout=300ms"),
      """
      \(scene.path): canceling statement due to statement timeout (SQLSTATE 57014)
        hint: A statement_timeout or an administrator ended it. Lift the limit for this role (ALTER \
      ROLE … SET statement_timeout = 0) or this command (PGOPTIONS='-c statement_timeout=0'), and \
      run the same command again.
        context: SQL statement "SELECT pg_sleep(10)"
      PL/pgSQL function wait() line 1 at PERFORM
        statement: INSERT INTO retrofill.batches (load_id, batch, first_record, last_record, \
      end_line, end_byte, rows_read, inserted, updated, unchanged, rejected, skipped) VALUES ($1, \
      $2, $3, $4, $5, $6, $7, $8, $9, $1 …
      """)
    try scene.connection.execute("DROP TRIGGER slow ON retrofill.batches")
    try scene.expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aLockThatIsNotToBeHadIsToldOf(publish: Publish) throws {
    let other = try TestDatabase.connect()
    try other.execute("BEGIN")
    try other.execute("LOCK TABLE timeseries_data IN ACCESS EXCLUSIVE MODE")
    // Tried five times, each for as long as the user says.
    let report = try scene.load(publish, options: "-c lock_timeout=20ms")
    try other.execute("ROLLBACK")
    try scene.expectNothing(
      report,
      """
      \(scene.path): canceling statement due to lock timeout (SQLSTATE 55P03)
        hint: Another session holds a lock on timeseries_data or one of its partitions (see \
      pg_locks). When it has ended, run the same command again.
        statement: SELECT n.nspname, c.relname, substring(bound FROM $$FROM \\('([^']+)'\\)$$)::\
      timestamptz, substring(bound FROM $$TO \\('([^']+)'\\)$$)::timestamptz FROM pg_inherits AS i \
      JOIN pg_class AS c ON c.oid = i.in …
      """)
    try scene.expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aLockThatIsGivenBackMeanwhileIsWaitedFor(publish: Publish) throws {
    let other = try TestDatabase.connect()
    try other.execute("SET idle_in_transaction_session_timeout = 300")
    try other.execute("BEGIN")
    try other.execute("LOCK TABLE timeseries_data IN ACCESS EXCLUSIVE MODE")
    #expect(
      try scene.load(publish, options: "-c lock_timeout=20ms").summary
        == "loaded: 80 read, 60 inserted, 20 updated")
  }

  // MARK: - The table is another meanwhile

  @Test(arguments: Publish.allCases)
  func aTableThatIsDroppedUnderTheLoadIsToldOf(publish: Publish) throws {
    let report = try scene.load(publish, meanwhile: "ALTER TABLE timeseries_data RENAME TO gone")
    let range = "FOR VALUES FROM ('2024-02-01T00:00:00Z') TO ('2024-03-01T00:00:00Z')"
    let partition = #""public"."timeseries_data_y2024m02""#
    let statement =
      switch publish {
      case .file:
        #"ALTER TABLE "public"."timeseries_data" ATTACH PARTITION "# + partition + " " + range
      case .batch:
        """
        SELECT FROM "public"."timeseries_data" WHERE "source_id" = '1' AND \
        "timestamp" >= '2024-01-01T00:00:00Z' LIMIT 1
        """
      }
    try scene.connection.script("ALTER TABLE gone RENAME TO timeseries_data")
    try scene.expectNothing(
      report,
      """
      \(scene.path): relation "public.timeseries_data" does not exist (SQLSTATE 42P01)
        hint: timeseries_data, or what belongs to it, was dropped or altered while this loaded. When \
      it is as it should be, run the same command again.
        statement: \(statement)
      """)
    try scene.expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aColumnThatIsDroppedUnderTheLoadIsToldOf(publish: Publish) throws {
    let report = try scene.load(
      publish, meanwhile: "ALTER TABLE timeseries_data RENAME COLUMN value TO amount")
    try scene.connection.script("ALTER TABLE timeseries_data RENAME COLUMN amount TO value")
    let hint = """
      timeseries_data, or what belongs to it, was dropped or altered while this loaded. When it is \
      as it should be, run the same command again.
      """
    let words =
      switch publish {
      case .file:
        """
        \(scene.path): table "timeseries_data_y2024m02" contains column "value" not found in parent \
        "timeseries_data" (SQLSTATE 42804)
          detail: The new partition may contain only the columns present in parent.
          hint: \(hint)
          statement: ALTER TABLE "public"."timeseries_data" ATTACH PARTITION \
        "public"."timeseries_data_y2024m02" FOR VALUES FROM ('2024-02-01T00:00:00Z') TO \
        ('2024-03-01T00:00:00Z')
        """
      case .batch:
        """
        \(scene.path): column t.value does not exist (SQLSTATE 42703)
          hint: \(hint)
          statement: CREATE TEMPORARY TABLE "pg_temp"."load_2_changes" ON COMMIT DROP AS SELECT \
        s."source_id", s."timestamp", s."value", s."retrofill_record", s."retrofill_line", \
        t."source_id" IS NULL AS is_new, coalesce( …
        """
      }
    try scene.expectNothing(report, words)
    try scene.expectItLoadsNow(publish)
  }

  @Test func aColumnThatIsAddedUnderTheLoadDoesNotFitWhatWasBuilt() throws {
    let report = try scene.load(
      .file, meanwhile: "ALTER TABLE timeseries_data ADD COLUMN remark text")
    try scene.expectNothing(
      report,
      """
      \(scene.path): child table is missing column "remark" (SQLSTATE 42804)
        hint: timeseries_data, or what belongs to it, was dropped or altered while this loaded. When \
      it is as it should be, run the same command again.
        statement: ALTER TABLE "public"."timeseries_data" ATTACH PARTITION \
      "public"."timeseries_data_y2024m02" FOR VALUES FROM ('2024-02-01T00:00:00Z') TO \
      ('2024-03-01T00:00:00Z')
      """)
    try scene.expectItLoadsNow(.file)
  }

  @Test(arguments: Publish.allCases)
  func aTableThatIsEmptiedUnderTheLoadGetsAllRowsOfTheFile(publish: Publish) throws {
    #expect(
      try scene.load(publish, meanwhile: "TRUNCATE timeseries_data").summary
        == "loaded: 80 read, 80 inserted")
  }

  @Test(arguments: Publish.allCases)
  func aPartitionThatIsDetachedUnderTheLoadIsToldOf(publish: Publish) throws {
    let report = try scene.load(
      publish,
      meanwhile: "ALTER TABLE timeseries_data DETACH PARTITION timeseries_data_y2024m01")
    try scene.connection.script(
      """
      ALTER TABLE timeseries_data ATTACH PARTITION timeseries_data_y2024m01
      FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')
      """)
    try scene.expectNothing(
      report,
      """
      \(scene.path): timeseries_data has no partition for a row, so that the file was not published. \
      Create it, or attach again what was detached meanwhile, and run this again. no partition of \
      relation "timeseries_data" found for row (SQLSTATE 23514)
        detail: Partition key of the failing row contains ("timestamp") = (2024-01-01 00:00:00+00).
        statement: INSERT INTO "public"."timeseries_data" ("source_id", "timestamp", "value", \
      load_id) SELECT "source_id", "timestamp", "value", $1::bigint FROM \
      "pg_temp"."load_2_changes" AS c WHERE is_new AND true ORDE …
      """)
    try scene.expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aPartitionThatIsBeingDetachedTakesNoRows(publish: Publish) throws {
    try beginToDetach()
    let report = try scene.load(publish)
    try scene.connection.script(
      """
      ALTER TABLE timeseries_data DETACH PARTITION timeseries_data_y2024m01 FINALIZE;
      """)
    try scene.connection.script(
      """
      ALTER TABLE timeseries_data ATTACH PARTITION timeseries_data_y2024m01
      FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')
      """)
    try scene.expectNothing(
      report,
      """
      \(scene.path): timeseries_data has no partition for a row, so that the file was not published. \
      Create it, or attach again what was detached meanwhile, and run this again. no partition of \
      relation "timeseries_data" found for row (SQLSTATE 23514)
        detail: Partition key of the failing row contains ("timestamp") = (2024-01-01 00:00:00+00).
        statement: INSERT INTO "public"."timeseries_data" ("source_id", "timestamp", "value", \
      load_id) SELECT "source_id", "timestamp", "value", $1::bigint FROM \
      "pg_temp"."load_2_changes" AS c WHERE is_new AND true ORDE …
      """)
    try scene.expectItLoadsNow(publish)
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
}
