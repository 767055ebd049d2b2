import ArgumentParser
import Jobs

/// The files of a verb that reads files.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, or patterns with *, ?, […] and **; archive.zip/a.csv is a file in an archive, the "
        + "archive alone all files in it; - is standard input.", valueName: "path"))
  var paths: [String]

  @Flag(help: "Let a pattern match nothing.")
  var optional = false

  func add(to options: inout CommandLineOptions) {
    options.add(positional: "paths", paths)
    options.add("optional", optional)
  }
}
