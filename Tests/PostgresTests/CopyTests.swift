import Postgres
import TestSupport
import Testing

@Suite(.emptyDatabase)
struct CopyTests {
  private struct Refusal: Error {}

  private func connectWithTable() throws -> Connection {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE t (id int PRIMARY KEY, word text)")
    return connection
  }

  private func count(_ connection: Connection) throws -> Int {
    try #require(try connection.first("SELECT count(*) FROM t")).get(0)
  }

  @Test func textGoesInAndOut() throws {
    let connection = try connectWithTable()
    let rows = try connection.copyIn("COPY t FROM STDIN") { writer in
      // Pieces need not be rows.
      for piece in ["1\to", "ne\n2", "\t\\N\n"] { try writer.write(piece) }
    }
    #expect(rows == 2)
    var text = ""
    let out = try connection.copyOut("COPY (SELECT * FROM t ORDER BY id) TO STDOUT (FORMAT csv)") {
      text += String(decoding: $0, as: UTF8.self)
    }
    #expect(out == 2)
    #expect(text == "1,one\n2,\n")
  }

  @Test func binaryGoesInAsItCameOut() throws {
    let connection = try connectWithTable()
    try connection.execute("INSERT INTO t SELECT n, n::text FROM generate_series(1, 5000) AS n")
    var bytes: [UInt8] = []
    try connection.copyOut("COPY t TO STDOUT (FORMAT binary)") { bytes += $0 }
    #expect(bytes.starts(with: "PGCOPY\n".utf8))
    try connection.script("CREATE TABLE u (LIKE t)")
    let rows = try connection.copyIn("COPY u FROM STDIN (FORMAT binary)") { writer in
      try bytes.withUnsafeBytes { try writer.write($0) }
    }
    #expect(rows == 5000)
    #expect(try connection.first("SELECT count(*) FROM t JOIN u USING (id, word)")?.get(0) == 5000)
  }

  @Test func piecesLargerThanTheBufferKeepTheirOrder() throws {
    let connection = try connectWithTable()
    let long = String(repeating: "x", count: 1_000_000)
    try connection.copyIn("COPY t FROM STDIN") { writer in
      try writer.write("1\t")
      try writer.write(long)
      try writer.write("\n2\tshort\n")
    }
    let lengths = try connection.query("SELECT length(word) FROM t ORDER BY id")
    #expect(try lengths.map { try $0.get(0) } == [1_000_000, 5])
  }

  @Test func anEmptyCopyIsNoRows() throws {
    let connection = try connectWithTable()
    #expect(try connection.copyIn("COPY t FROM STDIN") { _ in } == 0)
    #expect(try connection.copyOut("COPY t TO STDOUT") { _ in } == 0)
  }

