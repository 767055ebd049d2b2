import FlatFiles
import Testing

struct ConversionTests {
  private struct Outcome {
    var text: String
    var tally: Conversion.Tally
    /// `line kept|rejected: message [code]`
    var remarks: [String]
  }

  private func convert(
    _ text: String, to form: Conversion.Form = .csv, _ options: ReadOptions = ReadOptions(),
    _ change: (inout Conversion) -> Void = { _ in }
  ) throws -> Outcome {
    let file = try TemporaryFile(text)
    let sink = MemorySink()
    var conversion = Conversion(to: form)
    change(&conversion)
    var remarks: [String] = []
    let tally = try conversion.run(file.source, options, to: sink) { remark in
      let reject = remark.reject
      let verdict = if case .mended = remark { "kept" } else { "rejected" }
      remarks.append(
        "\(reject.position.line) \(verdict): \(reject.message) [\(reject.code.rawValue)]")
    }
    return Outcome(
      text: String(decoding: sink.bytes, as: UTF8.self), tally: tally, remarks: remarks)
  }

  @Test func whatStandsAroundTheTableIsLeftOutAndSaid() throws {
    let text = "Report of sales\n\nid;name;amount\n1;Desk;10,5\n2;Lamp;11,0\n3;x;9\n\nTotal;33,75\n"
    let outcome = try convert(text)
    #expect(outcome.text == "id,name,amount\n1,Desk,\"10,5\"\n2,Lamp,\"11,0\"\n3,x,9\n")
    #expect(
      outcome.tally.notes
        == ["2 lines before the table left out", "1 line behind the table left out"])
  }

  @Test func aDelimiterOfSeveralCharactersAndEscapesBecomePlainCSV() throws {
    let pipes = try convert("id||name\n1||a|b\n2||\"c||d\"\n3||e\n")
    #expect(pipes.text == "id,name\n1,a|b\n2,c||d\n3,e\n")
    let escaped = try convert(
      "id,name\n1,\"say \\\"hi\\\", you\"\n2,\"b\"\n3,\"c\\\\d\"\n")
    #expect(escaped.text == "id,name\n1,\"say \"\"hi\"\", you\"\n2,b\n3,c\\d\n")
  }

  @Test(arguments: ["\r", "\n\r", "\r\r\n", "\u{1E}"])
  func recordsMayEndInAnything(_ end: String) throws {
    let lines = ["id,name", "1,\"x, y\"", "2,z", "3,w"]
    for last in [end, ""] {
      let outcome = try convert(lines.joined(separator: end) + last)
      #expect(outcome.text == "id,name\n1,\"x, y\"\n2,z\n3,w\n")
    }
  }

  @Test func NULMayBeTheQuote() throws {
    let outcome = try convert("id,name\n1,\0x, y\0\n2,\0z\0\n3,\0w\0\n")
    #expect(outcome.text == "id,name\n1,\"x, y\"\n2,z\n3,w\n")
  }

  @Test func aNULThatTwoNULQuotesStandForRejectsItsRecord() throws {
    let outcome = try convert(
      "id,name\n1,\0x, y\0\n2,\0z\0\0z\0\n3,\0w\0\n4,\0\0\0\0,5\n6,\0v\0\n")
    #expect(outcome.text == "id,name\n1,\"x, y\"\n3,w\n6,v\n")
  }

  @Test func aDelimiterBehindTheLastFieldIsNoColumn() throws {
    let outcome = try convert("id;name;\n1;a;\n2;\"b\";\n3;c;\n")
    #expect(outcome.text == "id,name\n1,a\n2,b\n3,c\n")
  }

  @Test func raggedRecordsAreMendedByWhatTheirColumnsHold() throws {
    let outcome = try convert(
      "day,name,price\n2024-01-01,a,1.5\n2024-01-02,b,c,2.5\n2024-01-03,3.5\n2024-01-04,,d,4.5\n"
        + "2024-01-05,e,5.5\n2024-01-06,f,6.5\n")
    #expect(
      outcome.text == """
        day,name,price
        2024-01-01,a,1.5
        2024-01-02,"b,c",2.5
        2024-01-03,,3.5
        2024-01-04,d,4.5
        2024-01-05,e,5.5
        2024-01-06,f,6.5

        """)
    #expect(
      outcome.remarks == [
        "3 kept: the record has 4 fields where 3 are expected; made 3 [too-many-fields]",
        "4 kept: the record has 2 fields where 3 are expected; 1 left empty [too-few-fields]",
        "5 kept: the record has 4 fields where 3 are expected; made 3 [too-many-fields]",
      ])
    #expect(outcome.tally.mended == 3)
  }

  @Test func severalFieldsThatAreMissingOrTooManyAreFoundTogether() throws {
    let full = String(repeating: "2024-01-01,a,1.5,2.5,b,true\n", count: 4)
    let outcome = try convert(
      "day,name,low,high,note,open\n\(full)2024-01-02,3.5,b,true\n2024-01-03,a,1.5,2.5\n"
        + "2024-01-04,a,b,c,1.5,2.5,d,e,true\n2024-01-05,,a,,1.5,2.5,b,true\n")
    #expect(
      outcome.text.split(separator: "\n").suffix(4) == [
        "2024-01-02,,3.5,,b,true", "2024-01-03,a,1.5,2.5,,",
        "2024-01-04,\"a,b,c\",1.5,2.5,\"d,e\",true", "2024-01-05,a,1.5,2.5,b,true",
      ])
  }

  @Test func aStrayQuoteIsKeptAsALetter() throws {
    let outcome = try convert("id,name\n1,5\" pipe\n2,\"open\n3,\"x\"y\n4,z\n5,w\n")
    #expect(
      outcome.text == "id,name\n1,\"5\"\" pipe\"\n2,\"\"\"open\"\n3,\"\"\"x\"\"y\"\n4,z\n5,w\n")
    #expect(
      outcome.remarks == [
        "2 kept: a quote stands where none may; its quotes are kept as letters [bad-quote]",
        "3 kept: a quoted field that begins on this line is never closed; its quotes are kept as"
          + " letters [unclosed-quote]",
        "4 kept: a quote stands where none may; its quotes are kept as letters [bad-quote]",
      ])
  }

  @Test func whatCannotBeReadIsRejected() throws {
    let file = try TemporaryFile(
      Array("a,b\n1,x\n2,".utf8) + [0xC3, 0x28, 0x0A] + Array("3,é\n".utf8))
    var remarks: [Conversion.Remark] = []
    let sink = MemorySink()
    var options = ReadOptions()
    options.encoding = .utf8
    let tally = try Conversion(to: .csv).run(file.source, options, to: sink) { remarks.append($0) }
    #expect(String(decoding: sink.bytes, as: UTF8.self) == "a,b\n1,x\n3,é\n")
    #expect(tally.rejected == 1)
    #expect(remarks.map(\.reject.code) == [.invalidUTF8])
  }

  @Test func severalTablesFollowEachOtherOrAreTakenOneByOne() throws {
    let text = "a,b\n1,2\n3,4\n\nday,name,price\n2024-01-01,x,1.5\n2024-01-02,y,2.5\n"
    let second = "day,name,price\n2024-01-01,x,1.5\n2024-01-02,y,2.5\n"
    #expect(try convert(text).text == "a,b\n1,2\n3,4\n\n\(second)")
    #expect(try convert(text) { $0.table = 2 }.text == second)
    #expect(
      throws: FileError.self, "there is no third",
      performing: { try convert(text) { $0.table = 3 } })
  }

  @Test func aLoadRejectsTheRecordsOfOtherTables() throws {
    let result = try read("a,b\n1,2\n3,4\n\nday,name,price\n2024-01-01,x,1.5\n2024-01-02,y,2.5\n")
    #expect(result.fields == [["1", "2"], ["3", "4"]])
    #expect(
      result.rejects.map(\.message)
        == Array(
          repeating: "the record belongs to another table, which begins on line 5; take the file"
            + " apart with retrofill convert --table 1, 2 …", count: 3))
    #expect(result.rejected.map { $0.prefix(4) } == ["5/13", "6/28", "7/45"])
  }

  @Test func namesAreMadeUpLeftOutAndQuotedAsAsked() throws {
    #expect(try convert("1,2\n3,4\n").text == "column1,column2\n1,2\n3,4\n")
    #expect(try convert("a,b\n1,2\n3,4\n") { $0.hasHeader = false }.text == "1,2\n3,4\n")
    #expect(
      try convert("a,b\n1,\n3,\"\"\n") { $0.quotesAll = true }.text
        == "\"a\",\"b\"\n\"1\",\n\"3\",\"\"\n")
  }

  @Test func recordsOfJSONBecomeColumnsByTheirKeys() throws {
    let text = """
      [{"a": 1, "b": {"x": [1, 2]}}, {"b": "two\\nlines", "\\ud83d\\ude00": null, "a": ""}, {"c": true}]
      """
    #expect(
      try convert(text).text
        == "a,b,😀,c\n1,\"{\"\"x\"\": [1, 2]}\",,\n\"\",\"two\nlines\",,\n,,,true\n")
    #expect(
      try convert("[[1, \"x\"], [], [2, \"y\", [3]]]\n").text
        == "column1,column2,column3\n1,x,\n,,\n2,y,[3]\n")
    #expect(
      try convert("[\n {\n \"a\": 1.50\n }\n]", to: .ndjson).text == "{ \"a\": 1.50 }\n")
  }

  @Test(arguments: [
    ("[1,\"x\",true]", "value\n1\nx\ntrue\n"),
    ("[{\"a\":1},2,[3],\"x\",null]", "value,column1,a\n,,1\n2,,\n,3,\nx,,\n,,\n"),
    ("{\"a\":1}{\"a\":2} [1,2]", "value,a\n,1\n,2\n1,\n2,\n"),
    (
      "{\"value\":1}\n\"s\"\n{\"value\":2}\n5\n{\"value\":3}\n",
      "value,value_2\n,1\ns,\n,2\n5,\n,3\n"
    ),
    ("[null,{}]", "column1\n\"\"\n\"\"\n"),
  ])
  func recordsThatAreNeitherObjectsNorArraysHaveAColumn(_ text: String, _ csv: String) throws {
    let outcome = try convert(text)
    #expect(outcome.text == csv)
    #expect(outcome.remarks == [])
  }

  @Test func anArrayWiderThanATableIsRefusedAndNotCut() throws {
    let text = "[[" + Array(repeating: "1", count: 4097).joined(separator: ",") + "]]"
    #expect {
      try convert(text)
    } throws: { error in
      (error as? FileError)?.problem == .tooManyColumns(limit: 4096)
    }
  }

  @Test func linesOfACaptureBecomeColumnsWithTheirTime() throws {
    let text =
      "2026-09-10T00:05:00.5Z {\"e\":\"t\",\"E\":1}\n\n2026-09-10T00:05:01Z {\"p\":\"a,b\"}\n"
    let outcome = try convert(text)
    #expect(
      outcome.text
        == "$received,e,E,p\n2026-09-10T00:05:00.5Z,t,1,\n2026-09-10T00:05:01Z,,,\"a,b\"\n")
    #expect(outcome.tally.notes == ["1 blank line marks a disconnect"])
    #expect(
      try convert(text, to: .ndjson).text == """
        {"$received":"2026-09-10T00:05:00.5Z","e":"t","E":1}
        {"$received":"2026-09-10T00:05:01Z","p":"a,b"}

        """)
  }

  @Test func CSVBecomesDocuments() throws {
    #expect(
      try convert("a,b\n1,\n2,\"\"\n", to: .ndjson).text
        == "{\"a\":\"1\",\"b\":null}\n{\"a\":\"2\",\"b\":\"\"}\n")
  }

  @Test func whatStandsBeforeDamageIsWritten() throws {
    let file = try TemporaryFile("[{\"a\":1},{\"a\":2},{\"a\"")
    let sink = MemorySink()
    #expect(throws: FileError.self) {
      try Conversion(to: .csv).run(file.source, ReadOptions(), to: sink) { _ in }
    }
    #expect(String(decoding: sink.bytes, as: UTF8.self) == "a\n1\n2\n")
  }

  /// What is written is read again, by this program too.
  @Test func keysOfJSONBecomeNamesThatAreReadBackAsTheyAre() throws {
    let outcome = try convert(#"[{"":1,"a":2," a ":3}]"#)
    #expect(outcome.text == "column1,a,a_2\n1,2,3\n")
    #expect(try convert(outcome.text).text == outcome.text)
  }

  @Test(arguments: [("[]", "column1\n"), ("[{},{}]", "column1\n\"\"\n\"\"\n")])
  func recordsWithoutFieldsAreLinesAllTheSame(_ json: String, _ text: String) throws {
    let outcome = try convert(json)
    #expect(outcome.text == text)
    #expect(try convert(text).text == text)
  }
}

