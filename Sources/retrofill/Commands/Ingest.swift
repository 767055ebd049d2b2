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

        retrofill ingest samples/landing/orders.csv
      """)

  @OptionGroup var input: InputOptions

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
  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    input.add(to: &options)
    options.add("input_format", inputFormat)
    text.add(to: &options)
    options.add("records", records)
    options.add("table", table)
    load.add(to: &options)
    return options
  }
}
