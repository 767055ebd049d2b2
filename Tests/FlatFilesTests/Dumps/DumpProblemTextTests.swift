import FlatFiles
import Testing

struct DumpProblemTextTests {
  private static let trades = DumpTable(schema: "public", name: "trades")
  private static func rows(_ name: String, _ rows: Int, isComplete: Bool = true) -> TableRows {
    TableRows(
      table: DumpTable(schema: "public", name: name), rows: rows, isComplete: isComplete)
  }

  static let texts: [(DumpProblem, String)] = [
    (
      .severalTables([rows("a", 1), rows("b", 80_214, isComplete: false)], isAll: false),
      """
      several tables of this dump have rows: public.a (1 row), public.b (at least 80214 rows), and \
      what comes later was not looked at; say which with --table
      """
    ),
    (
      .severalTables([rows("a", 1), rows("b", 2)], isAll: true),
      """
      several tables of this dump have rows: public.a (1 row), public.b (2 rows); say which with \
      --table
      """
    ),
    (
      .ambiguousTable("trades", [trades, DumpTable(schema: "Old", name: "trades")]),
      """
      several tables of this dump are called trades: public.trades, "Old".trades; say which with \
      --table
      """
    ),
    (
      .noSuchTable("x", known: [rows("a", 2)]),
      "this dump has no rows of a table x; there are rows of public.a (2 rows)"
    ),
    (.noSuchTable("x", known: []), "this dump has no rows of a table x; it has none at all"),
    (
      .badTableName("a."),
      "\"a.\" names no table; expected a name like trades, public.trades or public.trades_*"
    ),
    (.noRows, "this dump has no rows of any table"),
    (
      .noDump(table: "x"),
      "the table x is asked for, but this is no dump, and so has no tables"
    ),
    (
      .columnsDiffer(table: trades, isOneTable: true, found: ["a"], expected: ["a", "b"]),
      """
      the rows of public.trades have the columns a, and those before them a, b; they are of the same \
      table, so put the statements that list other columns into a file of their own
      """
    ),
    (
      .columnsDiffer(table: trades, isOneTable: false, found: ["a", "c"], expected: ["a", "b"]),
      """
      the rows of public.trades have the columns a, c, and those before them a, b; pick one of the \
      tables with --table
      """
    ),
    (
      .rowsElsewhere(
        table: "prices",
        [
          TableRows(
            table: DumpTable(schema: "_timescaledb_internal", name: "_hyper_1_1_chunk"), rows: 3,
            isComplete: true)
        ]),
      """
      prices has no rows of its own in this dump, which has rows of \
      _timescaledb_internal._hyper_1_1_chunk (3 rows) and does not say which table they are \
      parts of; pick them with a pattern, such as --table '_timescaledb_internal._hyper_1_*'
      """
    ),
    (
      .partsDeclaredLate(table: "t", part: trades),
      """
      the rows of public.trades stand before the dump says that they are a part of t; pick them by \
      their own name with --table
      """
    ),
    (
      .compressedChunk(trades),
      """
      public.trades holds rows that TimescaleDB has compressed; dump them again after \
      decompress_chunk, or with COPY (SELECT …) TO
      """
    ),
    (
      .copyOptions(trades),
      "the rows of public.trades are not in COPY's text format as pg_dump writes it"
    ),
    (.tooManyTables(limit: 5), "the dump has more than 5 tables, the limit"),
    (
      .clientEncoding("LATIN1", readAs: .utf8),
      """
      the dump says that it is in LATIN1, and was read as utf-8; say which it is with --encoding, \
      or make it again with: pg_dump --encoding=UTF8
      """
    ),
    (
      .cutShort(inside: trades),
      """
      the dump ends in the middle of the rows of public.trades: it is cut short; make it or get it \
      again
      """
    ),
    (
      .cutShort(inside: nil),
      "the dump ends before its end: it is cut short; make it or get it again"
    ),
    (
      .unclosed,
      "a quote, bracket or comment that opens in this statement is never closed"
    ),
    (
      .noStatement("btc"),
      "\"btc\" begins no statement that dumps have; is a quote missing before it?"
    ),
    (
      .directory(path: "dir"),
      """
      this is a dump in pg_dump's directory format; convert it first with: pg_restore -f dump.sql \
      dir
      """
    ),
    (
      .tar,
      "this is a dump in pg_dump's tar format; convert it first with: pg_restore -f dump.sql"
    ),
  ]

  @Test(arguments: Self.texts)
  func aProblemSaysWhatToDo(problem: DumpProblem, text: String) {
    #expect(problem.description == text)
  }
}
