import Foundation
import Testing

/// The commands around the local server, each in a home of its own.
@Suite(.timeLimit(.minutes(3))) struct LocalServerCommandTests {
  private let scratch: ScratchFolder
  private let tool: Tool

  init() throws {
    scratch = try ScratchFolder()
    tool = Tool(
      folder: scratch.path, environment: ["RETROFILL_HOME": scratch.path + "/home"])
  }

  @Test func theServerIsMadeUsedAndStopped() throws {
    defer { _ = try? tool.run("db", "stop") }
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

  private static let emptyStatus = "{\"dirty\":[],\"incomplete\":[],\"removed\":[],\"tables\":[]}\n"

  @Test func askingForItMakesItWithItsSchema() throws {
    defer { _ = try? tool.run("db", "stop") }
    let file = Tool.checkout + "/samples/fred/DGS10.csv"
    let before = try tool.run("--local", "backfill", file, "--layout", "fred", "--format", "json")
    #expect(before.status == 0, "\(before.errors)")
    #expect(before.output.contains("\"status\":\"loaded\""))
    let after = try tool.run("backfill", file, "--layout", "fred", "--local", "--format", "json")
    #expect(after.output.contains("\"status\":\"skipped\""))
    #expect(try tool.run("rejects").output == "no rejects\n")
    #expect(try tool.run("history").output == "no runs\n")
  }

  @Test func twoWaysToNameADatabaseAreOneTooMany() throws {
    let outcome = try tool.run("status", "--local", "--database-url", "postgresql://db/x")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "retrofill: --local and --database-url each name a database; give one of them.\n"))
  }
}
