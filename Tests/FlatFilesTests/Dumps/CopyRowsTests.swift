import FlatFiles
import Testing

struct CopyRowsTests {
  /// A dump of one table with these rows.
  private func table(_ rows: String, columns: String = "a, b, c") -> String {
    dumped("COPY public.t (\(columns)) FROM stdin;\n\(rows)\\.\n")
  }

  @Test func escapesAreUndoneAsPostgreSQLDoes() throws {
    let rows = #"""
      \\x	\b\f\n\r\t\v	q\q\'
      \101\1012\7z	\x41\x4a1\xz	\\\\N
      \N	\\N	\\.

      """#
    let result = try read(table(rows))
    #expect(result.rejects == [])
    #expect(
      result.texts == [
        [#"\x"#, "\u{8}\u{C}\n\r\t\u{B}", "qq'"], ["AA2\u{7}z", "AJ1xz", #"\\N"#],
        [nil, #"\N"#, #"\."#],
      ])
  }

  @Test func anEmptyTextIsNoNull() throws {
    let result = try read(table("\t\\N\tNULL\n"))
    #expect(result.fields == [["\"\"", "null", "NULL"]])
  }

  @Test func bytesByNumberMustMakeText() throws {
    let result = try read(
      table("\\303\\251\t\\xe2\\x82\\xac\t€\\n\n\\xff\t1\t2\n1\t\\000\t2\n1\t2\t3\n"))
    #expect(result.texts == [["é", "€", "€\n"], ["1", "2", "3"]])
    #expect(
      result.rejected
        == [
          "10/168 invalid-utf8 \\xff\t1\t2", "11/177 nul-character 1\t\\000\t2",
        ])
    #expect(result.rejects.map(\.column) == ["a", "b"])
  }

  @Test func aRowMaySpanLinesAndATabMayBeEscaped() throws {
    let rows = "one\\\ntwo\tx\\\ty\t\\\\\nnext\t\\\n\\\n\tz\n"
    for options in [sql(), tiny(), tiny(pieceBytes: 3)] {
      let result = try read(table(rows), options)
      #expect(result.texts == [["one\ntwo", "x\ty", "\\"], ["next", "\n\n", "z"]])
      #expect(result.records.map(\.line) == [9, 11])
      #expect(result.records.map(\.raw) == ["one\\\ntwo\tx\\\ty\t\\\\", "next\t\\\n\\\n\tz"])
    }
  }

  @Test func aDamagedRowCostsItself() throws {
    let rows = "1\t2\t3\n1\t2\n1\t2\t3\t4\n\n1\ta\\.\t3\n1\t2\rx\t3\n4\t5\t6\n"
    let result = try read(table(rows), tiny())
    #expect(result.error == nil)
    #expect(result.texts == [["1", "2", "3"], ["4", "5", "6"]])
    #expect(result.records.map(\.record) == [1, 7])
    #expect(
      result.rejects.map { "\($0.position.line) \($0.code.rawValue): \($0.message)" } == [
        "10 too-few-fields: the record has 2 fields where 3 are expected",
        "11 too-many-fields: the record has 4 fields where 3 are expected",
        "12 too-few-fields: the record has 1 field where 3 are expected",
        "13 bad-escape: a backslash stands before a point or before nothing, which means nothing",
        "14 stray-carriage-return: the row has a carriage return that is neither a line end nor"
          + " written \\r",
      ])
    #expect(result.rejects[3].column == "b")
  }

  @Test func invalidTextCostsItsRow() throws {
    var bytes = Array(table("1\tx\t3\n1\t?\t3\n1\ty\t3\n").utf8)
    bytes[bytes.lastIndex(of: UInt8(ascii: "?")) ?? 0] = 0xFF
    let result = read(try TemporaryFile(bytes))
    #expect(result.texts == [["1", "x", "3"], ["1", "y", "3"]])
    #expect(result.rejects.map(\.code) == [.invalidUTF8])
  }

  @Test func anEmptyLineIsARowOfOneEmptyText() throws {
    let result = try read(table("a\n\nb\n", columns: "note"))
    #expect(result.fields == [["a"], ["\"\""], ["b"]])
  }

  @Test func rowsThatEndWithoutTheirEndAreCutShort() throws {
    let whole = table("1\t2\t3\n4\t5\t6\n")
    let cut = whole[..<(whole.firstRange(of: "\\.")?.lowerBound ?? whole.startIndex)]
    for text in [String(cut), String(cut.dropLast()), String(cut.dropLast(2)), cut + "\\"] {
      let result = try read(text, tiny())
      #expect(
        result.error?.problem
          == .dump(.cutShort(inside: DumpTable(schema: "public", name: "t"))))
      // A last line without its end may be half of one.
      #expect(result.texts.first == ["1", "2", "3"])
      #expect(result.sha256 == nil)
    }
  }

  @Test func aRowOverTheLimitIsRejectedAndTheNextOneRead() throws {
    var options = sql()
    options.limits.recordBytes = 10
    let rows = "1\t2\t3\n1\t2\t3456789012\n1\\\n2\\\n3456789\n4\t5\t6\n"
    let result = try read(table(rows), tiny(options))
    #expect(result.texts == [["1", "2", "3"], ["4", "5", "6"]])
    #expect(result.error == nil)
    #expect(
      result.rejected == [
        "10/146 record-too-long 1\t2\t3456789012", "11/161 record-too-long 1\\\n2\\\n",
      ])
  }

  @Test func longRowsOfOtherTablesAreNoFault() throws {
    let long = String(repeating: "x", count: 200_000) + "\\\\\\\n" + "\\."
    let text = dumped(
      "COPY public.other (a) FROM stdin;\n\(long)\n\\.\nCOPY public.t (a) FROM stdin;\n1\n\\.\n")
    var options = sql("t")
    options.limits.recordBytes = 1000
    options.limits.pieceBytes = 1000
    #expect(try read(text, options).texts == [["1"]])
  }

  // MARK: - Bare rows

  @Test func bareRowsAreRecognisedAndReadByPosition() throws {
    let text = "1\tBTC\t{\"a\": \"x\\\\ty\"}\t\\N\n2\tETH\t\\N\t4.5\n"
    for options in [sql(), tiny(), sql(format: .copy)] {
      let result = try read(text, options)
      #expect(result.columnNames == nil)
      #expect(
        result.texts == [["1", "BTC", #"{"a": "x\ty"}"#, nil], ["2", "ETH", nil, "4.5"]])
      #expect(result.records.map(\.byte) == [0, 24])
    }
  }

  @Test func bareRowsMayEndAsInADumpOrWithoutALineEnd() throws {
    for end in ["", "\n", "\n\\.\n", "\n\\.\n\n\n", "\n\n"] {
      let result = try read("1\t\\N\n2\tx" + end, tiny(sql(format: .copy)))
      #expect(result.error == nil)
      #expect(result.rejects == [])
      #expect(result.texts == [["1", nil], ["2", "x"]])
    }
  }

  @Test func bareRowsMayHaveAHeaderWhereThatIsSaid() throws {
    var options = sql(format: .copy)
    options.dialect.headerLines = 1
    let result = try read("id\tname\n1\t\\N\n", options)
    #expect(result.columnNames == ["id", "name"])
    #expect(result.texts == [["1", nil]])
    #expect(result.records.map(\.line) == [2])
  }

  @Test func bareRowsAreKnownByTheWholeFile() throws {
    let file = try TemporaryFile("1\t\\N\n\n2\tx\n\\.\n")
    #expect(read(file).sha256 == (try file.source.fingerprint()))
    #expect(try FileReader.fingerprint(of: file.source) == file.source.fingerprint())
  }

  @Test func blankLinesOfBareRowsThatFillABatchAreSurvived() throws {
    var options = sql(format: .copy)
    options.limits.batchBytes = 16
    let blanks = String(repeating: "\n", count: 50)
    let result = try read("1\tx\n\(blanks)2\ty\n\(blanks)", options)
    #expect(result.fields == [["1", "x"], ["2", "y"]])
    #expect(result.error == nil)
  }
}
