import ArgumentParser
import Jobs
import Loading

/// `retrofill replay`
struct ReplayCommand: VerbCommand {
  typealias Action = Replay

  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run the rejects of loads again, through today's layout, as a load.",
    discussion: """
      For when a layout was mended, or a table: the records are those that the loads kept. What \
      loads now is no open reject any more; what does not stays one, and counts against \
      --max-rejects. A file that was wrong is better mended: 'retrofill rejects export'.

        retrofill replay rejects 12 --layout mended.yml
      """)

  @Argument(help: ArgumentHelp("What to run again: rejects.", valueName: "what"))
  var what: String

  @Argument(help: ArgumentHelp("The loads that rejected them.", valueName: "loads"))
  var loads: [String]

  @Option(
    help: ArgumentHelp(
      "A built-in layout, or a layout file ending in .yml (default: the built-in one that the load "
        + "was read through).", valueName: "name"))
  var layout: String?

  @Option(
    help: ArgumentHelp(
      "The source that every row belongs to (default: as it was told for the load).",
      valueName: "name"))
  var source: String?

  @Option(
    help: ArgumentHelp(
      "How times are written, as for backfill (default: as it was told for the load).",
      valueName: "unit"))
  var timeUnit: String?

  @Option(
    help: ArgumentHelp(
      "The zone of times that name none (default: as it was told for the load).",
      valueName: "zone"))
  var timeZone: String?

  @Option(
    help: ArgumentHelp(
      "How long a candle lasts (default: as it was told for the load).", valueName: "length"))
  var interval: String?

  @Option(
    help: ArgumentHelp(
      "What becomes of a record without a single value: skip, keep or reject (default: as it was "
        + "told for the load).", valueName: "policy"))
  var nullRows: String?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Make sources and other parents that are missing, or reject what names them (default: as it "
        + "was told for the load, or what the layout says)."))
  var createParents: Bool?

  @Option(
    help: ArgumentHelp(
      "What becomes of a row whose key is there already: update, keep, newest(column) or fail "
        + "(default: that of the load).", valueName: "policy"))
  var onConflict: String?

  @Option(
    help: ArgumentHelp(
      "How many of them may be rejected again and the rest still appear: a count or a share "
        + "(default: 0).", valueName: "count"))
  var maxRejects: String?

  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    options.add(positional: "what", [what])
    options.add(positional: "loads", loads)
    options.add("layout", layout)
    options.add("source", source)
    options.add("time_unit", timeUnit)
    options.add("time_zone", timeZone)
    options.add("interval", interval)
    options.add("null_rows", nullRows)
    options.add("create_parents", createParents)
    options.add("on_conflict", onConflict)
    options.add("max_rejects", maxRejects)
    return options
  }
}
