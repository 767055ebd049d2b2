import ArgumentParser
import Postgres
import Store

/// `retrofill db stop`
struct DBStop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop the local server; its data stays.",
    discussion: """
      Sessions that still work on it are ended, and what they had not committed is undone.

        retrofill db stop
      """)

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    let server = LocalServer(home: session.home.path)
    let line =
      if try server.stop() {
        "the local server is stopped"
      } else {
        server.exists ? "the local server did not run" : "there is no local server"
      }
    let status = server.exists ? "stopped" : "absent"
    try session.print(ServerReport(status: status), lines: [line])
  }
}
