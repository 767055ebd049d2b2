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
