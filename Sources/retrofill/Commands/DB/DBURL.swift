import ArgumentParser
import Postgres
import Store

/// `retrofill db url`
struct DBURL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "url",
    abstract: "Print the URL of the database that commands here would use.",
    discussion: """
      A local server is started first. The URL holds the password, where there is one.

        psql "$(retrofill db url)"
      """)

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let (database, _) = try Session(common).unpreparedDatabase()
    try StandardStreams.writeOutput(database.settings.url + "\n")
  }
}
