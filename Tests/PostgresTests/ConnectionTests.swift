import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite(.emptyDatabase)
struct ConnectionTests {
  @Test func sessionsSpeakUTCWhateverTheRoleIsSetTo() throws {
    let maintenance = try TestDatabase.connect()
    let name = try #require(try TestDatabase.settings.keywords["dbname"])
    for setting in [
      "TimeZone = 'Asia/Kolkata'", "DateStyle = 'German'", "bytea_output = 'escape'",
      "extra_float_digits = 0", "standard_conforming_strings = off",
    ] {
      try maintenance.execute(
        "ALTER DATABASE \(identifier: name) SET \(sql: SQL(unchecked: setting))")
    }
    let connection = try TestDatabase.connect()
    let row = try #require(
      try connection.first(
        """
        SELECT timestamptz '2024-01-31 12:00+00' AS moment, 0.1::float8 + 0.2::float8 AS sum,
          '\\x00'::bytea AS bytes, current_setting('client_encoding') AS encoding,
          current_setting('application_name') AS name
        """))
    #expect(try row.get("moment", as: String.self) == "2024-01-31 12:00:00+00")
    #expect(try row.get("sum") == 0.1 + 0.2)
    #expect(try row.get("bytes") == [UInt8]([0]))
    #expect(try row.get("encoding") == "UTF8")
    #expect(try row.get("name") == OwnProcess.sessionName)
    #expect(OwnProcess.sessionName.hasPrefix("retrofill \(getpid()) on "))
    #expect(connection.serverVersion >= 140_000)
  }

  @Test func statementsTellHowManyRowsTheyWentThrough() throws {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE t (n int); INSERT INTO t SELECT generate_series(1, 10)")
    #expect(try connection.execute("UPDATE t SET n = 0 WHERE n > \(7)") == 3)
    #expect(try connection.execute("CREATE TABLE u ()") == 0)
    #expect(try connection.first("SELECT n FROM t WHERE n < 0") == nil)
    #expect(
      try connection.query("SELECT n FROM t WHERE n < 3 ORDER BY n").map { try $0.get(0) } == [
        0, 0, 0, 1, 2,
      ])
  }

  @Test func theServersWholeDiagnosisIsKept() throws {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE t (id int CONSTRAINT one_each PRIMARY KEY)")
    try connection.execute("INSERT INTO t VALUES (1)")
    let error = #expect(throws: PostgresError.self) {
      try connection.execute("INSERT INTO t VALUES (\(1))")
    }
    var expected = PostgresError(
      sqlState: .uniqueViolation,
      message: #"duplicate key value violates unique constraint "one_each""#,
      detail: "Key (id)=(1) already exists.", sql: "INSERT INTO t VALUES ($1)")
    expected.schema = "public"
    expected.table = "t"
    expected.constraint = "one_each"
    #expect(error == expected)
    #expect(
      error?.description == """
        duplicate key value violates unique constraint "one_each" (SQLSTATE 23505)
          detail: Key (id)=(1) already exists.
          statement: INSERT INTO t VALUES ($1)
        """)
  }

  @Test func placesInTheStatementAndInFunctionsAreKept() throws {
    let connection = try TestDatabase.connect()
    let unknown = #expect(throws: PostgresError.self) { try connection.query("SELECT nothing") }
    #expect(unknown?.position == 8)
    #expect(unknown?.sqlState == .undefinedColumn)
    let inner = #expect(throws: PostgresError.self) {
      try connection.script("DO $$ BEGIN PERFORM nothing; END $$")
    }
    #expect(inner?.internalQuery == "SELECT nothing")
    #expect(inner?.internalPosition == 8)
    #expect(inner?.context == "PL/pgSQL function inline_code_block line 1 at PERFORM")
    let hinted = #expect(throws: PostgresError.self) {
      try connection.script(
        "DO $$ BEGIN RAISE 'no' USING HINT = 'yes', COLUMN = 'c', DATATYPE = 'd'; END $$")
    }
    #expect(hinted?.hint == "yes")
    #expect(hinted?.column == "c")
    #expect(hinted?.dataType == "d")
  }

  @Test func errorsAreCaughtByTheirState() throws {
    let connection = try TestDatabase.connect()
    do {
      try connection.execute("SELECT * FROM missing")
      Issue.record("the statement went through")
    } catch SQLState.uniqueViolation {
      Issue.record("caught as another state")
    } catch SQLState.undefinedTable {}
  }

  @Test func noticesGoToTheClosure() throws {
    let notices = Mutex<[Notice]>([])
    let connection = try TestDatabase.connect { notice in notices.withLock { $0.append(notice) } }
    try connection.script("DROP TABLE IF EXISTS missing")
    try connection.script(
      "DO $$ BEGIN RAISE WARNING 'careful' USING DETAIL = 'd', HINT = 'h'; END $$")
    #expect(
      notices.withLock { $0 } == [
        Notice(
          severity: "NOTICE", sqlState: SQLState("00000"),
          message: #"table "missing" does not exist, skipping"#),
        Notice(
          severity: "WARNING", sqlState: SQLState("01000"), message: "careful", detail: "d",
          hint: "h"),
      ])
  }

  @Test func emptyStatementsAndMisplacedCopiesAreRefused() throws {
    let connection = try TestDatabase.connect()
    #expect(throws: PostgresError.self) { try connection.execute("") }
    try connection.script("CREATE TABLE t (n int)")
    for round in 0..<100 {
      for sql in ["COPY (SELECT 1) TO STDOUT", "COPY t FROM STDIN"] as [SQL] {
        let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
        #expect(error?.message == "COPY from or to the client goes through copyIn or copyOut")
        #expect(try connection.first("SELECT \(round)")?.get(0) == round)
      }
    }
  }

  @Test func rowsComeOneByOneInFlatMemory() throws {
    let connection = try TestDatabase.connect()
    var sum = 0
    let before = residentBytes()
    try connection.forEachRow("SELECT n, repeat('x', 1000) FROM generate_series(1, 200000) AS n") {
      sum += try $0.get(0)
    }
    #expect(sum == 20_000_100_000)
    // The rows are 200 MB.
    #expect(residentBytes() - before < 60_000_000)
  }

  @Test func aThrowBetweenRowsEndsTheStatementAndLeavesTheConnectionUsable() throws {
    let connection = try TestDatabase.connect()
    let started = ContinuousClock.now
    #expect(throws: Interrupted.self) {
      try connection.forEachRow("SELECT generate_series(1, 1000000000)") { _ in
        throw Interrupted()
      }
    }
    #expect(ContinuousClock.now - started < .seconds(10))
    #expect(try connection.first("SELECT 1")?.get(0) == 1)
  }

  @Test func anErrorBetweenRowsIsThrown() throws {
    let connection = try TestDatabase.connect()
    var rows = 0
    let error = #expect(throws: PostgresError.self) {
      try connection.forEachRow("SELECT 1 / (100 - n) FROM generate_series(1, 200) AS n") { _ in
        rows += 1
      }
    }
    #expect(error?.sqlState == SQLState("22012"))
    #expect(rows == 99)
    #expect(try connection.first("SELECT 1")?.get(0) == 1)
  }

  @Test func aBrokenConnectionSaysSoAndMayBeTriedAgain() throws {
    let connection = try TestDatabase.connect()
    try TestDatabase.connect().execute("SELECT pg_terminate_backend(\(connection.processID)::int)")
    var last: (any Error)?
    // The first call may hear the server's farewell, the second finds nobody.
    for _ in 0..<2 {
      let error = #expect(throws: PostgresError.self) { try connection.query("SELECT 1") }
      #expect(error?.sqlState.mayPassOnRetry == true)
      last = error
    }
    #expect((last as? PostgresError)?.sqlState == .connectionFailure)
    #expect(!connection.isOpen)
  }
}

/// What this process holds in memory, from /proc; 0 where there is none.
private func residentBytes() -> Int {
  let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
  return (statm?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
}
