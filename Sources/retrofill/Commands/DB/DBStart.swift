import ArgumentParser
import Postgres
import Store

/// `retrofill db start`
struct DBStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start the local server, made and with its schema where it is missing.",
    discussion: """
      From then on commands in this folder use it, unless a database is named.

        retrofill db start
      """)

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    let settings = try LocalServer(home: session.home.path).start()
    let database = Database(settings: settings, logger: session.logger)
    _ = try Migrator(database.connect()).migrate()
    let report = ServerReport(status: "running", url: settings.url)
    try session.print(report, lines: ["the local server runs: \(settings.url)"])
  }
}

/// What `db start` and `db stop` came to.
struct ServerReport: Encodable {
  var status: String
  var url: String?
}
