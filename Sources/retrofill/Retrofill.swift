import ArgumentParser
import Store

/// The command itself: what all subcommands share stands here.
struct Retrofill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrofill",
    abstract: "Take files of historical market data into PostgreSQL, and look after them there.",
    discussion: """
      The database is the first of these that is named: --database-url; --local; DATABASE_URL in \
      the environment; DATABASE_URL in the file .env; the PG* variables (PGHOST, PGDATABASE, …); \
      the local server, where an earlier command made one.

      An option on the command line stands before the environment, the environment before a job \
      file, and that before a default.

      Exit status: \(exitStatuses).

      A first session, with a private PostgreSQL server of its own:

        retrofill run jobs/demo.yml --local
        psql "$(retrofill db url)"
      """,
    version: ToolVersion.current,
    subcommands: [
      Run.self, Plan.self, ValidateCommand.self, InspectCommand.self, Convert.self,
      IngestCommand.self, BackfillCommand.self, UndoCommand.self, ReplayCommand.self,
      ScoreCommand.self,
      AggregateCommand.self, ArchiveCommand.self, RestoreCommand.self, RetainCommand.self,
      Rejects.self, Trace.self, Status.self, History.self, DB.self,
    ])

  /// Mistakes of usage are told like all others.
  static let _errorPrefix = "retrofill: "

  @OptionGroup(title: "Common options") var common: CommonOptions

  private static let exitStatuses = ExitStatus.allCases
    .map { "\($0.rawValue) \($0.explanation)" }.joined(separator: " · ")
}
