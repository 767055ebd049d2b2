import Foundation
import Postgres
import Testing

/// The commands around the local server, each in a home of its own.
@Suite(.timeLimit(.minutes(3))) struct LocalServerCommandTests {
  private let scratch: ScratchFolder
  private let home: String
  private let tool: Tool

  init() throws {
    scratch = try ScratchFolder()
    home = scratch.path + "/home"
    tool = Tool(folder: scratch.path, environment: ["RETROFILL_HOME": home])
  }

  @Test func theServerIsMadeUsedAndStopped() throws {
    defer { try? LocalServer(home: home).remove() }
    #expect(try tool.run("db", "stop").output == "there is no local server\n")
    #expect(try tool.run("status").status == 69)

    let start = try tool.run("db", "start")
    #expect(start.status == 0, "\(start.errors)")
    let url = try tool.run("db", "url").output
    #expect(start.output == "the local server runs: \(url)")
    #expect(url.hasPrefix("postgresql://") && url.hasSuffix("\n"))
    #expect(try tool.run("status", "--format", "json").output == Self.emptyStatus)
    #expect(try tool.run("db", "migrate").output == "the schema is up to date\n")

    #expect(try tool.run("db", "stop").output == "the local server is stopped\n")
    #expect(try tool.run("db", "stop").output == "the local server did not run\n")
    // A home that holds a server is enough to use it: it is started when it is needed.
    #expect(try tool.run("status", "--format", "json").output == Self.emptyStatus)
  }

  private static let emptyStatus = """
    {"dead":[],"dirty":[],"incomplete":[],"incomplete_total":0,"removed":[],"running":[],\
    "stale":[],"tables":[]}

    """

  @Test func askingForItMakesItWithItsSchema() throws {
    defer { try? LocalServer(home: home).remove() }
    let file = Tool.checkout + "/samples/fred/DGS10.csv"
    let before = try tool.run("--local", "backfill", file, "--layout", "fred", "--format", "json")
    #expect(before.status == 0, "\(before.errors)")
    #expect(before.output.contains("\"status\":\"loaded\""))
    let after = try tool.run("backfill", file, "--layout", "fred", "--local", "--format", "json")
    #expect(after.output.contains("\"status\":\"skipped\""))
    #expect(try tool.run("rejects").output == "no rejects\n")
    #expect(try tool.run("history").output == "no runs\n")
  }

  @Test func aPlanMakesNoServer() throws {
    let outcome = try tool.run("plan", Tool.checkout + "/jobs/restore-archive.yml", "--local")
    #expect(
      outcome
        == Tool.Outcome(
          status: 1, output: "",
          errors: """
            retrofill: there is no local server in \(home) yet, and a plan touches \
            nothing, so it makes none
              Run `retrofill db start` first.

            """))
    #expect(!FileManager.default.fileExists(atPath: home))
  }

  @Test func aWrongPasswordIsRefusedAndNotShown() throws {
    defer { try? LocalServer(home: home).remove() }
    let url = try tool.run("db", "start", "--format", "json").output
    let server = try #require(
      try JSONSerialization.jsonObject(with: Data(url.utf8)) as? [String: Any])
    let settings = try ConnectionSettings(#require(server["url"] as? String))
    try demandPassword(of: "quant", try Connection(settings))
    let wrong = settings.with("user", "quant").with("password", "hush-hush")
    let outcome = try tool.run("status", "--database-url", wrong.url)
    #expect(outcome.status == 69)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("password authentication failed for user \"quant\""))
    #expect(outcome.errors.contains("Check user and password"))
    #expect(!outcome.errors.contains("hush"))
  }

  /// Makes a role whose password the server asks for even on its socket.
  private func demandPassword(of role: String, _ keeper: Connection) throws {
    try keeper.execute("CREATE ROLE \(identifier: role) LOGIN PASSWORD 'right'")
    let row = try #require(
      try keeper.first("SELECT current_setting('hba_file'), pg_read_file('pg_hba.conf')"))
    let (file, rules): (String, String) = try (row.get(0), row.get(1))
    try "local all \(role) scram-sha-256\n\(rules)".write(
      toFile: file, atomically: false, encoding: .utf8)
    try keeper.execute("SELECT pg_reload_conf()")
    for _ in 0..<1_000 {
      let rule = try keeper.first(
        "SELECT FROM pg_hba_file_rules WHERE \(role) = ANY(user_name)")
      if rule != nil { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  @Test func twoWaysToNameADatabaseAreOneTooMany() throws {
    let outcome = try tool.run("status", "--local", "--database-url", "postgresql://db/x")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "retrofill: --local and --database-url each name a database; give one of them.\n"))
  }
}
