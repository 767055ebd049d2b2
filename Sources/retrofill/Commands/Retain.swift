import Archiving
import ArgumentParser
import Jobs

/// `retrofill retain`
struct RetainCommand: VerbCommand {
  typealias Action = Retain

  static let configuration = CommandConfiguration(
    commandName: "retain",
    abstract: "Let go of rows that are older than a table is to keep.",
    discussion: """
      Whole partitions are dropped, other rows deleted batch by batch. Nothing goes that is not \
      refined yet, nor, without --force, most of a table. A job may have several policies at once; \
      see jobs/retention.yml.

        retrofill retain file_data --keep 90d --dry-run
      """)

  @Argument(help: "The table.")
  var table: String

  @Option(help: ArgumentHelp("The age up to which rows are kept, such as 90d.", valueName: "age"))
  var keep: String?

  @Option(
    help: ArgumentHelp("Instead of --keep: rows before this moment go.", valueName: "time"))
  var olderThan: String?

  @Option(
    help: ArgumentHelp("Archive the rows into this folder before they go.", valueName: "folder"))
  var archiveFirst: String?

  @Option(
    help: ArgumentHelp(
      "The column that says when a row is from, where that is not clear.", valueName: "column"))
  var timeColumn: String?

  @Flag(help: "Remove also more than half of a table.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "How many days the old versions of overwritten rows are kept (default: 30).",
      valueName: "days"))
  var undoDays: String?

  @Option(
    help: ArgumentHelp(
      "How many rows are deleted in one transaction (default: 50000).", valueName: "rows"))
  var batchRows: String?

  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    options.add(positional: "table", [table])
    options.add("keep", keep)
    options.add("older_than", olderThan)
    options.add("archive_first", archiveFirst)
    options.add("time_column", timeColumn)
    options.add("force", force)
    options.add("undo_days", undoDays)
    options.add("batch_rows", batchRows)
    return options
  }
}
