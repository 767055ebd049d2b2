import ArgumentParser
import Jobs

/// How many files a verb works on at once.
struct JobsArgument: ParsableArguments {
  @Option(
    help: ArgumentHelp("How many files are worked on at a time (default: 1).", valueName: "count"))
  var jobs: String?

  func add(to options: inout CommandLineOptions) { options.add("jobs", jobs) }
}
