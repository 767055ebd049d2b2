extension ConnectionFailure: CustomStringConvertible {
  package var description: String {
    switch problem {
    case .notNamed:
      """
      no database is named
        Name one with --database-url, DATABASE_URL in the environment or in .env, or the PG* \
      variables (PGHOST, PGDATABASE, …); or ask for a private local server with --local or \
      `retrofill db start`.
      """
    case .malformed:
      """
      cannot read \(origin.map { "\($0), " } ?? "")"\(address)", as a database: \(message)
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    case .unreachable:
      """
      no PostgreSQL server can be reached for \(address): \(message)
        Check host and port, and that the server runs and may be reached from here.
      """
    case .timedOut(let seconds):
      """
      no PostgreSQL server answered within \(seconds) s for \(address)
        Check host and port, and firewalls between; connect_timeout=… in the URL waits longer.
      """
    case .refused(let state):
      """
      the server refused the connection to \(address): \(message)
        \(advice ?? advice(for: state))
      """
    }
  }

  private func advice(for state: SQLState?) -> String {
    switch state {
    case .invalidPassword:
      "Check user and password, which may stand in the URL, in PGPASSWORD or in ~/.pgpass."
    case .invalidAuthorization:
      "Check the user's name, and what the server's pg_hba.conf lets that user do from here."
    case .invalidCatalogName: "Create the database, or name one that exists."
    case .tooManyConnections: "Try again when other sessions have ended."
    case .cannotConnectNow: "The server is starting or stopping: try again in a moment."
    default: "Check user, password, database and sslmode against what the server asks for."
    }
  }
}
