import ArgumentParser
import Store

/// `retrofill status`
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what was loaded, what is not yet refined, and what was archived away.",
    discussion: """
      Ranges are per source; `aggregate` and `score` recompute what is listed as not refined.

        retrofill status --format json
      """)

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = Session(common)
    let overview = try StatusOverview(session.database().connect())
    try session.print(overview, lines: LookingText.lines(of: overview))
  }
}
