import FlatFiles
import Layouts
import Testing

/// How CSV files of the field are written, and what they write where a value is missing.
@Suite struct CSVTrapTests {
  private static let layout = """
    into: things
    columns: {day: {from: Date, at: 1}, open: {from: Open, at: 2, type: decimal}, note: {from: Note, at: 3}}
    """
  private static let rows = Mapped(rows: ["2024-01-01|1.5|a", "2024-01-02|2|b"])

  @Test func aLineWithAnAddressBeforeTheHeaderIsLeftOut() throws {
    let text =
      "https://www.CryptoDataDownload.com\nDate,Open,Note\n2024-01-01,1.5,a\n2024-01-02,2,b\n"
    #expect(try mapped(text, Self.layout) == Self.rows)
  }

  @Test func aFileIsReadWithAHeaderAndWithout() throws {
    let records = "2024-01-01,1.5,a\n2024-01-02,2,b\n"
    #expect(try mapped("Date,Open,Note\n" + records, Self.layout) == Self.rows)
    #expect(try mapped(records, Self.layout) == Self.rows)
  }

  @Test func aHeaderInAnotherOrderAndCaseIsTheSame() throws {
    let text = "NOTE,date,oPEN\na,2024-01-01,1.5\nb,2024-01-02,2\n"
    #expect(try mapped(text, Self.layout) == Self.rows)
  }

  @Test func anEmptyFirstCellOfAHeaderIsAColumnLikeOthers() throws {
    let text = ",Date,Open,Note\n0,2024-01-01,1.5,a\n1,2024-01-02,2,b\n"
    #expect(try mapped(text, Self.layout) == Self.rows)
    #expect(
      try mapped(text, "into: things\ncolumns: {index: {from: column1, type: integer}}")
        == Mapped(rows: ["0", "1"]))
  }

  @Test func commasAndLineEndsInQuotesArePartOfTheirField() throws {
    let text = "Date,Open,Note\n\"2024-01-01\",\"1.5\",\"a, \"\"b\"\"\nc\"\n2024-01-02,2,d\n"
    #expect(
      try mapped(text, Self.layout)
        == Mapped(rows: ["2024-01-01|1.5|a, \"b\"\nc", "2024-01-02|2|d"]))
  }

  @Test func raggedRowsAreRejectedAndTheRestIsKept() throws {
    let text = "Date,Open,Note\n2024-01-01,1.5,a\n2024-01-03,3\n2024-01-04,4,d,e\n2024-01-02,2,b\n"
    #expect(
      try mapped(text, Self.layout)
        == Mapped(rows: Self.rows.rows, rejects: ["3 too-few-fields", "4 too-many-fields"]))
  }

  @Test func aNameThatStandsTwiceInAHeaderNamesTheFirstColumn() throws {
    let text = "Date,Open,Open,Note\n2024-01-01,1.5,9,a\n2024-01-02,2,9,b\n"
    #expect(try mapped(text, Self.layout) == Self.rows)
    #expect(
      try mapped(text, "into: things\ncolumns: {second: {from: Open_2}}")
        == Mapped(rows: ["9", "9"]))
  }

  @Test func semicolonsGoWithDecimalCommas() throws {
    let text = "Date;Open;Note\n2024-01-01;1.234,5;a\n2024-01-02;2;b\n"
    #expect(
      try mapped(text, "numbers: {decimal: ',', grouping: '.'}\n" + Self.layout)
        == Mapped(rows: ["2024-01-01|1234.5|a", "2024-01-02|2|b"]))
  }

  @Test(arguments: ["", "null", "NaN", "nan", "N/A", ".", "-", "None"])
  func whatStandsForAMissingValueIsSkippedAndNeverZero(token: String) throws {
    let text = "Date,Open\n2024-01-01,1.5\n2024-01-02,\(token)\n2024-01-03,3\n"
    let layout = """
      into: things
      columns: {day: {from: Date, type: date}, open: {from: Open, type: decimal}}
      missing: ['null', NaN, nan, N/A, '.', '-', None]
      time: {column: day}
      """
    #expect(
      try mapped(text, layout) == Mapped(rows: ["19723|1.5", "19725|3"], skipped: [.nullRow: 1]))
  }

  @Test(arguments: ["null", "NaN", "nan", "N/A", ".", "-", "None"])
  func aTokenThatIsNotDeclaredIsARejectAndNeverAValue(token: String) throws {
    let text = "Date,Open,Note\n2024-01-01,1.5,a\n2024-01-03,\(token),c\n2024-01-02,2,b\n"
    #expect(
      try mapped(text, Self.layout)
        == Mapped(rows: Self.rows.rows, rejects: ["3 not-a-number"]))
  }
}
