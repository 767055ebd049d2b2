import Postgres
import TestSupport
import Testing

struct SQLTests {
  @Test func valuesBecomeNumberedParameters() {
    let sql: SQL = "SELECT \(1), \("it's"), \(true)"
    #expect(sql.text == "SELECT $1, $2, $3")
  }

  @Test func namesAreQuoted() {
    let sql: SQL = """
      SELECT \(identifiers: ["Open", "a\"b"]) FROM \(table: "timeseries_data")
      JOIN \(table: TableName("retrofill.loads")) USING (\(identifier: "select"))
      """
    #expect(
      sql.text == """
        SELECT "Open", "a""b" FROM "public"."timeseries_data"
        JOIN "retrofill"."loads" USING ("select")
        """)
  }

  @Test func literalsAreQuotedIntoTheText() {
    let none: String? = nil
    let sql: SQL = """
      \(literal: "it's \\ \"x\"") \(literal: 5)-\(literal: -5) \(literal: true) \
      \(literal: 0.5) \(literal: Timestamp(microseconds: 0)) \(literal: [UInt8]([0, 255])) \
      \(literal: [Int64(1), 2]) \(none)
      """
    #expect(
      sql.text == """
        'it''s \\ "x"' 5- -5 true '0.5' '1970-01-01T00:00:00Z' '\\x00ff' '{1,2}' $1
        """)
  }

  @Test func nestedPiecesCountTheirParametersAnew() {
    let condition: SQL = "a = \(1) AND b = \(2)"
    let sql: SQL = "SELECT \(0) WHERE \(sql: condition) OR \(sql: condition)"
    #expect(sql.text == "SELECT $1 WHERE a = $2 AND b = $3 OR a = $4 AND b = $5")
    #expect((condition + " OR c = \(3)").text == "a = $1 AND b = $2 OR c = $3")
    #expect([condition, "true"].joined(separator: " OR ").text == "a = $1 AND b = $2 OR true")
  }

  @Test func uncheckedTextIsTakenAsItIs() {
    #expect(SQL(unchecked: "DROP TABLE t; --$1'").text == "DROP TABLE t; --$1'")
  }

  @Test(arguments: [
    ("loads", "public", "loads"), ("retrofill.loads", "retrofill", "loads"),
    ("Odd.Name", "Odd", "Name"),
  ])
  func aTableNameIsSchemaAndName(text: String, schema: String, name: String) {
    #expect(TableName(text) == TableName(schema: schema, name: name))
    #expect(TableName(text).description == text)
  }

  @Test(.emptyDatabase) func everyTypeReturnsFromTheServerAsItWent() throws {
    let connection = try TestDatabase.connect()
    func echo<Value: SQLEncodable & SQLDecodable & Equatable>(_ value: Value) throws {
      #expect(try connection.first("SELECT \(value)")?.get(0) == value)
      #expect(try connection.first("SELECT \(value)")?.get(0) == Value?.some(value))
      #expect(try connection.first("SELECT \(Value?.none)")?.get(0, as: Value?.self) == .some(nil))
    }
    func both<Value: SQLEncodable & SQLDecodable & Equatable>(_ values: [Value]) throws {
      for value in values { try echo(value) }
    }
    try both(["", "it's", "\\", "a\u{0301} 🕰 \n\t", "NULL", "$1"])
    try both([Int.min, -1, 0, .max])
    try both([Int64.min, .max])
    try both([Int32.min, .max])
    try both([Int16.min, .max])
    try both([true, false])
    try both([0.1, -0.0, 1.7976931348623157e308, 2.2250738585072014e-308, .infinity, -.infinity])
    #expect(try connection.first("SELECT \(Double.nan)")?.get(0, as: Double.self).isNaN == true)
    try both([[UInt8](), [0], Array(0...255)])
    try both([[Int64](), [.min, 0, .max]])
    try both([[String](), [""], ["NULL", "null", "a,b", "{}", "\"", "\\", " x ", "é\n"]])
    #expect(
      try connection.first("SELECT array[1, NULL]")?.get(0, as: [Int64?].self) == [1, nil])
    #expect(try connection.first("SELECT '{}'::numeric[]")?.get(0, as: [Double].self) == [])
  }

  @Test(.emptyDatabase) func aStringFitsWhateverThePlaceWants() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TYPE mood AS ENUM ('calm', 'wild');
      CREATE TABLE t (m mood, j jsonb, n numeric, i interval, d date);
      """)
    let json = #"{"a": 1}"#
    try connection.execute(
      "INSERT INTO t VALUES (\("calm"), \(json), \("1e400"), \("1 day"), \("2024-01-31"))")
    let row = try #require(try connection.first("SELECT m, j, n = \("1e400"), i, d FROM t"))
    #expect(try row.get(0) == "calm")
    #expect(try row.get("j") == json)
    #expect(try row.get(2) == true)
    #expect(try row.get(3) == "1 day")
    #expect(try row.get(4) == Timestamp("2024-01-31"))
  }

  @Test(.emptyDatabase) func quotedTextCannotEscapeItsQuotes() throws {
    let connection = try TestDatabase.connect()
    let wicked = "'; DROP TABLE t; -- \\' \" $$ E'\\'"
    let row = try #require(
      try connection.first("SELECT \(literal: wicked) AS \(identifier: wicked)"))
    #expect(try row.get(0) == wicked)
    // A name has at most 63 bytes on the server.
    #expect(row.columnNames == [wicked])
  }

  @Test(.emptyDatabase) func textWithANULIsRefusedAndNotCut() throws {
    let connection = try TestDatabase.connect()
    for sql in ["SELECT \("a\0b")", "SELECT 'a\0b'", "SELECT \(["a\0b"])"] as [SQL] {
      #expect(throws: PostgresError.self) { try connection.query(sql) }
      do {
        try connection.execute(sql)
      } catch SQLState.characterNotInRepertoire {}
    }
  }
}
