import ArgumentParser
import Logging

/// The options that every command has, before its name or behind it.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The database, as postgresql://user@host/name.", valueName: "url"))
  var databaseURL: String?

  @Flag(help: "Use a private PostgreSQL server; it is made and started when needed.")
  var local = false

  @Option(
    help: ArgumentHelp(
      "The folder of the local server and of spools (default: $RETROFILL_HOME, or .retrofill).",
      valueName: "folder"))
  var home: String?

  @Option(help: "How results are printed.")
  var format = OutputFormat.text

  @Option(help: "How log lines are printed.")
  var logFormat = LogLines.Format.text

  @Option(
    help: ArgumentHelp(
      "How far the work is, on standard error: auto draws it on a terminal, json writes a line a "
        + "second for each file.", valueName: "form"))
  var progress = ProgressForm.auto

  @Flag(help: "Log warnings and errors only, and draw no progress.")
  var quiet = false

  @Flag(help: "Log what goes on in between.")
  var verbose = false

  func validate() throws {
    if quiet && verbose {
      throw ValidationError("--quiet and --verbose exclude each other.")
    }
    if local && databaseURL != nil {
      throw ValidationError("--local and --database-url each name a database; give one of them.")
    }
  }

  var logLevel: Logger.Level { quiet ? .warning : verbose ? .debug : .info }
}

/// How a command prints what came of it.
enum OutputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
  case text, json
  /// XML for programs that run tests; only `validate` has it.
  case junit

  /// The formats of every command.
  static let ofAll = [OutputFormat.text, .json]
  /// What help lists.
  static let allValueStrings = ofAll.map(\.rawValue)
}

/// How a command tells how far the work is.
enum ProgressForm: String, CaseIterable, Sendable, ExpressibleByArgument {
  case auto, json, none
}

extension LogLines.Format: ExpressibleByArgument {}
