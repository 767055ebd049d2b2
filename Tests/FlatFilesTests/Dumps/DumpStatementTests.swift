import FlatFiles
import Testing

/// What stands between the rows of a dump, and must not be taken for rows.
struct DumpStatementTests {
  private let rows = "COPY public.t (a) FROM stdin;\n1\n\\.\n"

  @Test(arguments: [
    "COMMENT ON TABLE t IS 'a; b\nCOPY public.x (a) FROM stdin;\nit''s';",
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$\nCOPY public.x (a) FROM stdin;\n$$;\n$_$;",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql\n    BEGIN ATOMIC\n INSERT INTO public.x VALUES (1);\n"
      + " SELECT CASE WHEN true THEN 1 ELSE 2 END;\nEND;",
    "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql\nBEGIN ATOMIC\nINSERT INTO x VALUES (1);\nEND;",
    "/* COPY x FROM stdin; /* nested */ ; */ SELECT 1;", "-- COPY public.x (a) FROM stdin;",
    "SELECT E'\\'; COPY';", "SELECT \"a\"\"b;\";", "SELECT (1;2), a$b$c, $1;",
    "CREATE RULE r AS ON INSERT TO t DO (INSERT INTO x VALUES (1); SELECT 1);",
    "ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK ((a <> ';'::text));",
    "\\set x 'open", "CREATE TABLE public.x (a text DEFAULT 'x;y');",
    "COPY (SELECT 1) TO stdout;", "COPY public.t TO '/tmp/x';", ";;",
  ])
  func aStatementIsPassedOver(statement: String) throws {
    let text = dumped(statement + "\n" + rows)
    for options in [sql(), tiny()] {
      let result = try read(text, options)
      #expect(result.error == nil)
      #expect(result.texts == [["1"]])
    }
  }

  @Test func aStatementOfAnyLengthIsPassedOver() throws {
    let body = String(repeating: "SELECT 'x;'; ", count: 300_000)
    let statement = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\(body)$$;"
    #expect(try read(dumped(statement + "\n" + rows)).texts == [["1"]])
  }

  @Test func whatNoDumpHasIsRefusedAtItsPlace() throws {
    let result = try read(dumped(rows + "btc_price = 3;\n"))
    #expect(result.texts == [["1"]])
    #expect(result.error?.problem == .dump(.noStatement("btc_price")))
    #expect(result.error?.position?.line == 11)
  }

  @Test func aQuoteThatNeverClosesIsSaid() throws {
    let result = try read(dumped(rows + "COMMENT ON TABLE t IS 'open;\n"))
    #expect(result.error?.problem == .dump(.unclosed))
    #expect(result.error?.position?.line == 11)
  }

  @Test func aDumpWithoutItsLastLineIsCutShort() throws {
    let whole = dumped("INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\n")
    let cut = whole[
      ..<(whole.firstRange(of: "INSERT INTO t VALUES (2)")?.lowerBound ?? whole.startIndex)]
    let result = try read(String(cut))
    #expect(result.texts == [["1"]])
    #expect(result.error?.problem == .dump(.cutShort(inside: nil)))
  }

  @Test func statementsWithoutTheMarksOfADumpAreReadToTheirEnd() throws {
    #expect(try read("INSERT INTO t (a) VALUES (1);").texts == [["1"]])
    #expect(try read("COPY t (a) FROM stdin;\n1\n\\.").texts == [["1"]])
  }

  @Test func aDumpInAnotherEncodingIsRefused() throws {
    let text = "SET client_encoding = 'LATIN1';\n" + rows
    #expect(try problem(text) == .clientEncoding("LATIN1", readAs: .utf8))
    #expect(
      try problem("SET client_encoding = 'EUC_JP';\n" + rows)
        == .clientEncoding("EUC_JP", readAs: .utf8))
    for name in ["utf-8", "UTF8", "SQL_ASCII"] {
      #expect(try read("SET client_encoding TO '\(name)';\n" + rows).texts == [["1"]])
    }
  }

  @Test func rowsInAnotherFormatOfCopyAreRefused() throws {
    let text = dumped("COPY public.t (a) FROM stdin WITH CSV;\n1\n\\.\n")
    #expect(try problem(text) == .copyOptions(DumpTable(schema: "public", name: "t")))
    // Of a table that is not asked for they do not matter.
    let other = dumped("COPY public.o (a) FROM stdin WITH CSV;\n1\n\\.\n" + rows)
    #expect(try read(other, sql("t")).texts == [["1"]])
  }
}
