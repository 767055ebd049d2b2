import ArgumentParser
import Jobs
import Loading

/// `retrofill undo`
struct UndoCommand: VerbCommand {
  typealias Action = Undo

  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back exactly what one load wrote.",
    discussion: """
      Afterwards the table is as if the load had never run: rows that it brought are gone, rows that \
      it overwrote are as they were. Rows that were changed by hand since are left, and counted. The \
      same file is loaded again when it is met.

        retrofill undo 12
      """)

  @Argument(help: "The load's number, as reports and 'status' say it.")
  var load: String

  @Flag(help: "Do not ask first.")
  var yes = false

  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    options.add(positional: "load", [load])
    return options
  }

  func run() throws {
    guard try verb.dryRun || yes || mayGoOn() else {
      StandardStreams.writeError("Nothing was changed.\n")
      throw ExitStatus.failed
    }
    try carryOut()
  }

  /// Asks the person at the terminal.
  private func mayGoOn() throws -> Bool {
    guard StandardStreams.inputIsTerminal else {
      throw ValidationError(
        "undo asks before it changes anything, and there is nobody to ask here. "
          + "Say --yes, or --dry-run to see what it would do.")
    }
    StandardStreams.writeError("Take back what load \(load) wrote? [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}