struct RaggedPolicyTests {
  private let text = "a,b\n1\n1,2,3\n4,5\n6,7\n8,9\n"

  @Test func shortRecordsArePaddedWhereThatIsTold() throws {
    let result = try read(text, csv { $0.ragged = .pad })
    #expect(result.fields == [["1", "-"], ["4", "5"], ["6", "7"], ["8", "9"]])
    #expect(result.rejects.map(\.code) == [.tooManyFields])
  }

  @Test func longRecordsAreCutWhereThatIsTold() throws {
    let result = try read(text, csv { $0.ragged = .truncate })
    #expect(result.fields == [["1", "2"], ["4", "5"], ["6", "7"], ["8", "9"]])
    #expect(result.rejects.map(\.code) == [.tooFewFields])
  }

  /// A last record that is cut short begins like the others, and is no footer.
  @Test func aRecordThatIsCutShortIsNoFooter() throws {
    for last in ["2024-01-04", "2024-01-04\n"] {
      let result = try read(
        "day,a,b\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,5,6\n\(last)")
      #expect(result.fields.count == 3)
      #expect(result.rejects.map(\.code) == [.tooFewFields])
    }
  }

  @Test func damagedRecordsAtTheEndThatBeginWithTextAreNoFooter() throws {
    let head = "exchange,symbol,timestamp,price,side,amount\n"
    let rows = String(repeating: "deribit,BTC,1704067000000,1.5,buy,2\n", count: 20)
    for damaged in ["deribit,BTC,1704067000000\n", ",,1704067000000\n"] {
      let result = try read(head + rows + String(repeating: damaged, count: 12), csv())
      #expect(result.fields.count == 20)
      #expect(
        result.rejects.map(\.code) == [RejectCode](repeating: .tooFewFields, count: 12))
    }
    // A gap tells a sum from a record.
    let sum = try read(head + rows + "\n,,1704067000000\n", csv())
    #expect(sum.fields.count == 20)
    #expect(sum.rejects.isEmpty)
  }

  @Test func theEdgesOfPiecesChangeNothing() throws {
    let text =
      "Title\n\nday||a||b\n2024-01-01||1||\"x\ny\"\n2024-01-02||3||z\n2024-01-03||5||\"q||\"\"r\"\n"
      + "2024-01-04||7\n\nTotal||9\n"
    let whole = try read(text)
    #expect(whole.fields.map(\.count) == [3, 3, 3])
    #expect(whole.rejects.map(\.code) == [.tooFewFields])
    for pieceBytes in [1, 3, 7] {
      let result = try read(text, tiny(ReadOptions(), pieceBytes: pieceBytes))
      #expect(result.records == whole.records)
      #expect(result.rejected == whole.rejected)
    }
  }
}
