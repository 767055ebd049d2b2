import ArgumentParser
import Jobs

/// What every verb that loads files is told beside.
struct LoadArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many rejects a file may have and still appear: a count or a share, such as 0.5% "
        + "(default: 0).", valueName: "count"))
  var maxRejects: String?

  @Flag(
    help: ArgumentHelp(
      "Load again what was loaded before, and stand in for it: nothing is doubled, and rows that "
        + "came before and do not come now are taken back."))
  var force = false

  @Flag(
    help: "Load a gzip or zstd file that is cut short up to its last whole record, and say so.")
  var acceptTruncated = false

  func add(to options: inout CommandLineOptions) {
    options.add("max_rejects", maxRejects)
    options.add("force", force)
    options.add("accept_truncated", acceptTruncated)
  }
}
