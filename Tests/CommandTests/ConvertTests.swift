import Foundation
import Testing

/// `retrofill convert`, as a user runs it.
@Suite struct ConvertTests {
  private func folder(_ files: [String: String]) throws -> (tool: Tool, remove: () -> Void) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return (Tool(folder: folder.path), { try? FileManager.default.removeItem(at: folder) })
  }

  @Test func whatIsWrongWithAFileIsSaidBesideTheOutput() throws {
    let (tool, remove) = try folder([
      "sales.csv":
        "Report of sales\n\nid;name;amount\n1;Desk;10,5\n2;La;mp;11,0\n3;x;9,25\n4;y;1\n\nTotal;33\n"
    ])
    defer { remove() }
    let outcome = try tool.run("convert", "sales.csv")
    #expect(outcome.status == 0)
    #expect(
      outcome.output == "id,name,amount\n1,Desk,\"10,5\"\n2,La;mp,\"11,0\"\n3,x,\"9,25\"\n4,y,1\n")
    #expect(
      outcome.errors == """
        sales.csv:5 (byte 44): kept: the record has 4 fields where 3 are expected; made 3 \
        [too-many-fields]
        sales.csv: 2 lines before the table left out
        sales.csv: 1 line behind the table left out
        sales.csv: 4 records written, 1 of them mended; 0 rejected

        """)
    #expect(try tool.run("convert", "sales.csv", "--quiet").errors.hasPrefix("sales.csv:5"))
  }

  @Test func recordsThatCannotBeReadEndWithStatus2() throws {
    let (tool, remove) = try folder(["a.ndjson": "{\"a\":1}\n{\"a\":\n{\"a\":3}\n{\"a\":4}\n"])
    defer { remove() }
    let outcome = try tool.run("convert", "a.ndjson", "--to", "ndjson")
    #expect(outcome.status == 2)
    #expect(outcome.output == "{\"a\":1}\n{\"a\":3}\n{\"a\":4}\n")
    #expect(
      outcome.errors == """
        a.ndjson:2 (byte 8): rejected: the record is not complete JSON at byte 13, line 2, \
        column 6: a value is expected [invalid-json]
        a.ndjson: 3 records written, 0 of them mended; 1 rejected

        """)
  }

  @Test func theFirstRemarksOfEachKindAreShownAndTheOthersCounted() throws {
    let (tool, remove) = try folder([
      "bad.csv": "a,b,c\n" + String(repeating: "x,y\n", count: 2_020) + "1,2,3,4\n"
    ])
    defer { remove() }
    let outcome = try tool.run("convert", "bad.csv")
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 23)
    #expect(
      lines.suffix(4) == [
        "bad.csv:21 (byte 82): kept: the record has 2 fields where 3 are expected; 1 left empty"
          + " [too-few-fields]",
        "bad.csv:2022 (byte 8086): kept: the record has 4 fields where 3 are expected; made 3"
          + " [too-many-fields]",
        "… and 2,000 more kept [too-few-fields]",
        "bad.csv: 2021 records written, 2021 of them mended; 0 rejected",
      ])
  }

  @Test func aDelimiterThatIsTheQuoteIsRefused() throws {
    let (tool, remove) = try folder(["a.csv": "a,b\n1,2\n"])
    defer { remove() }
    let outcome = try tool.run("convert", "a.csv", "--delimiter", ",", "--quote", ",")
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
    #expect(
      outcome.errors.contains(
        "the delimiter \",\" cannot be used: it must begin with an ASCII character, have at most 16"
          + " bytes, and hold neither the quote, the escape nor a line end"))
  }

  @Test(arguments: ["\n", "\n\n\r\n"]) func aFileOfBlankLinesIsEmpty(_ text: String) throws {
    let (tool, remove) = try folder(["blank.csv": text])
    defer { remove() }
    let outcome = try tool.run("convert", "blank.csv")
    #expect(outcome == Tool.Outcome(status: 65, output: "", errors: outcome.errors))
    #expect(outcome.errors.contains("blank.csv: the file is empty"))
  }

  /// R leaves out the name of its row names.
  @Test func theLayoutMadeUpForAFileWithANameLessWorks() throws {
    let rows = (1...9).map { "\"2024-01-0\($0)\" \($0).5 2.5\n" }.joined()
    let (tool, remove) = try folder(["r.txt": "\"open\" \"close\"\n" + rows])
    defer { remove() }
    let inspected = try tool.run("inspect", "r.txt", "--format", "json")
    #expect(inspected.status == 0)
    #expect(inspected.output.contains("column1"))
    let converted = try tool.run("convert", "r.txt", "--quiet")
    #expect(
      converted.output == "column1,open,close\n"
        + (1...9).map { "2024-01-0\($0),\($0).5,2.5\n" }.joined())
  }

  @Test func theDialectCanBeTold() throws {
    let (tool, remove) = try folder(["a.txt": "a::b\n1::'x'\n"])
    defer { remove() }
    #expect(
      try tool.run("convert", "a.txt", "--delimiter", "::", "--quote", "'", "--no-header")
        == Tool.Outcome(status: 0, output: "1,x\n", errors: ""))
    #expect(
      try tool.run("convert", "a.txt", "--delimiter", "::", "--quote", "none", "--quote-all").output
        == "\"a\",\"b\"\n\"1\",\"'x'\"\n")
  }

  @Test(arguments: [
    (["--table", "0"], 64 as Int32, "retrofill: --table takes a number above 0, or"),
    (["--quote", "ab"], 64, "retrofill: --quote takes one ASCII character, or none."),
    (
      ["--encoding", "utf8"], 64, "retrofill: There is no encoding \"utf8\"; known are auto, utf-8,"
    ),
    (["--table", "2"], 65, "a.csv: there is no table 2: the file has one table"),
    (["--delimiter", "é"], 65, "a.csv: the delimiter \"é\" cannot be used: it must begin with"),
  ])
  func mistakesAreSaid(_ arguments: [String], _ status: Int32, _ sentence: String) throws {
    let (tool, remove) = try folder(["a.csv": "a,b\n1,2\n"])
    defer { remove() }
    let outcome = try tool.run(["convert", "a.csv"] + arguments)
    #expect(outcome.status == status)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("{\"a\":1}\n{\"b\":{\"c\":2}}\n", "a,b\n1,\n,\"{\"\"c\"\":2}\"\n"),
    ("[{\"a\": 1},\n {\"a\": 2}]\n", "a\n1\n2\n"),
    (
      "2026-09-10T00:05:00Z {\"p\":1}\n2026-09-10T00:05:01Z {\"p\":2}\n",
      "$received,p\n2026-09-10T00:05:00Z,1\n2026-09-10T00:05:01Z,2\n"
    ),
    (
      "--\n-- PostgreSQL database dump\n--\nCOPY public.t (a, b) FROM stdin;\n1\tx\n\\.\n"
        + "--\n-- PostgreSQL database dump complete\n--\n", "a,b\n1,x\n"
    ),
    ("a;b\n1;2\n3;4\n", "a,b\n1,2\n3,4\n"),
  ])
  func standardInputIsReadAsAFileOfItsKindIs(_ text: String, _ csv: String) throws {
    let (tool, remove) = try folder(["input": text])
    defer { remove() }
    let outcome = try tool.run("convert", "-", "--quiet", input: "input")
    #expect(outcome == Tool.Outcome(status: 0, output: csv, errors: ""))
  }

  @Test func damageOfStandardInputIsToldAsThatOfStandardInput() throws {
    let (tool, remove) = try folder(["input": "[{\"a\":1},{\"a\":2},{\"a\""])
    defer { remove() }
    let outcome = try tool.run("convert", "-", input: "input")
    #expect(outcome.status == 65)
    #expect(outcome.output == "a\n1\n2\n")
    #expect(
      outcome.errors.hasPrefix("retrofill: standard input:1 (byte 17): the JSON ends in"),
      "\(outcome.errors)")
  }

  @Test func aFileThatIsNotThereIsNoInput() throws {
    let outcome = try Tool().run("convert", "missing.csv")
    #expect(outcome.status == 66)
    #expect(outcome.errors == "retrofill: missing.csv: no such file\n")
  }
}