  @Test func aRowThatTheServerRefusesFailsTheCopyWithItsPlace() throws {
    let connection = try connectWithTable()
    let error = #expect(throws: PostgresError.self) {
      try connection.copyIn("COPY t FROM STDIN") { writer in
        for id in 0..<200_000 { try writer.write(id == 500 ? "x\ty\n" : "\(id)\tword\n") }
      }
    }
    #expect(
      error?.description == """
        invalid input syntax for type integer: "x" (SQLSTATE 22P02)
          context: COPY t, line 501, column id: "x"
          statement: COPY t FROM STDIN
        """)
    #expect(try count(connection) == 0)
  }

  @Test func aRefusalBeforeTheFirstRowLeavesTheConnectionInStep() throws {
    let connection = try connectWithTable()
    try connection.script(
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'not today'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION refuse();
      """)
    // The server's answers and our data cross on the way, one time so and one time so.
    for round in 0..<200 {
      let error = #expect(throws: PostgresError.self) {
        try connection.copyIn("COPY t FROM STDIN") { try $0.write("1\tone\n") }
      }
      #expect(error?.message == "not today")
      #expect(try connection.first("SELECT \(round)")?.get(0) == round)
    }
  }

  @Test func aCopyTakesNoParameters() throws {
    let connection = try connectWithTable()
    let error = #expect(throws: PostgresError.self) {
      try connection.copyOut("COPY (SELECT \(1)) TO STDOUT") { _ in }
    }
    #expect(error?.message == #"COPY takes no parameters; write its values with \(literal:)"#)
    var text = ""
    try connection.copyOut("COPY (SELECT \(literal: "a'b")) TO STDOUT") {
      text += String(decoding: $0, as: UTF8.self)
    }
    #expect(text == "a'b\n")
  }

  @Test func theCallersErrorIsThrownAndNothingStored() throws {
    let connection = try connectWithTable()
    #expect(throws: Refusal.self) {
      try connection.copyIn("COPY t FROM STDIN") { writer in
        for id in 0..<100_000 { try writer.write("\(id)\tword\n") }
        throw Refusal()
      }
    }
    #expect(try count(connection) == 0)
  }

  @Test func aThrowInTheMidstOfCopyOutLeavesTheConnectionUsable() throws {
    let connection = try connectWithTable()
    #expect(throws: Refusal.self) {
      try connection.copyOut("COPY (SELECT generate_series(1, 1000000000)) TO STDOUT") { _ in
        throw Refusal()
      }
    }
    #expect(try count(connection) == 0)
  }

  @Test func anErrorInTheMidstOfCopyOutIsThrown() throws {
    let connection = try connectWithTable()
    var rows = 0
    let error = #expect(throws: PostgresError.self) {
      try connection.copyOut(
        "COPY (SELECT 1 / (100 - n) FROM generate_series(1, 200) AS n) TO STDOUT"
      ) { _ in rows += 1 }
    }
    #expect(error?.sqlState == SQLState("22012"))
    #expect(rows == 99)
    #expect(try count(connection) == 0)
  }

  @Test func theServersErrorWinsWhenTheConnectionBreaks() throws {
    let connection = try connectWithTable()
    let killer = try TestDatabase.connect()
    let error = #expect(throws: PostgresError.self) {
      try connection.copyIn("COPY t FROM STDIN") { writer in
        try writer.write("1\tone\n")
        try killer.execute("SELECT pg_terminate_backend(\(connection.processID)::int, 5000)")
        let line = String(repeating: "2\ttwo\n", count: 10_000)
        do {
          for _ in 0..<1000 { try writer.write(line) }
        } catch {
          throw Refusal()
        }
      }
    }
    #expect(error?.sqlState == .adminShutdown || error?.sqlState == .connectionFailure)
    #expect(try count(killer) == 0)
  }

  @Test func whatIsNoCopyIsRefused() throws {
    let connection = try connectWithTable()
    let error = #expect(throws: PostgresError.self) {
      try connection.copyIn("COPY t TO STDOUT") { _ in }
    }
    #expect(error?.message == "the statement is not a COPY … FROM STDIN")
    #expect(throws: PostgresError.self) { try connection.copyOut("SELECT 1") { _ in } }
    let missing = #expect(throws: PostgresError.self) {
      try connection.copyIn("COPY missing FROM STDIN") { _ in }
    }
    #expect(missing?.sqlState == .undefinedTable)
    #expect(try count(connection) == 0)
  }

  @Test func copiesTakePartInTransactions() throws {
    let connection = try connectWithTable()
    #expect(throws: Refusal.self) {
      try connection.transaction {
        try connection.copyIn("COPY t FROM STDIN") { try $0.write("1\tone\n") }
        throw Refusal()
      }
    }
    try connection.transaction {
      try connection.copyIn("COPY t FROM STDIN") { try $0.write("2\ttwo\n") }
      #expect(throws: Refusal.self) {
        try connection.transaction {
          try connection.copyIn("COPY t FROM STDIN") { writer in
            try writer.write("3\tthree\n")
            throw Refusal()
          }
        }
      }
    }
    #expect(try connection.query("SELECT id FROM t").map { try $0.get(0) } == [2])
  }
}
