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
    for attempt in 1... {
      do {
        return try work()
      } catch let error as PostgresError where error.sqlState.mayPassOnRetry {
        // A broken connection needs a new one, which is the caller's to make.
        guard attempt < attempts, !error.sqlState.code.hasPrefix("08") else { throw error }
        context.logger.warning(
          "\(what): \(error.message); trying again (\(attempt) of \(attempts))")
        usleep(useconds_t(100_000 << attempt))
        try context.interruption.check()
      }
    }
    return try work()
  }
}
