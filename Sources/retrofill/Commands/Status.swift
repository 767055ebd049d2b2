import ArgumentParser
import Refining
import Store

/// `retrofill status`
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what was loaded, what is not yet refined, and what was archived away.",
    discussion: """
      Ranges are per source; `aggregate` and `score` recompute what is listed as not refined. \
      Incomplete buckets lack rows that were archived away, and stay as they are until these are \
      restored. Rows whose score or mark would need such rows depend on the options of `score`, \
      whose report counts them.

        retrofill status --format json
      """)

  @Option(help: ArgumentHelp("How many incomplete buckets to list.", valueName: "count"))
  var limit = 100

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number above 0.") }
  }

  func run() throws {
    let session = try Session(common)
    let connection = try session.database().connect()
    let report = try StatusReport(
      overview: StatusOverview(connection),
      incomplete: IncompleteBuckets(connection, limit: limit))
    try session.print(report, lines: LookingText.lines(of: report))
  }
}
