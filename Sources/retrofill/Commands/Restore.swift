import Archiving
import ArgumentParser
import Jobs

/// `retrofill restore`
struct RestoreCommand: VerbCommand {
  typealias Action = Restore

  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put the rows of an archive back, as they were.",
    discussion: """
      The archive is verified first. Rows that the table has are kept unless --on-conflict says \
      otherwise, so a second restore changes nothing.

        retrofill restore archive/timeseries_data_2020-10-01_2021-01-01
      """)

  @Argument(help: "The folder that holds the archive's manifest.json.")
  var directory: String

  @Option(
    help: ArgumentHelp(
      "Another table of the same columns and key (default: the one archived).",
      valueName: "table"))
  var into: String?

  @Option(
    help: ArgumentHelp(
      "What becomes of a row whose key is there already: keep, update, newest(column) or fail "
        + "(default: keep).", valueName: "policy"))
  var onConflict: String?

  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    options.add(positional: "directory", [directory])
    options.add("into", into)
    options.add("on_conflict", onConflict)
    return options
  }
}
