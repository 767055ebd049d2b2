internal import CPostgres

extension ConnectionSettings {
  /// What named the database.
  package enum Origin: Sendable, Hashable {
    /// `--database-url`.
    case option
    /// `DATABASE_URL` in the environment.
    case environment
    /// `DATABASE_URL` in `.env`.
    case environmentFile
    /// `PGHOST`, `PGDATABASE` and their like.
    case variables
    case localServer
  }

  /// The variables that say which server or database is meant; `PGUSER` alone does not.
  private static let namingVariables = [
    "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGSERVICE",
  ]

  /// Says which database is meant: the first of `--database-url`, `--local`,
  /// `DATABASE_URL`, `.env` in the working directory, the `PG*` variables, and the local server
  /// where the home holds one already. A local server is started when it is the one, and made when
  /// it was asked for by `--local`.
  ///
  /// - Parameters:
  ///   - databaseURL: the value of `--database-url`.
  ///   - isLocal: whether `--local` was given.
  ///   - environment: the variables of the process.
  ///   - workingDirectory: where `.env` is looked for.
  ///   - home: `RETROFILL_HOME`.
  /// - Returns: the settings, and what named them.
  /// - Throws: `ConnectionFailure` when nothing names a database, or what does cannot be read;
  ///   `LocalServerError` or `SystemError` when the local server does not start.
  package static func resolve(
    databaseURL: String?, isLocal: Bool, environment: [String: String], workingDirectory: String,
    home: String
  ) throws -> (settings: ConnectionSettings, origin: Origin) {
    let server = LocalServer(home: home)
    if let databaseURL { return try read(databaseURL, from: .option) }
    if isLocal { return (try server.start(), .localServer) }
    if let url = environment["DATABASE_URL"], !url.isEmpty {
      return try read(url, from: .environment)
    }
    let file = Files.text(of: workingDirectory + "/.env").map { EnvironmentFile($0).variables }
    if let url = file?["DATABASE_URL"], !url.isEmpty {
      return try read(url, from: .environmentFile)
    }
    if namingVariables.contains(where: { environment[$0]?.isEmpty == false }) {
      return (ConnectionSettings(variables: environment), .variables)
    }
    if server.exists { return (try server.start(), .localServer) }
    throw ConnectionFailure(problem: .notNamed)
  }

  private static func read(
    _ text: String, from origin: Origin
  ) throws -> (settings: ConnectionSettings, origin: Origin) {
    do {
      return (try ConnectionSettings(text), origin)
    } catch var failure as ConnectionFailure {
      failure.origin = origin
      throw failure
    }
  }

  /// What the `PG*` variables of libpq say (PostgreSQL manual, 34.15).
  private init(variables: [String: String]) {
    var keywords: [String: String] = [:]
    // libpq lists its keywords, each with its variable, when it has nothing to read.
    if let options = PQconninfoParse("", nil) {
      defer { PQconninfoFree(options) }
      var option = options
      while let keyword = option.pointee.keyword {
        if let variable = option.pointee.envvar, let value = variables[String(cString: variable)],
          !value.isEmpty
        {
          keywords[String(cString: keyword)] = value
        }
        option += 1
      }
    }
    self.init(keywords: keywords)
  }
}

extension ConnectionSettings.Origin: CustomStringConvertible {
  /// As a message names it: `DATABASE_URL in .env`.
  package var description: String {
    switch self {
    case .option: "--database-url"
    case .environment: "DATABASE_URL"
    case .environmentFile: "DATABASE_URL in .env"
    case .variables: "the PG* variables"
    case .localServer: "the local server"
    }
  }
}
