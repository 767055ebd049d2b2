import ArgumentParser
import Store

/// `retrofill history`
struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List past runs, the newest first, with their steps.",
    discussion: """
      Every run of a job is kept in the database, also one that was killed.

        retrofill history --job nightly --limit 5
      """)

  @Option(help: ArgumentHelp("Only runs of one job.", valueName: "name"))
  var job: String?

  @Option(help: ArgumentHelp("How many runs to list.", valueName: "count"))
  var limit = 20

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number above 0.") }
  }

  func run() throws {
    let session = try Session(common)
    let list = try RunList(session.database().connect(), job: job, limit: limit)
    try session.print(list, lines: LookingText.lines(of: list))
  }
}
