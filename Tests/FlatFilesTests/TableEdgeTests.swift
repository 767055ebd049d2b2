import FlatFiles
import Testing

/// Where a table of a CSV file ends: what is left out, and what stays a record.
struct TableEdgeTests {
  private let head = "exchange,symbol,timestamp,price,side,amount\n"
  private let rows = String(repeating: "deribit,BTC,1704067000000,1.5,buy,2\n", count: 20)

  /// Nothing in them is a number or a time.
  @Test(arguments: [
    "deribit", "deribit\n", "derib\n", "deribit,BTC\n", "okx\n", ",\n", "\nderibit\n",
  ])
  func aLastRecordThatIsCutInItsTextIsNoFooter(_ last: String) throws {
    let result = try read(head + rows + last)
    #expect(result.fields.count == 20)
    #expect(result.rejects.map(\.code) == [.tooFewFields])
  }

  @Test func aDateThatIsCutInItsYearIsNoFooter() throws {
    for last in ["2024", "2024\n", "20"] {
      let result = try read("day,a,b\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,5,6\n\(last)")
      #expect(result.fields.count == 3)
      #expect(result.rejects.map(\.code) == [.tooFewFields])
    }
  }

  @Test(arguments: [
    "Total\n", "\nTotal\n", "\n,,1704067000000\n",
    "Source: the data office of the exchange\n", "\n(c) 2024\nhttps://example.com/terms\n",
  ])
  func whatNoRecordBeginsWithIsAFooter(_ footer: String) throws {
    let isSure = footer.first == "\n" || footer.contains(" ")
    let result = try read(head + rows + footer)
    #expect(result.fields.count == 20)
    // Without a gap one word may be what is left of a record.
    #expect(result.rejects.map(\.code) == (isSure ? [] : [.tooFewFields]))
  }

  @Test func aWordWhereTheColumnHasTimesIsAFooter() throws {
    let result = try read("day,a,b\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,5,6\nTotal\n")
    #expect(result.fields.count == 3)
    #expect(result.rejects == [])
  }

  @Test func theLastRowsOfATableOfWordsBehindAnotherAreRejectedLikeItsFirst() throws {
    let others = (1...40).map { "name\($0.isMultiple(of: 2) ? "a" : "b"),spot\n" }.joined()
    let result = try read(
      "time,open,close,volume,n\n"
        + (1...20).map { "2024-01-\($0 < 10 ? "0" : "")\($0),1,2,3,4\n" }.joined() + others)
    #expect(result.fields.count == 20)
    #expect(result.rejects.count == 40)
  }

  @Test(arguments: ["sep=;\n", "\"sep=;\"\n", "SEP=;\r\n"])
  func theLineThatTellsExcelTheDelimiterIsNoHeader(_ line: String) throws {
    let result = try read(line + "date;close;n\n2024-01-01;1.5;2\n2024-01-02;2.5;3\n")
    #expect(result.columnNames == ["date", "close", "n"])
    #expect(result.fields == [["2024-01-01", "1.5", "2"], ["2024-01-02", "2.5", "3"]])
  }

  @Test func aRuleBelowTheHeaderNamesNothing() throws {
    let rows = (1...9).map { "|2024-01-0\($0)|\($0).5|\($0)|\n" }.joined()
    let result = try read("|date|close|n|\n|---|:---|---|\n" + rows)
    #expect(result.columnNames?.contains("close") == true)
    #expect(result.columnNames?.contains("---") == false)
    #expect(result.records.count == 9)
  }

  /// Small tables, one behind the other: each header is told by its own records.
  @Test func manySmallTablesAreToldApart() throws {
    let file = try TemporaryFile(
      (0..<300).map { "time,open,close\n2024-01-01,\($0),1\n2024-01-02,\($0),2\n" }
        .joined(separator: "\n"))
    var options = ReadOptions()
    options.dialect.tables = .oneByOne
    let reader = try #require(try FileReader.open(file.source, options) as? CSVReader)
    var tables = 0
    var records = 0
    let batch = RecordBatch()
    repeat {
      tables += 1
      #expect(reader.columnNames == ["time", "open", "close"])
      while try reader.read(into: batch) { records += batch.records.count }
    } while try reader.nextTable()
    #expect(tables == 300)
    #expect(records == 600)
  }
}
