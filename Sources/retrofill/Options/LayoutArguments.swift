import ArgumentParser
import Jobs

/// Which layout reads the files, and what is said over it.
struct LayoutArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A built-in layout, or a layout file ending in .yml (default: recognised).",
      valueName: "name"))
  var layout: String?

  @Option(help: TableArgument.help)
  var table: String?

  @Option(
    help: ArgumentHelp(
      "The source that every row belongs to (default: what the layout or the file says).",
      valueName: "name"))
  var source: String?

  @OptionGroup var text: EncodingArguments

  @Option(
    help: ArgumentHelp(
      "How times are written: auto, s, ms, us, ns, per-value, iso or a pattern such as %d.%m.%Y.",
      valueName: "unit"))
  var timeUnit: String?

  @Option(
    help: ArgumentHelp(
      "The zone of times that name none, such as Europe/Berlin (default: UTC).",
      valueName: "zone"))
  var timeZone: String?

  @Option(help: ArgumentHelp("How long a candle lasts, such as 1h.", valueName: "length"))
  var interval: String?

  @Option(
    help: ArgumentHelp(
      "What becomes of a record without a single value: skip, keep or reject.",
      valueName: "policy"))
  var nullRows: String?

  func add(to options: inout CommandLineOptions) {
    options.add("layout", layout)
    options.add("table", table)
    options.add("source", source)
    text.add(to: &options)
    options.add("time_unit", timeUnit)
    options.add("time_zone", timeZone)
    options.add("interval", interval)
    options.add("null_rows", nullRows)
  }
}
