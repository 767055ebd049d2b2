import Postgres
import TestSupport
import Testing

/// Every verb says what to do next where the server refuses it something.
@Suite(.database) struct ServerAdviceTests {
  @Test(arguments: [
    ["aggregate", "--range", "all"], ["score", "--range", "all"],
    ["archive", "timeseries_data", "--before", "2024-01-01", "--to", "archives"],
    ["retain", "timeseries_data", "--keep", "1d"],
  ])
  func aTableThatIsLockedIsToldOf(command: [String]) throws {
    let connection = try TestDatabase.connect()
    try connection.execute("BEGIN")
    try connection.execute("LOCK TABLE timeseries_data IN ACCESS EXCLUSIVE MODE")
    let scratch = try ScratchFolder()
    var tool = Tool(folder: scratch.path, environment: ["PGOPTIONS": "-c lock_timeout=100ms"])
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    let outcome = try tool.run(command)
    #expect(outcome.status == 75, "\(outcome)")
    #expect(
      outcome.errors.contains(
        """
        canceling statement due to lock timeout (SQLSTATE 55P03)
          hint: Another session holds a lock on a table that this needs or one of its partitions \
        (see pg_locks). When it has ended, run the same command again.
        """), "\(outcome)")
    try connection.execute("ROLLBACK")
  }

  @Test func aCommandThatLooksIsAdvisedToo() throws {
    let role = "looker_\(Int.random(in: 0..<1_000_000_000))"
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA retrofill, public TO \(role)")
    defer { try? connection.script("DROP OWNED BY \(role); DROP ROLE \(role)") }
    var tool = Tool()
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.with("user", role).url
    let outcome = try tool.run("history")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        """
          hint: Let an owner grant this role what is missing, or name another user in the \
        database's URL, and run the same command again.
        """), "\(outcome)")
  }
}
