import Logging
import Store
import Testing

@testable import retrofill

@Suite struct OutputTests {
  @Test func numbersAreGroupedAndCounted() {
    #expect(
      [0, 999, 1000, -1_234_567].map(Quantities.count) == ["0", "999", "1,000", "-1,234,567"])
    #expect(Quantities.counted(1, "row") == "1 row")
    #expect(Quantities.counted(2000, "row") == "2,000 rows")
  }

  @Test func bytesAreRounded() {
    #expect(
      [0, 999, 1000, 99_949, 123_456, 299_000_000, 2_500_000_000_000].map(Quantities.bytes)
        == ["0 B", "999 B", "1.0 kB", "99.9 kB", "123 kB", "299 MB", "2.5 TB"])
  }

  @Test func durationsAreRounded() {
    #expect(
      [0, 0.044, 9.999, 12.34, 61, 3599.6, 7380].map(Quantities.seconds)
        == ["0.00 s", "0.04 s", "10.00 s", "12.3 s", "1 min 1 s", "1 h 0 min", "2 h 3 min"])
  }

  @Test func aTableIsAlignedAndLeavesOutWhatNobodyHas() {
    var table = TextTable([("NAME", .left), ("ROWS", .right), ("NONE", .left), ("HOW", .left)])
    table.add(["a", "1,000", "", ""])
    table.add(["long", "1", "", "well\n  done"])
    #expect(
      table.lines(indent: 1) == [
        " NAME   ROWS  HOW",
        " a     1,000",
        " long      1  well   done",
      ])
  }

  /// A file's names and records are shown, and may hold anything.
  @Test func whatWouldWorkOnATerminalIsSpelledOut() {
    #expect(VisibleText.line("a\u{1B}[2Jb\r\nc\td\u{7F}é") == "a\\x1B[2Jb\\xD\\xAc\td\\x7Fé")
    #expect(VisibleText.lines("a\u{9B}2J\nb\u{202E}c") == "a\\x9B2J\nb\\u{202E}c")
  }

  @Test func aLogLineIsForPeopleOrForPrograms() {
    let fields = [("file", "a b.csv"), ("step", "land")]
    #expect(
      LogLines.line(.info, "reading", fields: fields, format: .text)
        == "reading  file=a b.csv  step=land")
    #expect(
      LogLines.line(.warning, "odd", fields: [], format: .text) == "warning: odd")
    #expect(
      LogLines.line(.error, "a \"b\"", fields: fields, format: .json)
        == #"{"file":"a b.csv","level":"error","message":"a \"b\"","step":"land"}"#)
  }

  @Test func aSentenceBeginsWithTheNameOfTheTool() {
    #expect(
      ErrorText.line(for: SchemaProblem.missing(["0008_views"], database: "d"))
        == """
        retrofill: the database d lacks 1 migration, from 0008_views on
          Run `retrofill db migrate` on it first.

        """)
  }
}
