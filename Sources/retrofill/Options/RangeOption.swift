import ArgumentParser
import Jobs

/// Which rows a refining verb looks at.
struct RangeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "dirty, all, or FROM..TO such as 2024-01-01..2024-01-31 (default: dirty).",
      valueName: "range"))
  var range: String?

  func add(to options: inout CommandLineOptions) { options.add("range", range) }
}
