import FlatFiles
import Testing

/// Which table of a dump is read.
struct DumpTableTests {
  private func copy(_ table: String, _ columns: String = "a", rows: [String]) -> String {
    "COPY \(table) (\(columns)) FROM stdin;\n" + rows.map { $0 + "\n" }.joined() + "\\.\n\n"
  }

  @Test func theOnlyTableWithRowsNeedsNoName() throws {
    let text = dumped(copy("public.empty", rows: []) + copy("public.t", rows: ["1", "2"]))
    #expect(try read(text).texts == [["1"], ["2"]])
    let file = try TemporaryFile(text)
    #expect(try FileReader.open(file.source).format == .dump(table: "public.t"))
  }

  @Test func ofSeveralTablesOneMustBeNamed() throws {
    let text = dumped(
      copy("public.a", rows: ["1", "2"]) + copy("public.b", rows: ["3\\", "4"])
        + "INSERT INTO s.c VALUES (1), (2), (3);\n")
    let tables = [("public", "a", 2), ("public", "b", 1), ("s", "c", 3)].map { schema, name, rows in
      TableRows(table: DumpTable(schema: schema, name: name), rows: rows, isComplete: true)
    }
    #expect(try problem(text) == .severalTables(tables, isAll: true))
    #expect(try read(text, sql("public.a")).texts == [["1"], ["2"]])
    #expect(try read(text, sql("B")).texts == [["3\n4"]])
    #expect(try read(text, sql("s.*")).texts == [["1"], ["2"], ["3"]])
  }

  @Test func aNameThatNoTableHasListsThoseThereAre() throws {
    let text = dumped(copy("public.a", rows: ["1", "2"]))
    let known = [
      TableRows(table: DumpTable(schema: "public", name: "a"), rows: 2, isComplete: true)
    ]
    #expect(try problem(text, sql("b")) == .noSuchTable("b", known: known))
    #expect(try problem(dumped("SELECT 1;"), sql("b")) == .noSuchTable("b", known: []))
  }

  @Test func aDumpWithoutRowsHasNothingToRead() throws {
    #expect(try problem(dumped("CREATE TABLE t (a int);")) == .noRows)
    #expect(try problem(dumped(copy("t", rows: []))) == .noRows)
    let named = try read(dumped(copy("t", rows: [])), sql("t"))
    #expect(named.error == nil)
    #expect(named.columnNames == ["a"])
  }

  @Test func aNameInTwoSchemasNeedsOne() throws {
    #expect(
      throws: FileError(
        path: DumpFixtures.file("plain").path,
        position: Position(record: 0, line: 356, byte: 7324),
        problem: .dump(
          .ambiguousTable(
            "sources",
            [
              DumpTable(schema: "archive", name: "sources"),
              DumpTable(schema: "public", name: "sources"),
            ])))
    ) { throw try #require(read(DumpFixtures.file("plain"), sql("sources")).error) }
    #expect(read(DumpFixtures.file("plain"), sql("public.sources")).records.count == 2)
  }

  @Test(arguments: [
    ("trades", true), ("TRADES", true), ("\"trades\"", true), ("\"Trades\"", false),
    ("public.trades", true), ("Public.Trades", true), ("other.trades", false), ("*", true),
    ("tr*", true), ("*des", true), ("t*a*s", true), ("t*x*s", false), ("public.*", true),
    ("*.trades", true), ("\"tr*\"", false), ("trade", false), ("db.public.trades", false),
  ])
  func aNameOrPatternPicks(pick: String, isTaken: Bool) throws {
    let text = dumped(copy("public.trades", rows: ["1"]))
    let result = try read(text, sql(pick))
    #expect((result.error == nil) == isTaken, "\(String(describing: result.error))")
  }

  @Test(arguments: ["", ".", "a.", ".a", "a.b.c.d", "\"a", "\"\"", "\"a\"b"])
  func whatIsNoNameIsRefused(pick: String) throws {
    #expect(try problem(dumped("SELECT 1;"), sql(pick)) == .badTableName(pick))
  }

  @Test func namesWithDotsAndQuotesArePickedInQuotes() throws {
    let text = dumped(copy("\"a.b\".\"c \"\"d\"\"\"", rows: ["1"]) + copy("x", rows: ["2"]))
    #expect(try read(text, sql("\"a.b\".\"c \"\"d\"\"\"")).texts == [["1"]])
    #expect(
      DumpTable(schema: "a.b", name: "c \"d\"").description == "\"a.b\".\"c \"\"d\"\"\"")
  }

  @Test func aTableIsAskedForOfDumpsOnly() throws {
    #expect(try problem("a,b\n1,2\n", sql("t")) == .noDump(table: "t"))
    #expect(try problem("[1]", sql("t")) == .noDump(table: "t"))
    #expect(try problem("1\t\\N\n", sql("t")) == .noDump(table: "t"))
  }

  @Test func tablesPickedTogetherMustHaveTheSameColumns() throws {
    let text = dumped(
      copy("public.a", "x, y", rows: ["1\t2"]) + copy("public.b", "y, x", rows: ["3\t4"])
        + copy("public.c", "x, z", rows: ["5\t6"]))
    let result = try read(text, sql("public.*"))
    #expect(result.texts == [["1", "2"], ["4", "3"]])
    #expect(
      result.error?.problem
        == .dump(
          .columnsDiffer(
            table: DumpTable(schema: "public", name: "c"), isOneTable: false, found: ["x", "z"],
            expected: ["x", "y"])))
  }

  @Test func anInheritingTableIsAPartAndSoIsAPartitionOf() throws {
    let text = dumped(
      """
      CREATE TABLE public.p (a int) PARTITION BY RANGE (a);
      CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (2);
      CREATE TABLE public.p2 (CONSTRAINT c CHECK (a > 1)) INHERITS (public.p);

      """ + copy("public.p1", rows: ["1"]) + copy("public.p2", rows: ["2"])
        + copy("public.p", rows: []))
    #expect(try read(text).texts == [["1"], ["2"]])
    #expect(try read(text, sql("p")).texts == [["1"], ["2"]])
    #expect(try read(text, sql("p2")).texts == [["2"]])
  }

  @Test func aPartOfAPartIsAPartToo() throws {
    let attach = "ALTER TABLE ONLY y ATTACH PARTITION m DEFAULT;\n"
    let text = dumped(
      "ALTER TABLE ONLY t ATTACH PARTITION y DEFAULT;\n" + attach + copy("m", rows: ["1"]))
    #expect(try read(text, sql("t")).texts == [["1"]])
    // However damaged a dump is, tables that are parts of each other end the search.
    let ring = dumped(
      attach + "ALTER TABLE ONLY m ATTACH PARTITION y DEFAULT;\n" + copy("m", rows: ["1"]))
    #expect(try read(ring, sql("m")).texts == [["1"]])
  }

  @Test func rowsPassedOverBeforeTheyAreKnownAsPartsAreAnError() throws {
    let text = dumped(
      copy("public.m", rows: ["1"]) + copy("public.t", rows: ["2"])
        + "ALTER TABLE ONLY public.t ATTACH PARTITION public.m DEFAULT;\n")
    #expect(
      try problem(text, sql("t"))
        == .partsDeclaredLate(table: "t", part: DumpTable(schema: "public", name: "m")))
  }
}
