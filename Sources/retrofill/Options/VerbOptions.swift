import ArgumentParser
import Jobs
import Store

/// What a verb as a command takes beside its own options: a job says these for all of its steps.
struct VerbOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is known of sources, by name: a file such as jobs/sources.yml.", valueName: "file"))
  var sources: String?

  @Option(
    help: ArgumentHelp(
      "The clock of retention, freshness and unfinished candles (default: now).",
      valueName: "time"))
  var asOf: String?

  @Flag(help: "Say what would be done, and touch nothing.")
  var dryRun = false

  /// What the verb's options may refer to by name.
  func scope(_ clock: Clock) throws -> VerbScope {
    VerbScope(
      sources: try sources.map { try SourceDefinition.read($0) } ?? [], clock: clock)
  }
}
