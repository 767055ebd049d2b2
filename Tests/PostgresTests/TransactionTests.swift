import Postgres
import TestSupport
import Testing

@Suite(.emptyDatabase)
struct TransactionTests {
  private struct Refusal: Error, Equatable {}

  private func connectWithTable() throws -> Connection {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE t (n int, CONSTRAINT once UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)")
    return connection
  }

  private func numbers(_ connection: Connection) throws -> [Int] {
    try connection.query("SELECT n FROM t ORDER BY n").map { try $0.get(0) }
  }

  @Test func whatTheClosureDidIsCommittedAndItsValueReturned() throws {
    let connection = try connectWithTable()
    let value = try connection.transaction {
      try connection.execute("INSERT INTO t VALUES (1)")
      return "done"
    }
    #expect(value == "done")
    #expect(try numbers(TestDatabase.connect()) == [1])
  }

  @Test func aThrowRollsBackAndIsThrownOn() throws {
    let connection = try connectWithTable()
    #expect(throws: Refusal.self) {
      try connection.transaction {
        try connection.execute("INSERT INTO t VALUES (1)")
        throw Refusal()
      }
    }
    #expect(try numbers(connection) == [])
  }

  @Test func aNestedOneIsUndoneAlone() throws {
    let connection = try connectWithTable()
    try connection.transaction {
      try connection.execute("INSERT INTO t VALUES (1)")
      #expect(throws: PostgresError.self) {
        try connection.transaction {
          try connection.execute("INSERT INTO t VALUES (2)")
          try connection.execute("SELECT 1 / 0")
        }
      }
      try connection.transaction {
        try connection.execute("INSERT INTO t VALUES (3)")
        #expect(throws: Refusal.self) {
          try connection.transaction {
            try connection.execute("INSERT INTO t VALUES (4)")
            throw Refusal()
          }
        }
      }
      try connection.execute("INSERT INTO t VALUES (5)")
    }
    #expect(try numbers(connection) == [1, 3, 5])
  }

  @Test func aCommitThatFailsThrows() throws {
    let connection = try connectWithTable()
    let error = #expect(throws: PostgresError.self) {
      try connection.transaction { try connection.execute("INSERT INTO t VALUES (1), (1)") }
    }
    #expect(error?.sqlState == .uniqueViolation)
    #expect(error?.sql == "COMMIT")
    #expect(try numbers(connection) == [])
    try connection.transaction { try connection.execute("INSERT INTO t VALUES (1)") }
    #expect(try numbers(connection) == [1])
  }

  @Test func anErrorThatTheClosureSwallowedStillThrows() throws {
    let connection = try connectWithTable()
    let error = #expect(throws: PostgresError.self) {
      try connection.transaction {
        try connection.execute("INSERT INTO t VALUES (1)")
        _ = try? connection.execute("SELECT 1 / 0")
      }
    }
    #expect(error?.sqlState == .inFailedTransaction)
    #expect(try numbers(connection) == [])
  }

  @Test func aSwallowedErrorInANestedOneThrowsThere() throws {
    let connection = try connectWithTable()
    try connection.transaction {
      try connection.execute("INSERT INTO t VALUES (1)")
      let error = #expect(throws: PostgresError.self) {
        try connection.transaction { _ = try? connection.execute("SELECT 1 / 0") }
      }
      #expect(error?.sqlState == .inFailedTransaction)
    }
    #expect(try numbers(connection) == [1])
  }

  @Test func aConnectionLostAtCommitLeavesTheOutcomeOpen() throws {
    let connection = try connectWithTable()
    try connection.script(
      """
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); END $$;
      CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION die();
      """)
    let error = #expect(throws: PostgresError.self) {
      try connection.transaction { try connection.execute("INSERT INTO t VALUES (1)") }
    }
    #expect(error?.sqlState == .transactionResolutionUnknown)
    #expect(error?.sqlState.mayPassOnRetry == true)
  }

  @Test(arguments: [
    ("08006", true), ("08007", true), ("40001", true), ("40P01", true), ("53300", true),
    ("55P03", true), ("57P01", true), ("57P02", true), ("57P03", true), ("57014", false),
    ("23505", false), ("22P02", false), ("42P01", false), ("55006", false), ("28P01", false),
  ])
  func theStateDecidesWhetherARetryMayHelp(code: String, mayPass: Bool) {
    #expect(SQLState(code).mayPassOnRetry == mayPass)
  }
}
