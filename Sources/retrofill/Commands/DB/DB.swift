import ArgumentParser

/// `retrofill db`
struct DB: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "The database: its schema, and the local server.",
    discussion: """
      A private server for a first look, and its URL for other programs:

        retrofill db start
        psql "$(retrofill db url)"
      """,
    subcommands: [DBInit.self, DBMigrate.self, DBStart.self, DBStop.self, DBURL.self])
}
