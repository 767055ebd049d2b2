import FlatFiles
import Testing

struct InsertRowsTests {
  private func rows(_ statements: String, _ options: ReadOptions = sql()) throws -> ReadResult {
    let text = dumped("CREATE TABLE t (a int, b text);\n" + statements)
    let result = try read(text, options)
    for pieceBytes in [1, 5] {
      let parts = try read(text, tiny(options, pieceBytes: pieceBytes))
      #expect(parts.records == result.records)
      #expect(parts.rejects == result.rejects)
      #expect(parts.error == result.error)
      #expect(parts.sha256 == result.sha256)
    }
    return result
  }

  @Test(arguments: [
    ("NULL", "null"), ("null", "null"), ("DEFAULT", "-"), ("''", "\"\""), ("'x'", "\"x\""),
    ("true", "true"), ("FALSE", "FALSE"), ("-1.50", "-1.50"), ("+1e-300", "+1e-300"),
    ("12345678901234567890.123", "12345678901234567890.123"), (".5", ".5"),
    ("'it''s'", "\"it's\""), ("''''", "\"'\""), ("'a''''b'", "\"a''b\""),
    ("'\\x00'", "\"\\x00\""), ("'\\'", "\"\\\""), ("'a;b --c'", "\"a;b --c\""),
    ("'two\nlines'", "\"two\nlines\""), ("'€'", "\"€\""), ("'),('", "\"),(\""),
    ("E'a\\n\\t\\\\\\'''\\x41\\101'", "\"a\n\t\\''AA\""), ("e'\\u00e9\\U0001F600'", "\"é😀\""),
    ("E'\\ud83d\\ude00\\v'", "\"😀v\""), ("N'x'", "\"x\""), ("B'1010'", "\"1010\""),
    ("$$a'b$$", "\"a'b\""), ("$q$ $$ $q$", "\" $$ \""), ("'{}'::jsonb", "\"{}\""),
    ("'x'::character varying(10)", "\"x\""), ("'1'::public.\"Odd, type\"[]", "\"1\""),
    ("NULL::timestamp(3) with time zone", "null"), ("'a' :: text", "\"a\""),
  ])
  func aConstantIsRead(written: String, field: String) throws {
    let result = try rows("INSERT INTO t VALUES (1, \(written));\nINSERT INTO t VALUES (2, 'z');\n")
    #expect(result.rejects == [])
    #expect(result.fields == [["1", field], ["2", "\"z\""]])
  }

