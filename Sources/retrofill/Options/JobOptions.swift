import ArgumentParser
import Jobs
import Store

/// The job files of `run` and `plan`, and what is said over them.
struct JobOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Job files.", valueName: "job"))
  var files: [String]

  @Option(
    name: .customLong("var"), parsing: .singleValue,
    help: ArgumentHelp(
      "A variable to stand instead of the job's own; may be given several times.",
      valueName: "name=value"))
  var variables: [String] = []

  @Option(
    help: ArgumentHelp(
      "A clock to stand instead of the job's as_of (default: now).", valueName: "time"))
  var asOf: String?

  func validate() throws {
    if let wrong = variables.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--var takes name=value, not \"\(wrong)\".")
    }
  }

  /// Reads all of the jobs, so that a mistake in the last is found before the first one runs.
  ///
  /// - Throws: `JobError` or `LayoutError` at the first thing that is wrong.
  func read(environment: [String: String]) throws -> [Job] {
    var reader = JobReader()
    reader.environment = environment
    reader.clock = try Clock(commandLine: asOf)
    for variable in variables {
      let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      reader.overrides[String(parts[0])] = String(parts[1])
    }
    return try files.map { try reader.read($0) }
  }
}
