import Foundation
import Postgres
import TestSupport
import Testing

struct ConnectionFailureTests {
  @Test func whoRefusesAndWhyIsTold() throws {
    try withHome { home in
      let server = LocalServer(home: home, settings: ["fsync": "off", "shared_buffers": "16MB"])
      let settings = try server.start()
      let keeper = try Connection(settings)
      try demandPassword(of: "keeper", password: "s3cr3t/@:", keeper)

      let right = settings.with("user", "keeper").with("password", "s3cr3t/@:")
      #expect(try Connection(right).first("SELECT current_user")?.get(0) == "keeper")
      #expect(try Connection(ConnectionSettings(right.url)).first("SELECT 1")?.get(0) == 1)

      let host = try #require(settings.keywords["host"])
      let wrong = #expect(throws: ConnectionFailure.self) {
        try Connection(right.with("password", "other-s3cr3t"))
      }
      #expect(
        wrong?.description == """
          the server refused the connection to database "retrofill" at \(host):5432 as user \
          "keeper": password authentication failed for user "keeper"
            Check user and password, which may stand in the URL, in PGPASSWORD or in ~/.pgpass.
          """)
      #expect(wrong?.problem == .refused(.invalidPassword))
      #expect(wrong?.mayPassOnRetry == false)

      let none = #expect(throws: ConnectionFailure.self) {
        try Connection(settings.with("user", "keeper").with("passfile", "/nowhere"))
      }
      #expect(none?.problem == .refused(.invalidPassword))

      let database = #expect(throws: ConnectionFailure.self) {
        try Connection(settings.with(database: "missing"))
      }
      #expect(database?.problem == .refused(.invalidCatalogName))
      #expect(database?.message == #"database "missing" does not exist"#)

      let role = #expect(throws: ConnectionFailure.self) {
        try Connection(settings.with("user", "nobody"))
      }
      #expect(role?.problem == .refused(.invalidAuthorization))
      #expect(role?.message == #"role "nobody" does not exist"#)

      try keeper.script("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
      let full = #expect(throws: ConnectionFailure.self) {
        try Connection(settings.with("user", "crowded"))
      }
      #expect(full?.problem == .refused(.tooManyConnections))
      #expect(full?.mayPassOnRetry == true)

      try server.stop()
      let down = #expect(throws: ConnectionFailure.self) { try Connection(settings) }
      #expect(down?.problem == .unreachable)
      #expect(down?.mayPassOnRetry == true)
    }
  }

  @Test(.emptyDatabase) func aNamedHostIsTheOneWhateverTheEnvironmentSays() async throws {
    let url = try TestDatabase.settings.url
    // In a process of its own, as the environment belongs to all tests.
    await #expect(processExitsWith: .success) { [url = url as String] in
      setenv("PGHOSTADDR", "127.0.0.1", 1)
      setenv("PGPORT", "1", 1)
      setenv("PGDATABASE", "missing", 1)
      let connection = try Connection(ConnectionSettings(url))
      let answer: Int? = try connection.first("SELECT 1")?.get(0)
      #expect(answer == 1)
    }
  }

  @Test func nobodyListeningIsUnreachable() throws {
    let settings = try ConnectionSettings("postgresql://user:s3cr3t@127.0.0.1:1/name")
    let failure = #expect(throws: ConnectionFailure.self) { try Connection(settings) }
    #expect(failure?.problem == .unreachable)
    #expect(
      failure?.description == """
        no PostgreSQL server can be reached for database "name" at 127.0.0.1:1 as user "user": \
        connection to server at "127.0.0.1", port 1 failed: Connection refused \
        Is the server running on that host and accepting TCP/IP connections?
          Check host and port, and that the server runs and may be reached from here.
        """)
  }

  @Test func aServerThatNeverAnswersIsGivenUp() throws {
    try withSilentServer { folder in
      let settings = ConnectionSettings(keywords: [
        "host": folder, "dbname": "d", "user": "u", "connect_timeout": "1",
      ])
      let failure = #expect(throws: ConnectionFailure.self) { try Connection(settings) }
      #expect(failure?.problem == .timedOut(seconds: 1))
      #expect(
        failure?.description == """
          no PostgreSQL server answered within 1 s for database "d" at \(folder):5432 as user "u"
            Check host and port, and firewalls between; connect_timeout=… in the URL waits longer.
          """)
    }
  }

  @Test func theWaysToNameADatabaseAreTold() {
    #expect(
      ConnectionFailure(problem: .notNamed).description == """
        no database is named
          Name one with --database-url, DATABASE_URL in the environment or in .env, or the PG* \
        variables (PGHOST, PGDATABASE, …); or ask for a private local server with --local or \
        `retrofill db start`.
        """)
  }
}

/// Makes a role whose password the server asks for even on its socket.
private func demandPassword(of role: String, password: String, _ keeper: Connection) throws {
  try keeper.execute(
    "CREATE ROLE \(identifier: role) LOGIN PASSWORD \(literal: password)")
  let row = try keeper.first("SELECT current_setting('hba_file'), pg_read_file('pg_hba.conf')")
  let file = try #require(row).get(0, as: String.self)
  let rules = try #require(row).get(1, as: String.self)
  try "local all \(role) scram-sha-256\n\(rules)".write(
    toFile: file, atomically: false, encoding: .utf8)
  try keeper.execute("SELECT pg_reload_conf()")
  // The server reads the file some moments later.
  while try keeper.first(
    "SELECT 1 FROM pg_hba_file_rules WHERE \(role) = ANY(user_name)") == nil
  {
    Thread.sleep(forTimeInterval: 0.01)
  }
}

/// Runs `body` with a folder in which a socket takes connections and says nothing.
private func withSilentServer(_ body: (String) throws -> Void) throws {
  let folder = "/tmp/retrofill-silent-\(UInt32.random(in: 0 ... .max))"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  #if canImport(Glibc)
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  #else
    let server = socket(AF_UNIX, SOCK_STREAM, 0)
  #endif
  defer { close(server) }
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { path in
    path.copyBytes(from: Array((folder + "/.s.PGSQL.5432").utf8))
  }
  let isBound = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  try #require(isBound == 0 && listen(server, 1) == 0)
  try body(folder)
}
