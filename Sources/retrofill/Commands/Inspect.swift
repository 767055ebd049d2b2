import ArgumentParser
import FlatFiles
import Jobs

/// `retrofill inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what files are, and print a layout that loads them.",
    discussion: """
      Reads a whole file, and says how it is stored and written, what its columns hold, from when \
      to when its rows are, in which order and with which gaps, and which built-in layout reads \
      it. Where none does, a layout is made up of what the file shows: look it over, keep it in a \
      file, and give that to `backfill`. Of a dump with several tables it lists them. Needs no \
      database.

        retrofill inspect samples/binance/BTCUSDT-1h-2024-12.csv
        retrofill inspect samples/dumps/market.sql --table market.candles
      """)

  @OptionGroup var input: InputOptions

  @Option(
    help: ArgumentHelp(
      "Look through this layout, built in or a file ending in .yml (default: recognised).",
      valueName: "name"))
  var layout: String?

  @Option(help: TableArgument.help)
  var table: String?

  @OptionGroup var text: EncodingArguments
  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    let inspect = try Inspect(
      written.fields(of: Inspect.name, keys: Inspect.optionNames), in: VerbScope())
    let report = try inspect.run(in: session.context(needsDatabase: false))
    let text = InspectionText(report, options: spelledOptions, width: StandardStreams.outputWidth)
    try session.print(report, lines: text.lines)
    session.complain(text.complaints)
    try session.finish(report.outcome)
  }

  private var written: CommandLineOptions {
    var options = CommandLineOptions()
    input.add(to: &options)
    options.add("layout", layout)
    options.add("table", table)
    text.add(to: &options)
    return options
  }

  /// What was said and has to be said again to load the file.
  private var spelledOptions: [String] {
    (table.map { ["--table", $0] } ?? []) + (text.encoding.map { ["--encoding", $0] } ?? [])
  }
}
