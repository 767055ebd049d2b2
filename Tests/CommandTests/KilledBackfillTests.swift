import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// The promise that matters most, kept with a real process and a real SIGKILL: killed anywhere and
/// run again, a backfill leaves the tables of an uninterrupted one.
@Suite(.database) struct KilledBackfillTests {
  /// Klines of three months, one every other minute, of which an earlier file has filled the middle one: so
  /// the load builds partitions aside and stages rows for a merge.
  private struct History {
    let folder: ScratchFolder
    let earlier: String
    let whole: String

    init() throws {
      folder = try ScratchFolder()
      earlier = try folder.write(
        Self.klines(from: 1_612_137_600, count: 20_000, price: 33_000),
        to: "BTCUSDT-1m-2021-02.csv")
      whole = try folder.write(
        Self.klines(from: 1_609_459_200, count: 64_000, price: 29_000),
        to: "BTCUSDT-1m-2021-q1.csv")
    }

    private static func klines(from second: Int, count: Int, price: Int) -> String {
      var text = ""
      for number in 0..<count {
        let open = (second + number * 120) * 1000
        let low = price + number % 977
        text +=
          "\(open),\(low).5,\(low + 9).25,\(low).125,\(low + 3),\(number % 31).5,"
          + "\(open + 59_999),1,1,1,1,0\n"
      }
      return text
    }
  }

  private func backfill(_ file: String, publish: String = "file") throws -> Tool.Running {
    let tool = Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
    return try tool.start(
      ["backfill", file, "--layout", "binance-klines", "--publish", publish])
  }

  /// A moment in the life of a load, and what makes a load wait there for a lock of the test.
  private struct Moment {
    let name: String
    let lock: AdvisoryLock
    /// A trigger that waits for the lock, where the load takes it not of itself.
    var trigger = ""
  }

  /// The lock that the triggers wait for.
  private static let gate = AdvisoryLock(name: "gate of a test")

  private static let openGate = """
    DROP FUNCTION IF EXISTS wait_at_gate CASCADE;
    DROP FUNCTION IF EXISTS wait_at_gate_of_statement CASCADE;
    """

  private static let makeGate = """
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(hashtextextended('retrofill gate of a test', 0));
      RETURN NEW;
    END $$;
    CREATE FUNCTION wait_at_gate_of_statement() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_query() ~ TG_ARGUMENT THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('retrofill gate of a test', 0));
      END IF;
    END $$;
    """

  /// Makes statements that match a pattern wait when they have done their work.
  private static func statementTrigger(_ pattern: String) -> String {
    makeGate.replacing("TG_ARGUMENT", with: "'\(pattern)'")
      + "CREATE EVENT TRIGGER gate ON ddl_command_end EXECUTE FUNCTION wait_at_gate_of_statement()"
  }

  /// Makes a change of a row of the ledger wait before it happens.
  private static func rowTrigger(_ event: String, when condition: String) -> String {
    makeGate.replacing("TG_ARGUMENT", with: "''")
      + """
      CREATE TRIGGER gate BEFORE \(event) FOR EACH ROW WHEN (\(condition))
      EXECUTE FUNCTION wait_at_gate()
      """
  }

  private static let moments = [
    Moment(
      name: "the load is in the ledger, and makes its first table", lock: gate,
      trigger: statementTrigger("CREATE (UNLOGGED )?TABLE")),
    Moment(
      name: "a partition is built and has its key", lock: gate,
      trigger: statementTrigger("PRIMARY KEY")),
    Moment(
      name: "all is written aside, and waits for its turn",
      lock: .merge(into: "timeseries_data")),
    Moment(
      name: "a partition is attached, and not all is published", lock: gate,
      trigger: statementTrigger("ATTACH PARTITION")),
    Moment(
      name: "all is published but for the last word of the ledger", lock: gate,
      trigger: rowTrigger("UPDATE ON retrofill.loads", when: "NEW.status = 'loaded'")),
  ]

  /// Each kill meets what the one before has left.
  @Test func aKilledBackfillRunAgainEqualsAnUninterruptedOne() throws {
    let history = try History()
    let connection = try TestDatabase.connect()
    #expect(try backfill(history.earlier).wait().status == 0)
    for moment in Self.moments {
      try kill(backfill(history.whole), at: moment, connection)
      // What was killed has published nothing.
      #expect(try rows(connection) == 20_000, "after a kill when \(moment.name)")
    }
    try expectTheWhole(history, publish: "file", connection)
  }

  /// A batch that was committed stays, and the next run does not count on it.
  @Test func aKilledBackfillInBatchesRunAgainEqualsAnUninterruptedOne() throws {
    let history = try History()
    let connection = try TestDatabase.connect()
    #expect(try backfill(history.earlier).wait().status == 0)
    let moment = Moment(
      name: "one batch is committed, and another merged", lock: Self.gate,
      trigger: Self.rowTrigger("INSERT ON retrofill.batches", when: "NEW.batch = 2"))
    try kill(backfill(history.whole, publish: "batch"), at: moment, connection)
    #expect(try (40_000..<64_000).contains(rows(connection)))
    try expectTheWhole(history, publish: "batch", connection)
  }

  /// Holds the load at a moment, and kills it there.
  private func kill(
    _ backfill: @autoclosure () throws -> Tool.Running, at moment: Moment,
    _ connection: Connection
  ) throws {
    try connection.script(Self.openGate + moment.trigger)
    #expect(try connection.tryAcquire(moment.lock))
    let running = try backfill()
    let isWaiting: SQL = """
      SELECT FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted
        AND (classid::bigint << 32) | objid::bigint = \(sql: moment.lock.key)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    while try connection.first(isWaiting) == nil {
      try #require(running.process.isRunning, "the load never came to: \(moment.name)")
      usleep(5_000)
    }
    Foundation.kill(running.process.processIdentifier, SIGKILL)
    running.process.waitUntilExit()
    #expect(running.process.terminationReason == .uncaughtSignal)
    try connection.release(moment.lock)
  }

  /// Runs the killed load again, and compares with a database where nothing was ever killed.
  private func expectTheWhole(
    _ history: History, publish: String, _ connection: Connection
  ) throws {
    let again = try backfill(history.whole, publish: publish).wait()
    #expect(again.status == 0, "\(again.errors)")
    let killed = try contentHash(of: connection)
    #expect(try leftovers(connection) == 0)

    try connection.script("DROP SCHEMA retrofill CASCADE; DROP SCHEMA public CASCADE")
    try connection.script("CREATE SCHEMA public")
    #expect(try Tool().onDatabase("db", "init").status == 0)
    #expect(try backfill(history.earlier).wait().status == 0)
    #expect(try backfill(history.whole, publish: publish).wait().status == 0)
    #expect(try contentHash(of: connection) == killed)
  }

  private func rows(_ connection: Connection) throws -> Int {
    try #require(try connection.first("SELECT count(*) FROM timeseries_data")?.get(0))
  }

  /// Tables that loads have left in the tool's own schema.
  private func leftovers(_ connection: Connection) throws -> Int {
    try connection.first(
      """
      SELECT count(*) FROM pg_class
      WHERE relnamespace = 'retrofill'::regnamespace AND relname ~ '^load_[0-9]+_'
      """)?.get(0) ?? -1
  }
}
