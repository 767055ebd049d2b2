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

/// The files of a verb that reads files, or what was landed of them.
struct LandableInputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, or patterns with *, ?, […] and **; archive.zip/a.csv is a file in an archive, the "
        + "archive alone all files in it; - is standard input. With --from-landed, landed files.",
      valueName: "path"))
  var paths: [String] = []

  @Flag(help: "Let a pattern match nothing.")
  var optional = false

  @Flag(
    help: ArgumentHelp(
      "Read files from where `ingest` has landed them: paths are their names, their former paths "
        + "or what files.file_id says, with * and ?; no path means all that are landed."))
  var fromLanded = false

  func validate() throws {
    if paths.isEmpty, !fromLanded {
      throw ValidationError("Missing expected argument '<path> ...'")
    }
  }

  func add(to options: inout CommandLineOptions) {
    options.add(positional: "paths", paths)
    options.add("optional", optional)
    options.add("from_landed", fromLanded)
  }
}
