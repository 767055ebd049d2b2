import Postgres

/// What to do next when something stops a load.
extension LoadRequest {
  /// The error with the file that it happened to, and with what helps.
  func advised(_ error: any Error) -> any Error {
    switch error {
    case let error as PostgresError:
      var advised = error.advised(on: "\(table)")
      advised.message = "\(file): \(error.message)"
      return advised
    case let failure as ConnectionFailure: return advised(failure)
    case LoadError.outOfReach(let file, let failure):
      return LoadError.outOfReach(file: file, advised(failure))
    default: return error
    }
  }

  private func advised(_ failure: ConnectionFailure) -> ConnectionFailure {
    guard failure.problem == .refused(.tooManyConnections) else { return failure }
    var advised = failure
    let all = filesAtOnce > 1 ? ", and --jobs \(filesAtOnce) takes \(each * filesAtOnce)" : ""
    let lower = filesAtOnce > 1 ? "Lower --jobs, raise" : "Raise"
    advised.advice = """
      A load takes \(each) connections\(all). \(lower) max_connections or the limit of the role or the \
      database, or try again when other sessions have ended.
      """
    return advised
  }

  /// One that reads and publishes, beside those that write.
  private var each: Int { connections + 1 }
}
