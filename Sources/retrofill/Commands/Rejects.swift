import ArgumentParser
import FlatFiles
import Loading
import Store

/// `retrofill rejects`
struct Rejects: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at the records that loads rejected, and write them out to be mended.",
    discussion: """
      Each with its place in the file, the reason, and the record itself. 'retrofill replay' runs \
      them again.

        retrofill rejects list --load 12 --format json
      """,
    subcommands: [RejectsList.self, RejectsShow.self, RejectsExport.self],
    defaultSubcommand: RejectsList.self)
}

/// `retrofill rejects list`
struct RejectsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List rejected records, those of the newest load first.",
    discussion: """
      The ledger keeps the first 100,000 of a load, and counts the rest. Open are those that no \
      replay has brought since, of loads that no other stands in for.

        retrofill rejects list --code not-a-number
      """)

  @Option(help: ArgumentHelp("Only those of one load.", valueName: "id"))
  var load: Int64?

  @Option(help: ArgumentHelp("Only those with one code.", valueName: "code"))
  var code: String?

  @Option(help: ArgumentHelp("How many to list.", valueName: "count"))
  var limit = 100

  @Flag(help: "List those too that are no longer open.")
  var all = false

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number above 0.") }
  }

  func run() throws {
    let session = try Session(common)
    let choice = RejectList.Choice(load: load, code: code, includesClosed: all)
    let list = try RejectList(session.database().connect(), choice, limit: limit)
    try session.print(list, lines: LookingText.lines(of: list))
  }
}
