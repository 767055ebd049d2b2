import FlatFiles
import Foundation
import Layouts
import Testing

/// What layouts tell of a CSV file's dialect, down to the rows.
@Suite struct DialectKeysTests {
  /// What becomes of a file through a layout: rows by their cells, and what is said.
  private func outcome(_ text: String, _ dialect: String) throws -> (Mapped, notes: [String]) {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let layout = try Layout(
      yaml: """
        name: x
        into: things
        format: csv
        dialect: \(dialect)
        columns: {a: {from: A, at: 1}, b: {from: B, at: 2}, c: {from: C, at: 3}}
        """, file: "l.yml")
    let file = SourceFile(path: path)
    let opened = try layout.effective(fileName: file.name).open(
      file, clock: FileClock(captured: nil, now: testNow))
    let batch = RecordBatch()
    let rows = RowBatch(columns: opened.mapper.columns)
    var mapped = Mapped()
    while try opened.reader.read(into: batch) {
      opened.mapper.map(batch, into: rows)
      mapped.rows += (0..<rows.rowCount).map { rows.text(ofRow: $0, batch) }
      mapped.rejects += batch.rejects.map { "\($0.position.line) \($0.code.rawValue)" }
    }
    #expect(opened.reader.sha256 != nil)
    return (mapped, opened.reader.notes)
  }

  @Test(arguments: [
    ("{delimiter: '||'}", "A||B||C\n1||2|3||4\n"),
    ("{delimiter: space, header: none}", "1 2|3 4\n"),
    ("{delimiter: tab, header: none}", "1\t2|3\t4\n"),
    ("{delimiter: ',', quote: \"'\", header: none}", "1,'2|3',4\n"),
    ("{delimiter: ',', quote: \"'\", escape: '\\', header: none}", "1,'2|3',4\n"),
    ("{delimiter: ',', record_end: cr, header: none}", "1,2|3,4\r"),
    ("{delimiter: ',', record_end: rs, header: none}", "1,2|3,4\u{1E}"),
    ("{delimiter: ',', record_end: lf-cr, header: none}", "1,2|3,4\n\r"),
    ("{delimiter: ',', comment: '%', header: none}", "1,2|3,4\n% made by hand\n"),
    ("{delimiter: ',', header_lines: 2}", "Price,Price,Price\nA,B,C\n1,2|3,4\n"),
    ("{delimiter: ',', preamble_lines: 2, header: first}", "by hand\n\nA,B,C\n1,2|3,4\n"),
  ])
  func eachKeyReadsWhatItSays(dialect: String, text: String) throws {
    let (mapped, notes) = try outcome(text, dialect)
    #expect(mapped == Mapped(rows: ["1|2|3|4"]))
    #expect(notes == [])
  }

  @Test func anEscapeTakesTheMeaningFromAQuote() throws {
    let (mapped, _) = try outcome(
      #"""
      1,"a \"b\" c",3
      """#, #"{delimiter: ',', escape: '\', header: none}"#)
    #expect(mapped == Mapped(rows: [#"1|a "b" c|3"#]))
  }

  @Test func withoutQuotesAQuoteIsALetter() throws {
    let (mapped, _) = try outcome("1,2\" pipe,3\n", "{delimiter: ',', quote: none, header: none}")
    #expect(mapped == Mapped(rows: ["1|2\" pipe|3"]))
  }

  @Test(arguments: [
    ("reject", ["1|2|3"], ["3 too-few-fields", "4 too-many-fields"], []),
    (
      "pad", ["1|2|3", "4|5|-"], ["4 too-many-fields"], ["1 record with too few fields padded"]
    ),
    (
      "truncate", ["1|2|3", "6|7|8"], ["3 too-few-fields"],
      ["1 record with too many fields truncated"]
    ),
  ])
  func raggedRecordsFollowThePolicy(
    policy: String, rows: [String], rejects: [String], notes: [String]
  ) throws {
    let (mapped, said) = try outcome(
      "A,B,C\n1,2,3\n4,5\n6,7,8,9\n", "{delimiter: ',', header: first, ragged: \(policy)}")
    #expect(mapped == Mapped(rows: rows, rejects: rejects))
    #expect(said == notes)
  }

  private static let tables = "A,B,C\n1,2,3\n4,5,6\n\nA,B,C,D\n7,8,9,0\n"

  @Test(arguments: [(1, ["1|2|3", "4|5|6"]), (2, ["7|8|9"])])
  func oneOfSeveralTablesIsRead(table: Int, rows: [String]) throws {
    let (mapped, notes) = try outcome(
      Self.tables, "{delimiter: ',', header: first, table: \(table)}")
    #expect(mapped == Mapped(rows: rows))
    #expect(notes == ["1 other table of the file left out"])
  }

  @Test func aTableThatIsNotThereIsAnError() throws {
    #expect {
      try outcome(Self.tables, "{delimiter: ',', header: first, table: 3}")
    } throws: {
      "\($0)".hasSuffix("there is no table 3: the file has 2 tables")
    }
  }
}
