import Jobs
import Logging
import Postgres
import Store

extension Session {
  /// The database that the command line or the environment names, ready to work on: a local server
  /// is made and started, and its schema brought up to date. A named database is never changed
  /// unasked, and neither is a local one where `mayPrepare` is false.
  ///
  /// - Throws: `ConnectionFailure`, `SchemaProblem`, or whatever keeps the local server from
  ///   starting.
  func database(mayPrepare: Bool = true) throws -> Database {
    if !mayPrepare, common.local, !LocalServer(home: home.path).exists {
      throw SchemaProblem.noServer(home: home.path)
    }
    let (database, origin) = try unpreparedDatabase()
    let migrator = Migrator(try database.connect())
    let pending = try migrator.pending()
    guard !pending.isEmpty else { return database }
    guard mayPrepare, origin == .localServer else {
      throw SchemaProblem.missing(pending, database: "\(database.settings)")
    }
    for name in try migrator.migrate() { logger.debug("applied migration \(name)") }
    return database
  }

  /// The database as it is, whatever its schema.
  func unpreparedDatabase() throws -> (Database, ConnectionSettings.Origin) {
    let (settings, origin) = try ConnectionSettings.resolve(
      databaseURL: common.databaseURL, isLocal: common.local, environment: environment,
      workingDirectory: workingDirectory(), home: home.path)
    logger.debug("the database is \(settings), named by \(origin)")
    return (Database(settings: settings, logger: logger), origin)
  }
}

extension Database {
  /// For work that needs no database: nothing connects to it.
  static func none(logger: Logger) -> Database {
    Database(settings: ConnectionSettings(keywords: [:]), logger: logger)
  }
}
