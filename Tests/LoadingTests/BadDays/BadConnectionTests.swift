import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What becomes of a load whose connections break.
@Suite(.database) struct BadConnectionTests {
  private let scene: BadDayScene

  init() throws { scene = try BadDayScene() }

  @Test(arguments: Publish.allCases)
  func aLoadWhoseSessionIsEndedGoesOnOverANewOne(publish: Publish) throws {
    let settings = try TestDatabase.settings
    let own: Int32 = try scene.connection.one("SELECT pg_backend_pid()").get(0)
    let hook = StopOnce(at: publish == .file ? .beforeMerge : .commitAnswered, time: 1) {
      try endOtherSessions(settings, but: own)
    }
    let report = try scene.load(publish, hook.callAsFunction)
    #expect(hook.wasReached)
    #expect(report.summary == "loaded: 80 read, 60 inserted, 20 updated")
    #expect(report.load == 2)
    #expect(
      report.notes.last
        == "the connection to the database broke, and the load went on over a new one")
  }

  @Test(arguments: Publish.allCases)
  func aSessionThatWaitsForTheFileIsNotTakenForAForgottenOne(publish: Publish) throws {
    let limits = "-c idle_session_timeout=50ms -c idle_in_transaction_session_timeout=50ms"
    let report = try scene.load(publish, options: limits) {
      if $0 == .beforeCopy || $0 == .beforeCommit { usleep(200_000) }
    }
    #expect(report.summary == "loaded: 80 read, 60 inserted, 20 updated")
    #expect(report.notes == [])
  }

  @Test(arguments: Publish.allCases)
  func aLoadWhoseSessionsAreEndedAgainAndAgainSaysSo(publish: Publish) throws {
    let settings = try TestDatabase.settings
    let own: Int32 = try scene.connection.one("SELECT pg_backend_pid()").get(0)
    let report = try scene.load(publish) {
      if $0 == .beforeCommit { try endOtherSessions(settings, but: own) }
    }
    try scene.expectNothing(
      report,
      """
      \(scene.path): terminating connection due to administrator command (SQLSTATE 08007)
        hint: When the server can be reached, run the same command again.
        statement: COMMIT
      """)
    #expect(
      try rows(scene.connection, "SELECT load_id, status FROM retrofill.loads ORDER BY 1")
        == ["1|loaded", "2|failed"])
    try scene.expectItLoadsNow(publish)
  }

  @Test(arguments: [0, 1], [1, 4])
  func aLoadThatGetsTooFewConnectionsSaysHowManyItTakes(limit: Int, jobs: Int) throws {
    let role = "crowded_\(Int.random(in: 0..<1_000_000_000))"
    try scene.connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY, load_id bigint);
      CREATE ROLE \(role) LOGIN CONNECTION LIMIT \(limit);
      GRANT USAGE, CREATE ON SCHEMA retrofill TO \(role);
      GRANT USAGE ON SCHEMA public TO \(role);
      GRANT ALL ON ALL TABLES IN SCHEMA retrofill, public TO \(role);
      GRANT ALL ON ALL SEQUENCES IN SCHEMA retrofill, public TO \(role);
      """)
    defer { try? scene.connection.script("DROP OWNED BY \(role); DROP ROLE \(role)") }
    var context = scene.workshop.context
    let settings = try TestDatabase.settings.with("user", role)
    context.database = Database(settings: settings, logger: context.logger)
    context.reconnecting = .never
    var backfill = Backfill(
      paths: [try scene.workshop.file("a.csv", "id\n" + (1...200).map { "\($0)\n" }.joined())],
      layout: try tableLayout("own", ["id": "integer"], time: ""))
    backfill.jobs = jobs
    backfill.keepsUndo = false
    backfill.publish = .batch
    backfill.batchRows = 50
    let load = try backfill.run(in: context).loads[0]
    let words = load.words
    #expect(words.contains(#"too many connections for role "\#(role)""#), "\(words)")
    let lower =
      jobs == 4
      ? "A load takes 3 connections, and --jobs 4 takes 12. Lower --jobs, raise"
      : "A load takes 3 connections. Raise"
    #expect(
      words.hasSuffix(
        """
          \(lower) max_connections or the limit of the role or the database, or try again when \
        other sessions have ended.
        """), "\(words)")
  }

  @Test(arguments: Publish.allCases)
  func aLoadThroughANetworkThatStaysCutSaysSo(publish: Publish) throws {
    let proxy = try FaultProxy(before: TestDatabase.settings)
    defer { proxy.close() }
    let hook = StopOnce(at: .beforeCommit) { proxy.strike(.drop, lasting: true) }
    let report = try scene.load(publish, on: proxy.settings, hook.callAsFunction)
    let name = proxy.settings.keywords["dbname"] ?? ""
    let host = proxy.settings.keywords["host"] ?? ""
    #expect(
      report.words == """
        \(scene.path): the connection to the database broke, and no other is to be had. Run the same \
        command again: it goes on where this one stopped. no PostgreSQL server can be reached for \
        database "\(name)" at \(host):5432 as user "postgres": connection to server on socket \
        "\(host)/.s.PGSQL.5432" failed: server closed the connection unexpectedly This probably \
        means the server terminated abnormally before or while processing the request.
          Check host and port, and that the server runs and may be reached from here.
        """)
    try scene.expectItLoadsNow(publish)
  }
}
