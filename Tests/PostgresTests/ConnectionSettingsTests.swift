import Foundation
import Postgres
import Testing

struct ConnectionSettingsTests {
  @Test(arguments: [
    "postgresql://user:p%40ss%2Fw%3Ard@db.example.org:5433/name?sslmode=require",
    "host=db.example.org port=5433 dbname=name user=user password='p@ss/w:rd' sslmode=require",
  ])
  func bothFormsAreReadAndPrintedWithoutThePassword(text: String) throws {
    let settings = try ConnectionSettings(text)
    #expect(
      settings.keywords == [
        "host": "db.example.org", "port": "5433", "dbname": "name", "user": "user",
        "password": "p@ss/w:rd", "sslmode": "require",
      ])
    let masked = "postgresql://user:****@db.example.org:5433/name?sslmode=require"
    #expect("\(settings)" == masked)
    #expect(String(reflecting: settings) == masked)
    #expect(
      !String(describing: Mirror(reflecting: settings).children.map(\.value)).contains("p@ss"))
    var dumped = ""
    dump([settings], to: &dumped)
    #expect(!dumped.contains("p@ss"))
  }

  @Test(arguments: [
    ["host": "/a folder/with%", "port": "5432", "user": "ü ser", "dbname": "a/b?c#d"],
    ["host": "::1", "dbname": "d"],
    ["host": "a,b", "port": "1,2", "dbname": "d", "target_session_attrs": "read-write"],
    ["password": "without a user & =", "dbname": ""],
    ["user": "u", "password": "p:@/?#[]&='\\ "],
    [:],
  ])
  func theURLSaysTheSameAsTheSettings(keywords: [String: String]) throws {
    let settings = ConnectionSettings(keywords: keywords)
    let read = try ConnectionSettings(settings.url)
    #expect(read.keywords == keywords.filter { $0.key != "dbname" || !$0.value.isEmpty })
  }

  @Test func anotherDatabaseOfTheSameServer() throws {
    let settings = try ConnectionSettings("postgresql://u@h/one").with(database: "two")
    #expect(settings.url == "postgresql://u@h/two")
  }

  @Test(arguments: [
    (
      "postgresql+asyncpg://user:s3cr3t@host/name",
      """
      cannot read "postgresql+asyncpg://user:****@host/name", as a database: missing "=" after \
      "postgresql+asyncpg://user:****@host/name" in connection info string
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
    (
      "host=h pasword=s3cr3t",
      """
      cannot read "host=h pasword=****", as a database: invalid connection option "pasword"
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
    (
      "host=h pasword='s3 cr3t' user=u",
      """
      cannot read "host=h pasword=****", as a database: invalid connection option "pasword"
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
    (
      "postgresql://user:s3%zzcr3t@host/name",
      """
      cannot read "postgresql://user:****@host/name", as a database: invalid percent-encoded \
      token: "****"
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
    (
      "user:s3cr3t@host/name",
      """
      cannot read "user:****@host/name", as a database: missing "=" after \
      "user:****@host/name" in connection info string
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
    (
      "postgresql://user:s3@cr3t@127.0.0.1:5999/name",
      """
      cannot read "postgresql://user:****@127.0.0.1:5999/name", as a database: an @ in a name or a \
      password must be written as %40
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
    (
      "postgresql://user:s3cr3t@[::1/name",
      """
      cannot read "postgresql://user:****@[::1/name", as a database: end of string reached when \
      looking for matching "]" in IPv6 host address in URI: "postgresql://user:****@[::1/name"
        Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
      """
    ),
  ])
  func whatCannotBeReadIsToldWithoutThePassword(text: String, expected: String) {
    let failure = #expect(throws: ConnectionFailure.self) { try ConnectionSettings(text) }
    #expect(failure?.description == expected)
  }

  @Test(arguments: [
    ("no secrets: here", "no secrets: here"),
    ("postgresql://u@h/d", "postgresql://u@h/d"),
    ("postgres://u:p@h/d and mysql://v:q@i", "postgres://u:****@h/d and mysql://v:****@i"),
    ("postgres://u:p@ss@h/d", "postgres://u:****@h/d"),
    ("host=h password=p user=u", "host=h password=**** user=u"),
    ("password = 'a \\' b' user=u", "password = **** user=u"),
    ("postgresql:///d?password=p&user=u", "postgresql:///d?password=****&user=u"),
    ("sslpassword=p", "sslpassword=****"),
    (
      #"password authentication failed for user "u""#,
      #"password authentication failed for user "u""#
    ),
    ("the word hunter2 itself", "the word **** itself"),
  ])
  func passwordsAreMasked(text: String, expected: String) {
    #expect(masked(text, secrets: ["hunter2", ""]) == expected)
  }
}

struct ResolvingTests {
  private func resolve(
    option: String? = nil, isLocal: Bool = false, environment: [String: String] = [:],
    file: String? = nil
  ) throws -> (settings: ConnectionSettings, origin: ConnectionSettings.Origin) {
    let folder = "/tmp/retrofill-resolve-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try file?.write(toFile: folder + "/.env", atomically: true, encoding: .utf8)
    return try ConnectionSettings.resolve(
      databaseURL: option, isLocal: isLocal, environment: environment, workingDirectory: folder,
      home: folder + "/home")
  }

  @Test func theOptionGoesBeforeTheEnvironmentBeforeTheFileBeforeTheVariables() throws {
    let environment = ["DATABASE_URL": "postgresql:///environment", "PGDATABASE": "variables"]
    let file = "DATABASE_URL=postgresql:///file"
    var named = try resolve(option: "dbname=option", environment: environment, file: file)
    #expect(named.settings.keywords == ["dbname": "option"])
    #expect(named.origin == .option)
    named = try resolve(environment: environment, file: file)
    #expect(named.settings.keywords == ["dbname": "environment"])
    #expect(named.origin == .environment)
    named = try resolve(environment: ["DATABASE_URL": "", "PGDATABASE": "variables"], file: file)
    #expect(named.settings.keywords == ["dbname": "file"])
    #expect(named.origin == .environmentFile)
    named = try resolve(environment: ["PGDATABASE": "variables"], file: "OTHER=x")
    #expect(named.settings.keywords == ["dbname": "variables"])
    #expect(named.origin == .variables)
  }

  @Test func theVariablesOfLibpqAreTakenTogether() throws {
    let named = try resolve(environment: [
      "PGHOST": "h", "PGPORT": "1", "PGUSER": "u", "PGPASSWORD": "p", "PGSSLMODE": "require",
      "HOME": "/",
    ])
    #expect(
      named.settings.keywords == [
        "host": "h", "port": "1", "user": "u", "password": "p", "sslmode": "require",
      ])
  }

  @Test func nothingNamedIsAFailureAndMakesNoServer() throws {
    let failure = #expect(throws: ConnectionFailure.self) {
      try resolve(environment: ["PGUSER": "u", "PGHOST": ""], file: "DATABASE_URL=")
    }
    #expect(failure == ConnectionFailure(problem: .notNamed))
  }

  @Test func anUnreadableNameSaysWhereItStands() throws {
    let failure = #expect(throws: ConnectionFailure.self) {
      try resolve(file: "DATABASE_URL='mysql://u:p@h/d'")
    }
    #expect(
      failure?.description == """
        cannot read DATABASE_URL in .env, "mysql://u:****@h/d", as a database: missing "=" after \
        "mysql://u:****@h/d" in connection info string
          Write it as postgresql://user@host:5432/name, or as host=… dbname=… user=….
        """)
  }

  @Test(arguments: [
    ("DATABASE_URL=dbname=a", "a"),
    ("\u{FEFF}DATABASE_URL=dbname=a\r\nOTHER=1\r\n", "a"),
    ("  export   DATABASE_URL = dbname=a  # the main one", "a"),
    ("# DATABASE_URL=dbname=z\nDATABASE_URL='dbname=a' # x", "a"),
    (#"DATABASE_URL="dbname=\"a\"""#, "\"a\""),
    ("DATABASE_URL=postgresql:///a#b", "a#b"),
    ("DATABASE_URL=dbname=z\nDATABASE_URL=dbname=a", "a"),
    ("not a line\n=\n1 2=3\nDATABASE_URL=dbname=a", "a"),
  ])
  func theFileIsReadAsShellsReadIt(text: String, database: String) throws {
    let named = try resolve(file: text)
    #expect(named.settings.keywords["dbname"] == database)
  }

  @Test func theLocalServerIsUsedOnlyWhereItWasAskedForOrIs() throws {
    try withHome { home in
      func resolve(
        isLocal: Bool, _ environment: [String: String] = [:]
      ) throws -> (settings: ConnectionSettings, origin: ConnectionSettings.Origin) {
        try ConnectionSettings.resolve(
          databaseURL: nil, isLocal: isLocal, environment: environment, workingDirectory: home,
          home: home)
      }
      #expect(throws: ConnectionFailure.self) { try resolve(isLocal: false) }
      let asked = try resolve(isLocal: true, ["DATABASE_URL": "dbname=other"])
      #expect(asked.origin == .localServer)
      #expect(
        try Connection(asked.settings).first("SELECT current_database()")?.get(0) == "retrofill")
      try LocalServer(home: home).stop()
      let found = try resolve(isLocal: false)
      #expect(found.origin == .localServer)
      #expect(try Connection(found.settings).first("SELECT 1")?.get(0) == 1)
      #expect(try resolve(isLocal: false, ["DATABASE_URL": "dbname=other"]).origin == .environment)
    }
  }
}
