package import Logging
package import Postgres

/// The database that a command works on: it hands out connections, each for one thread.
package struct Database: Sendable {
  package let settings: ConnectionSettings
  private let logger: Logger

  package init(settings: ConnectionSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  /// Opens a connection; the server's notices go to the log.
  ///
  /// - Throws: `ConnectionFailure` when the server cannot be reached or refuses.
  package func connect() throws -> Connection {
    let logger = logger
    return try Connection(settings) { notice in
      logger.debug("server: \(notice.message)")
    }
  }
}
