/// No connection came about.
package struct ConnectionFailure: Error, Sendable, Hashable {
  package enum Problem: Sendable, Hashable {
    /// Nothing says which database to use.
    case notNamed
    /// What names the database cannot be read.
    case malformed
    /// Nobody answers there: no such host, no server, nothing listens.
    case unreachable
    /// Nobody answered in time.
    case timedOut(seconds: Int)
    /// A server answered, and refused; the state is there when it gave one.
    case refused(SQLState?)
  }

  package var problem: Problem
  /// The words of the server or of libpq, without passwords.
  package var message: String
  /// Where it was tried, without the password.
  package var address: String
  /// What named the database, where that is what was wrong.
  package var origin: ConnectionSettings.Origin?
  /// What to do next, where whoever needed the connection knows better.
  package var advice: String?

  package init(problem: Problem, message: String = "", address: String = "") {
    self.problem = problem
    self.message = message
    self.address = address
  }

  /// A text that cannot be read as settings. Where in it a password stands can only be guessed, so
  /// everything that might be one is masked.
  init(malformed text: String, reason: String) {
    let secrets = possibleSecrets(in: text)
    self.init(
      problem: .malformed, message: masked(reason, secrets: secrets),
      address: maskingUnknownKeywords(masked(text, secrets: secrets)))
  }

  /// Whether the same attempt may succeed a little later.
  package var mayPassOnRetry: Bool {
    switch problem {
    case .unreachable, .timedOut: true
    case .refused(let state): state?.mayPassOnRetry ?? false
    case .notNamed, .malformed: false
    }
  }
}
