import Foundation
import Postgres
import TestSupport
import Testing

/// The promise that matters most, kept with a real process and a real SIGKILL: killed anywhere and
/// run again, a backfill leaves the tables of an uninterrupted one.
@Suite(.database) struct KilledBackfillTests {
  /// One-minute klines over three months, of which an earlier file has filled the middle one: so
  /// the load builds partitions aside and stages rows for a merge.
  private struct History {
    let folder: ScratchFolder
    let earlier: String
    let whole: String

    init() throws {
      folder = try ScratchFolder()
      earlier = try folder.write(
        Self.klines(from: 1_612_137_600, minutes: 20_000, price: 33_000),
        to: "BTCUSDT-1m-2021-02.csv")
      whole = try folder.write(
        Self.klines(from: 1_609_459_200, minutes: 110_000, price: 29_000),
        to: "BTCUSDT-1m-2021-q1.csv")
    }

    private static func klines(from second: Int, minutes: Int, price: Int) -> String {
      var text = ""
      for minute in 0..<minutes {
        let open = (second + minute * 60) * 1000
        let low = price + minute % 977
        text +=
          "\(open),\(low).5,\(low + 9).25,\(low).125,\(low + 3),\(minute % 31).5,"
          + "\(open + 59_999),1,1,1,1,0\n"
      }
      return text
    }
  }

  private func backfill(_ file: String, _ tool: Tool = Tool()) throws -> Tool.Running {
    var tool = tool
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    return try tool.start(["backfill", file, "--layout", "binance-klines"])
  }

  /// Kills a backfill once the condition holds in the database; false when it was over before.
  private func kill(
    _ running: Tool.Running, when condition: SQL, _ connection: Connection
  ) throws -> Bool {
    while running.process.isRunning {
      if try connection.first(condition)?.get(0) == true {
        Foundation.kill(running.process.processIdentifier, SIGKILL)
        running.process.waitUntilExit()
        return running.process.terminationReason == .uncaughtSignal
      }
      usleep(2_000)
    }
    return false
  }

  /// Moments in the life of a load, as another session sees them.
  private static let moments: [(name: String, condition: SQL)] = [
    (
      "the load has begun",
      "SELECT EXISTS (SELECT FROM retrofill.loads WHERE status = 'running')"
    ),
    (
      "rows are being staged",
      "SELECT EXISTS (SELECT FROM pg_stat_progress_copy WHERE tuples_processed > 5000)"
    ),
    (
      "a partition is built",
      """
      SELECT EXISTS (SELECT FROM pg_class WHERE relname ~ '^load_[0-9]+_timeseries_data_y2021m01$')
      """
    ),
    (
      "the rows are being published",
      """
      SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database()
          AND backend_xid IS NOT NULL AND query ~ 'changes|ATTACH'))
      """
    ),
  ]

  @Test func aKilledBackfillRunAgainEqualsAnUninterruptedOne() throws {
    let history = try History()
    let connection = try TestDatabase.connect()
    #expect(try backfill(history.earlier).wait().status == 0)
    var kills = 0
    for moment in Self.moments {
      if try kill(backfill(history.whole), when: moment.condition, connection) { kills += 1 }
      // What was killed has published nothing.
      #expect(
        try connection.first("SELECT count(*) FROM timeseries_data")?.get(0) == 20_000,
        "after a kill when \(moment.name)")
    }
    #expect(kills >= 3, "the loads were over before they could be killed")
    let outcome = try backfill(history.whole).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let killed = try contentHash(of: connection)
    #expect(try leftovers(connection) == 0)

    try connection.script("DROP SCHEMA retrofill CASCADE; DROP SCHEMA public CASCADE")
    try connection.script("CREATE SCHEMA public")
    #expect(try Tool().onDatabase("db", "init").status == 0)
    #expect(try backfill(history.earlier).wait().status == 0)
    #expect(try backfill(history.whole).wait().status == 0)
    #expect(try contentHash(of: connection) == killed)
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
