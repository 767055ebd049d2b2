import Postgres

extension RunContext {
  /// The same context at another time.
  package func at(_ clock: Clock) -> RunContext {
    var context = self
    context.asOf = clock.now
    return context
  }

  /// The clock in microseconds since 1970-01-01 00:00 UTC.
  package var asOfMicroseconds: Int64 { asOf.microseconds }
}

extension RunContext {
  /// Throws `Interrupted` when the work was asked to stop.
  package func checkInterruption() throws { try interruption.check() }

  /// Whether an error came of Ctrl-C: the interruption itself, or a statement that it cancelled.
  package func isInterruption(_ error: any Error) -> Bool {
    if error is Interrupted { return true }
    guard interruption.isRaised, let error = error as? PostgresError else { return false }
    return error.sqlState == .queryCanceled
  }
}
