import Logging
import Postgres
package import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Does work again that the server says may pass on a second try: SQLSTATE decides, never words.
package struct Retrying {
  let attempts: Int
  let context: RunContext

  package init(attempts: Int, context: RunContext) {
    self.attempts = attempts
    self.context = context
  }

  /// - Throws: the last error, when the attempts are used up or another one would not help.
  package func callAsFunction<T>(_ what: String, _ work: () throws -> T) throws -> T {
    var attempt = 1
    while true {
      do {
        return try work()
      } catch let error as PostgresError where attempt < attempts && error.leavesTheConnection {
        context.logger.warning(
          "\(what): \(error.message); trying again (\(attempt) of \(attempts))")
        usleep(useconds_t(100_000 << attempt))
        try context.interruption.check()
        attempt += 1
      }
    }
  }
}

extension PostgresError {
  /// The work may pass on a second try over the same connection. One that broke (08) or whose
  /// server went away (57P0x) needs a new one, which is the caller's to make.
  fileprivate var leavesTheConnection: Bool {
    sqlState.mayPassOnRetry && !sqlState.code.hasPrefix("08") && !sqlState.code.hasPrefix("57")
  }
}
