import Archiving
import ArgumentParser
import Jobs

/// `retrofill archive`
struct ArchiveCommand: VerbCommand {
  typealias Action = Archive

  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Move a table's history out into verified files.",
    discussion: """
      Compressed files and a manifest are written and read back; with --remove the rows then go \
      from the table, in one transaction, if they are still exactly those in the files.

        retrofill archive timeseries_data --before 2021-01-01 --to archive --remove
      """)

  @Argument(help: "The table.")
  var table: String

  @Option(
    help: ArgumentHelp("Rows before this moment, or older than 90 days.", valueName: "time"))
  var before: String?

  @Option(help: ArgumentHelp("Only rows from this moment on.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Only rows of this source.", valueName: "name"))
  var source: String?

  @Option(
    help: ArgumentHelp("The folder that the archive becomes a folder in.", valueName: "folder"))
  var to: String?

  @Flag(help: "Take the archived rows out of the table.")
  var remove = false

  @Option(
    help: ArgumentHelp(
      "The column that says when a row is from, where that is not clear.", valueName: "column"))
  var timeColumn: String?

  @Option(
    help: ArgumentHelp("How many rows a file holds at most (default: 1000000).", valueName: "rows"))
  var partRows: String?

  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    options.add(positional: "table", [table])
    options.add("before", before)
    options.add("from", from)
    options.add("source", source)
    options.add("to", to)
    options.add("remove", remove)
    options.add("time_column", timeColumn)
    options.add("part_rows", partRows)
    return options
  }
}
