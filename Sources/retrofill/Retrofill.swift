import ArgumentParser
import Store

/// The command itself: what all subcommands share stands here.
struct Retrofill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrofill",
    abstract: "Take files of historical market data into PostgreSQL, and look after them there.",
    discussion: """
      A first session, with a private PostgreSQL server of its own:

        retrofill --local run jobs/demo.yml
        psql "$(retrofill db url)"

      The database is taken from --database-url, else from DATABASE_URL, else from DATABASE_URL \
      in the file .env, else from the PG* variables (PGHOST, PGDATABASE, …), else it is the local \
      server, when --local or an earlier `retrofill db start` asked for one.

      An option on the command line stands before the environment, the environment before a job \
      file, and that before a default.

      Exit status: \(exitStatuses).
      """,
    version: ToolVersion.current,
    subcommands: [
      Run.self, Plan.self, ValidateCommand.self, IngestCommand.self, BackfillCommand.self,
      ScoreCommand.self,
      AggregateCommand.self, ArchiveCommand.self,
      Rejects.self, Status.self, History.self, DB.self,
    ])

  @OptionGroup(title: "Common options") var common: CommonOptions

  private static let exitStatuses = ExitStatus.allCases
    .map { "\($0.rawValue) \($0.explanation)" }.joined(separator: " · ")
}
