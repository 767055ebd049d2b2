import FlatFiles
import Foundation
import Testing

struct DumpReaderTests {
  @Test(arguments: DumpFixtures.forms)
  func aTableWithOddNamesIsReadToTheLastByte(form: String) throws {
    let result = read(DumpFixtures.file(form), sql("market.*"))
    #expect(result.error == nil)
    #expect(result.rejects == [])
    #expect(
      result.columnNames
        == ["select", "a,b", "Mixed \"Q\" (x)", "raw", "tags", "f", "note", "ts"])
    #expect(result.texts == Self.oddRows)
  }

  private static let oddRows: [[String?]] = [
    [
      "1", "plain", #"{"a": "x\ty", "b": [1, 2, {"c": "q\"q"}], "path": "C:\\x"}"#,
      #"\xdeadbeef00"#, #"{"a,b","q\"q",NULL,"NULL","back\\slash"}"#, "NaN", "",
      "2024-01-01 00:00:00.123456",
    ],
    [
      "2", "multi\nline; -- not a comment\n\\.\nend", "{}", #"\x"#, "{}", "Infinity",
      "tab\tand\\N", "infinity",
    ],
    ["3", nil, nil, nil, nil, nil, nil, nil],
    ["4", #"\N"#, #""\\.é""#, #"\x5c"#, #"{"\\N"}"#, "1e-300", #"\."#, "0044-03-15 00:00:00 BC"],
    [
      "5", "quote ' and $$ dollar $$; COPY x FROM stdin;", "[]", nil, "{{1,2},{3,4}}", "0",
      "\r\u{8}\u{C}v\u{1}", "2024-02-29 00:00:00",
    ],
    ["6", "€ 😀", "1000", nil, nil, "1.2345678901234568e+16", "true", nil],
  ]

  @Test(arguments: DumpFixtures.forms)
  func partitionsAreReadAsOneTableInOneOrderOfColumns(form: String) throws {
    let result = read(DumpFixtures.file(form), sql("public.timeseries_data"))
    #expect(result.error == nil)
    #expect(
      result.columnNames
        == ["source_id", "timestamp", "open", "high", "low", "close", "volume", "value"])
    #expect(result.records.map(\.record) == Array(1...13))
    #expect(
      result.texts.first
        == [
          "1", "2024-01-30 00:00:00+00", "42001.12345678", "42101.00000000", "41901.00000000",
          "42051.00000001", "1001.00000000", "1.00000000",
        ])
    #expect(
      result.texts.last
        == [
          "1", "2024-02-02 00:00:00+00", "42013.12345678", "42113.00000000", "41913.00000000",
          "42063.00000001", "1013.00000000", "13.00000000",
        ])
  }

  @Test(arguments: DumpFixtures.forms)
  func aPartitionAloneCanBePicked(form: String) throws {
    let result = read(DumpFixtures.file(form), sql("timeseries_data_2024_02"))
    #expect(result.columnNames?.first == "value")
    #expect(result.texts.map { $0[0] } == [nil, "10.00000000", "11.00000000", nil, "13.00000000"])
  }

  @Test func rowsThatGoThroughTheParentMayListTheirColumnsInTwoOrders() throws {
    let result = read(DumpFixtures.file("partition-root"), sql("timeseries_data"))
    #expect(result.error == nil)
    #expect(result.columnNames?.prefix(2) == ["source_id", "timestamp"])
    #expect(Set(result.texts.map { $0[0] }) == ["1"])
    #expect(result.records.count == 13)
  }

  @Test(arguments: ["public.base", "public.types", "public.events", "archive.sources"])
  func everyWayToWriteRowsGivesTheSameFields(table: String) throws {
    let forms = DumpFixtures.forms.map { read(DumpFixtures.file($0), sql(table)) }
    let first = try #require(forms.first)
    #expect(first.records.count > 0)
    for form in forms {
      #expect(form.error == nil)
      #expect(form.columnNames == first.columnNames)
      // COPY writes t and f for booleans, and INSERT true and false.
      #expect(
        form.texts.map { $0.map { $0 == "true" ? "t" : $0 == "false" ? "f" : $0 } }
          == first.texts)
    }
  }

  @Test func insertsWithoutACreateTableHaveNoNames() throws {
    let result = read(DumpFixtures.file("data-only"), sql("timeseries_data_2024_01"))
    #expect(result.error == nil)
    #expect(result.columnNames == nil)
    #expect(
      result.records.first?.fields.map { $0.replacing("\"", with: "") }
        == [
          "1", "2024-01-30 00:00:00+00", "42001.12345678", "42101.00000000", "41901.00000000",
          "42051.00000001", "1001.00000000", "1.00000000", "-",
        ])
  }

  @Test(arguments: DumpFixtures.forms)
  func aTableWithoutColumnsHasRowsWithoutFields(form: String) throws {
    let result = read(DumpFixtures.file(form), sql("no_columns"))
    #expect(result.error == nil)
    #expect(result.fields == [[], []])
  }

  @Test(arguments: DumpFixtures.forms)
  func tinyPiecesMakeNoDifference(form: String) throws {
    for table in ["market.*", "timeseries_data", "events", "no_columns", "empty_one"] {
      let whole = read(DumpFixtures.file(form), sql(table))
      for pieceBytes in [1, 7, 64] {
        let parts = read(DumpFixtures.file(form), tiny(sql(table), pieceBytes: pieceBytes))
        #expect(parts.records == whole.records)
        #expect(parts.columnNames == whole.columnNames)
        #expect(parts.sha256 == whole.sha256)
        #expect(parts.error == whole.error)
      }
    }
  }

  @Test(arguments: DumpFixtures.forms)
  func positionsAreThoseInTheDump(form: String) throws {
    let bytes = Array(try DumpFixtures.text(form).utf8)
    for table in ["market.*", "timeseries_data", "events"] {
      for record in read(DumpFixtures.file(form), sql(table)).records {
        let raw = Array(record.raw.utf8)
        #expect(Array(bytes[record.byte..<record.byte + raw.count]) == raw)
        #expect(bytes[..<record.byte].count { $0 == 0x0A } + 1 == record.line)
      }
    }
  }

  @Test func aDumpWithLineEndsOfWindowsIsTheSame() throws {
    let unix = try DumpFixtures.text("plain")
    for table in ["market.*", "timeseries_data", "base"] {
      let windows = try read(unix.replacing("\n", with: "\r\n"), tiny(sql(table), pieceBytes: 3))
      let expected = try read(unix, sql(table))
      #expect(windows.error == nil)
      #expect(windows.fields == expected.fields)
      #expect(windows.sha256 == expected.sha256)
    }
  }

  @Test func aGzippedDumpIsRead() throws {
    let file = try TemporaryFile(try gzip(DumpFixtures.text("plain")))
    let result = read(file, sql("archive.sources"))
    #expect(result.texts == [["9", "gone"]])
  }

  @Test func dumpsOfOldAndNewServersAreRead() throws {
    let body = """
      CREATE TABLE public.t (
          id integer CONSTRAINT t_id_not_null NOT NULL,
          twice integer GENERATED ALWAYS AS ((id * 2)),
          note text
      );

      COPY public.t (id, note) FROM stdin;
      1\ta
      \\.

      """
    let old = dumped("SET default_with_oids = false;\n" + body)
    let new = """
      --
      -- PostgreSQL database dump
      --

      \\restrict 3mUVUe7cRgiSIIFCraTLKi9zBOgiQGevxN5cQWZzVbOzSomMw3hPHaoAwSoSaTp

      -- Dumped from database version 18.1
      -- Dumped by pg_dump version 18.1

      SET statement_timeout = 0;
      SET transaction_timeout = 0;
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SELECT pg_catalog.set_config('search_path', '', false);

      \(body)
      --
      -- Statistics for Name: t; Type: STATISTICS DATA; Schema: public; Owner: -
      --

      SELECT * FROM pg_catalog.pg_restore_relation_stats(
      \t'version', '180001'::integer,
      \t'schemaname', 'public',
      \t'relname', 't',
      \t'relpages', '1'::integer
      );


      --
      -- PostgreSQL database dump complete
      --

      \\unrestrict 3mUVUe7cRgiSIIFCraTLKi9zBOgiQGevxN5cQWZzVbOzSomMw3hPHaoAwSoSaTp

      """
    for text in [old, new] {
      let result = try read(text)
      #expect(result.error == nil)
      #expect(result.columnNames == ["id", "note"])
      #expect(result.fields == [["1", "a"]])
    }
  }

  @Test func tablesOfSeveralDatabasesAreToldApart() throws {
    func part(_ name: String, _ value: Int) -> String {
      "\\connect \(name)\n\n"
        + dumped("COPY public.t (id) FROM stdin;\n\(value)\n\\.\n")
    }
    let text = part("one", 1) + part("two", 2)
    #expect(try read(text, sql("one.public.t")).fields == [["1"]])
    #expect(try read(text, sql("two.public.t")).fields == [["2"]])
    #expect(
      try problem(text, sql("t"))
        == .ambiguousTable(
          "t",
          [
            DumpTable(database: "one", schema: "public", name: "t"),
            DumpTable(database: "two", schema: "public", name: "t"),
          ]))
  }

  @Test func aDumpIsReadFromAPipe() throws {
    // What cannot be opened twice is not looked at ahead: the second table is found when it comes.
    let text = try DumpFixtures.text("plain")
    let file = try TemporaryFile("")
    let pipe = file.path + ".pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let writer = Thread { FileHandle(forWritingAtPath: pipe)?.write(Data(text.utf8)) }
    writer.start()
    let result = read(SourceFile(path: pipe))
    guard case .dump(.severalTables(let tables, isAll: false)) = result.error?.problem else {
      Issue.record("\(String(describing: result.error))")
      return
    }
    #expect(tables.map(\.table.name) == ["sources", "Odd \"Table\"; --x"])
    #expect(result.texts == [["9", "gone"]])
  }
}
