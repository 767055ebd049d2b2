import ArgumentParser
import Jobs
import Loading

/// `retrofill backfill`
struct BackfillCommand: VerbCommand {
  typealias Action = Backfill

  static let configuration = CommandConfiguration(
    commandName: "backfill",
    abstract: "Take files through a layout into a table, with upserts.",
    discussion: """
      Each file appears whole or not at all, and once: the same content again is skipped. Records \
      that cannot become rows are kept as rejects; any of them keeps the file out, unless \
      --max-rejects allows for it.

      With --from-landed the records come from file_data, where `ingest` put them, with the same \
      counts and the same rejects. A file whose content was loaded before is skipped, whichever \
      way it came.

      With --jobs several files are loaded at once, each over three connections. Where files bring \
      the same rows the one named later wins, as without it.

        retrofill backfill samples/history/btc_price.json --layout legacy-history
        retrofill backfill 'klines/*.zip' --layout binance-klines --jobs 4
        retrofill backfill --from-landed 'btc_*.json' --layout legacy-history
        retrofill backfill samples/fred/DGS10.csv --layout fred --verify
      """)

  @OptionGroup var input: LandableInputOptions
  @OptionGroup var mapping: LayoutArguments

  @Option(
    help: ArgumentHelp(
      "The table to fill (default: what the layout says, or timeseries_data).",
      valueName: "table"))
  var into: String?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Make sources and other parents that are missing, or reject what names them (default: what "
        + "the layout says)."))
  var createParents: Bool?

  @Option(
    help: ArgumentHelp(
      "When the data was taken: a candle that ends later is unfinished, and skipped (default: "
        + "the time of the file).", valueName: "time"))
  var captured: String?

  @Option(
    help: ArgumentHelp(
      "What becomes of a row whose key is there already: update, keep, newest(column) or fail "
        + "(default: update).", valueName: "policy"))
  var onConflict: String?

  @Option(
    help: ArgumentHelp(
      "What appears at once: a file, or each batch (default: file).", valueName: "unit"))
  var publish: String?

  @Flag(help: "Keep no versions of the rows that are overwritten: 'undo' cannot bring them back.")
  var noUndo = false

  @Flag(
    help: ArgumentHelp(
      "Read each file once more and compare the table with it, also where it was loaded before; "
        + "what no load accounts for ends with status 2."))
  var verify = false

  @OptionGroup var load: LoadArguments
  @OptionGroup var atOnce: JobsArgument
  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    input.add(to: &options)
    mapping.add(to: &options)
    options.add("into", into)
    options.add("create_parents", createParents)
    options.add("captured", captured)
    options.add("on_conflict", onConflict)
    options.add("publish", publish)
    load.add(to: &options)
    atOnce.add(to: &options)
    options.add("no_undo", noUndo)
    options.add("verify", verify)
    return options
  }
}
