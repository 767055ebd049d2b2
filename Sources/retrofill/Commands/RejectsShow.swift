import ArgumentParser
import Store

/// `retrofill rejects show`
struct RejectsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show all that is known of the rejects on one line of a load's file.",
    discussion: """
      The record is shown whole, as far as the ledger keeps it: up to 64 KiB.

        retrofill rejects show 12 3407
      """)

  @Argument(help: ArgumentHelp("The load.", valueName: "load"))
  var load: Int64

  @Argument(help: ArgumentHelp("The line on which the record begins.", valueName: "line"))
  var line: Int

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    let connection = try session.database().connect()
    let choice = RejectList.Choice(load: load, line: line, includesClosed: true)
    let list = try RejectList(connection, choice, limit: 1_000)
    if list.rejects.isEmpty {
      _ = try RejectedLoad(load, connection)
      throw RejectsError.none(load: load, line: line)
    }
    try session.print(list, lines: list.rejects.flatMap(LookingText.details))
  }
}
