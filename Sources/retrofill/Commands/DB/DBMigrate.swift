import ArgumentParser
import Postgres
import Store

/// `retrofill db migrate`
struct DBMigrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring the schema of a database up to this version.",
    discussion: """
      Each migration is applied whole or not at all, and once. --dry-run lists what is missing.

        retrofill db migrate --dry-run
      """)

  @Flag(help: "Say what would be done, and touch nothing.")
  var dryRun = false

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    guard dryRun else { return try Migration.apply(in: session) }
    let (database, _) = try session.unpreparedDatabase()
    let pending = MigrationReport(pending: try Migrator(database.connect()).pending())
    try session.print(pending, lines: pending.lines)
  }
}

/// What `db init` and `db migrate` did, or would do.
struct MigrationReport: Encodable {
  var applied: [String] = []
  var pending: [String] = []

  var lines: [String] {
    if applied.isEmpty && pending.isEmpty { return ["the schema is up to date"] }
    return applied.map { "applied \($0)" } + pending.map { "would apply \($0)" }
  }
}

extension Migration {
  /// Applies what is missing in the database of a session, and prints what that was.
  static func apply(in session: Session) throws {
    let (database, _) = try session.unpreparedDatabase()
    let report = MigrationReport(applied: try Migrator(database.connect()).migrate())
    try session.print(report, lines: report.lines)
  }
}