  @Test func aRowOfDefaultsIsARejectThatSaysSo() throws {
    let result = try rows(
      "INSERT INTO t VALUES (1, 'x');\nINSERT INTO t DEFAULT VALUES;\n"
        + "INSERT INTO t VALUES (2, 'y');\n")
    #expect(result.records.count == 2)
    #expect(
      result.rejects.map(\.message) == [
        """
        the row is DEFAULT VALUES, which only the server knows: the dump does not say what its columns \
        hold
        """
      ])
  }

  @Test func statementsOfOneTableThatListOtherColumnsAreToldFromTables() throws {
    let result = try read(
      dumped(
        "CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES (1, 'x');\n"
          + "INSERT INTO t (a) VALUES (2);\n"))
    #expect(
      result.error?.problem
        == .dump(
          .columnsDiffer(
            table: DumpTable(name: "t"), isOneTable: true, found: ["a"], expected: ["a", "b"])))
  }

  @Test(arguments: [
    "ARRAY['a','b,)']", "now()", "(1)", "1 + 2", "X'1F'", "U&'\\0041'", "CURRENT_DATE",
    "1::bigint", "nextval('s'::regclass)", "ARRAY[(1), ')']::text[]", "-(1)", "f('x;')",
  ])
  func anExpressionIsRejectedAndNothingElse(written: String) throws {
    let result = try rows(
      "INSERT INTO t VALUES\n\t(1, 'x'),\n\t(2, \(written)),\n\t(3, 'y');\n")
    #expect(result.fields == [["1", "\"x\""], ["3", "\"y\""]])
    #expect(result.rejects.map(\.code) == [.notAConstant])
    #expect(result.rejects.map(\.column) == ["b"])
    #expect(
      result.rejects.map(\.message)
        == ["a value is an expression, of which only constants are read"])
    #expect(
      result.rejects.map { String(decoding: $0.raw, as: UTF8.self) } == ["(2, \(written))"])
  }

  @Test(arguments: [
    ("E'\\u12'", RejectCode.badEscape), ("E'\\ud83d'", .badEscape), ("E'\\000'", .nulCharacter),
    ("E'\\xff'", .invalidUTF8),
  ])
  func aWrongEscapeIsRejected(written: String, code: RejectCode) throws {
    let result = try rows("INSERT INTO t VALUES (1, \(written));\nINSERT INTO t VALUES (2, 'z');\n")
    #expect(result.rejects.map(\.code) == [code])
    #expect(result.fields == [["2", "\"z\""]])
  }

  @Test func backslashesEscapeWhereStringsAreNotStandard() throws {
    let result = try rows(
      "SET standard_conforming_strings = off;\nINSERT INTO t VALUES (1, 'a\\'b\\\\');\n")
    #expect(result.fields == [["1", "\"a'b\\\""]])
  }

  @Test func columnsMayBeListedInAnyOrder() throws {
    let result = try rows(
      """
      INSERT INTO t (b, a) VALUES ('x', 1);
      INSERT INTO t (a, b) OVERRIDING SYSTEM VALUE VALUES (2, 'y') ON CONFLICT DO NOTHING;
      INSERT INTO t VALUES (3, 'z'), (4, 'w') -- the last
      ;
      insert into "t" (b, a) values (NULL, 5) returning a;

      """)
    #expect(result.columnNames == ["b", "a"])
    #expect(
      result.texts == [["x", "1"], ["y", "2"], ["z", "3"], ["w", "4"], [nil, "5"]])
    #expect(result.rejects == [])
  }

  @Test func generatedColumnsAreLeftOut() throws {
    let text = dumped(
      """
      CREATE TABLE g (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
      INSERT INTO g VALUES (1, DEFAULT, 'x');

      """)
    let result = try read(text)
    #expect(result.columnNames == ["a", "b"])
    #expect(result.texts == [["1", "x"]])
  }

  /// Each of these damages the second of three rows, and must cost no other.
  @Test(arguments: [
    "INSERT INTO t VALUES (2, 'it's');", "INSERT INTO t VALUES (2, 'open);",
    "INSERT INTO t VALUES (2, open');", "INSERT INTO t VALUES (2, 'x'",
    "INSERT INTO t VALUES (2, 'x';", "INSERT INTO t VALUES (2, 'x'));",
    "INSERT INTO t VALUES (2);", "INSERT INTO t VALUES (2, 'x', 3);",
    "INSERT INTO t VALUES 2, 'x');", "INSERT INTO t VALUES (2 'x');",
    "INSERT INTO t VALUES (2, E'x\\');", "INSERT INTO t VALUES (2, $a$x);",
    "INSERT INTO t VALUES (2,, 'x');", "INSERT INTO t VALUES (2, 'a\nb);",
  ])
  func damageCostsTheRowItIsIn(damaged: String) throws {
    let result = try rows(
      "INSERT INTO t VALUES (1, 'x');\n\(damaged)\nINSERT INTO t VALUES (3, 'y');\n")
    #expect(result.error == nil)
    let intact = result.texts.filter { $0 == ["1", "x"] || $0 == ["3", "y"] }
    #expect(intact.count == 2, "\(result.texts) \(result.rejected)")
    #expect(result.rejects.count == 1, "\(result.rejected)")
  }

  @Test func damageInAStatementOfManyRowsCostsOne() throws {
    let result = try rows(
      "INSERT INTO t VALUES\n\t(1, 'x'),\n\t(2, 'open),\n\t(3, 'y'),\n\t(4, 'z');\n")
    #expect(result.texts == [["1", "x"], ["3", "y"], ["4", "z"]])
    #expect(result.rejected == ["11/169 bad-insert (2, 'open),"])
  }

  @Test func aQuoteThatNeverClosesEndsAtTheLimit() throws {
    var options = sql()
    options.limits.quotedBytes = 100
    let filler = String(repeating: "INSERT INTO t VALUES (5, NULL);\n", count: 10)
    let result = try rows("INSERT INTO t VALUES (1, 'open);\n" + filler, options)
    #expect(result.texts.count == 10)
    #expect(result.rejects.map(\.code) == [.unclosedQuote])
  }

  @Test func anInsertOfASelectIsNoData() throws {
    let result = try rows(
      "INSERT INTO t SELECT 1, 'x';\nINSERT INTO t VALUES (1, 'x');\n")
    #expect(result.texts == [["1", "x"]])
  }

  /// The quotes in the next rows close the text again, and what follows looks like other damage.
  @Test func aTextThatIsLongerThanOneMayBeIsNeverClosed() throws {
    var options = sql()
    options.limits.quotedBytes = 40
    let note = String(repeating: "-- note\n", count: 6)
    let result = try rows(
      "INSERT INTO t VALUES (1, 'x);\n\(note)INSERT INTO t VALUES (2, 'y');\n", options)
    #expect(result.rejected == ["9/157 unclosed-quote (1, 'x);"])
    #expect(result.fields == [["2", "\"y\""]])
  }

  @Test func aRowOfOneLineMayBeLongerThanATextOverLines() throws {
    var options = sql()
    options.limits.quotedBytes = 40
    let long = String(repeating: "x", count: 60)
    let result = try rows(
      "INSERT INTO t VALUES (1, '\(long)');\nINSERT INTO t VALUES (2, 'y');\n", options)
    #expect(result.rejects == [])
    #expect(result.fields == [["1", "\"\(long)\""], ["2", "\"y\""]])
  }
}
