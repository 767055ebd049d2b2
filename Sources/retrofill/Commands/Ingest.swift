import ArgumentParser
import Jobs
import Loading

/// `retrofill ingest`
struct IngestCommand: VerbCommand {
  typealias Action = Ingest

  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Land files as they are, one JSON document per record.",
    discussion: """
      Files go to the table files, their records to file_data. A file is known by its content: \
      the same content again is skipped.

      Of a folder that is called uploads, and of any other with --move, each file is landed, and \
      then moved to processed/ in it, or to quarantine/ with a note why. A file that is still being \
      written stays for the next time. Files that are named themselves stay where they are.

        retrofill ingest samples/landing/orders.csv
        retrofill ingest uploads/
        retrofill ingest incoming/ --move --settle '1 minute'
      """)

  @OptionGroup var input: InputOptions

  @Flag(help: "Take the files out of the folders that are named.")
  var move = false

  @Option(
    help: ArgumentHelp(
      "For how long nobody may have written to a file of a folder, such as 5 minutes (default: "
        + "2 s).", valueName: "span"))
  var settle: String?

  @Option(
    help: ArgumentHelp(
      "What the files are: auto, csv, json, ndjson, capture, dump or copy (default: auto).",
      valueName: "format"))
  var inputFormat: String?

  @OptionGroup var text: EncodingArguments

  @Option(
    help: ArgumentHelp(
      "Where in a JSON document the records are, such as data.rows.", valueName: "keys"))
  var records: String?

  @Option(help: TableArgument.help)
  var table: String?

  @OptionGroup var load: LoadArguments
  @OptionGroup var atOnce: JobsArgument
  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    input.add(to: &options)
    options.add("move", move)
    options.add("settle", settle)
    options.add("input_format", inputFormat)
    text.add(to: &options)
    options.add("records", records)
    options.add("table", table)
    load.add(to: &options)
    atOnce.add(to: &options)
    return options
  }
}
