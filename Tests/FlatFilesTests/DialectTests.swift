import FlatFiles
import Testing

struct DialectTests {
  @Test(arguments: [",", ";", "\t", "|"])
  func theDelimiterIsTheOneThatLinesAgreeOn(_ delimiter: String) throws {
    let lines = ["name", "1.5,2;a|b", "x y"].map { "\"\($0)\"\(delimiter)7\(delimiter)" }
    let file = try TemporaryFile(lines.joined(separator: "\n"))
    let reader = try FileReader.open(file.source, csv { $0.headerLines = 0 })
    #expect(reader.format == .csv(Dialect(delimiter: Array(delimiter.utf8), headerLines: 0)))
    #expect(reader.columnCount == 3)
  }

  @Test func decimalCommasAreNoDelimiters() throws {
    let european = try read("1,5;2,5;3,5\n4,5;5,5;6,5\n", csv())
    #expect(european.fields == [["1,5", "2,5", "3,5"], ["4,5", "5,5", "6,5"]])
    let pairs = try read("1,2,3,4,BTC|USD\n5,6,7,8,ETH|USD\n", csv())
    #expect(pairs.fields == [["1", "2", "3", "4", "BTC|USD"], ["5", "6", "7", "8", "ETH|USD"]])
  }

  /// Each part of a date is a number, so that rows cut at their signs are regular too.
  @Test(arguments: [
    "2024-02-1#", "2024/02/1#", "1#/02/2024", "1#-02-2024", "1#-Feb-2024", "2024-2-#",
    "2024-02-10 1#:00:00", "2024-02-10T1#:30", "2024-02",
  ])
  func datesAreNotCutIntoTheirPartsWhereRowsAreRagged(_ date: String) throws {
    for header in ["", "date,value\n"] {
      let rows = (0...9).map { row in
        date.replacing("#", with: "\(row)")
          + (row == 2 ? "" : row % 4 == 1 ? ",1\(row),7" : ",1\(row)")
      }
      let file = try TemporaryFile(header + rows.joined(separator: "\n") + "\n")
      let reader = try FileReader.open(file.source, csv { $0.ragged = .pad })
      guard case .csv(let dialect) = reader.format else {
        Issue.record("\(reader.format)")
        return
      }
      #expect(dialect.delimiter == [UInt8(ascii: ",")], "\(header)\(rows)")
    }
  }

  @Test(arguments: [
    "1-2-7\n3-4-8\n5-6-9\n", "10:20:7\n30:40:8\n50:12:9\n", "2024-5-7\n1-4-8\n5-6-9\n",
  ])
  func signsThatTimesAreMadeOfMayStandBetweenNumbers(_ text: String) throws {
    #expect(try read(text, csv { $0.headerLines = 0 }).fields[1].count == 3)
  }

  @Test(
    arguments: [
      ("open_time,open\n1,2\n", true), ("1502942400000,4261.48\n2,3\n", false),
      ("-1.5e3,,\n1,2,3\n", false), ("BTCUSDT,2024-01-01 00:00:00,1\n", false),
      ("symbol,24h_volume\nx,1\n", true), ("2024-01-01T00:00:00Z,buy\n", false),
      ("\"1\",\"x\"\n", false), ("price\n1\n", true), ("1\n2\n", false), ("DATE,DGS10\n", true),
    ])
  func aHeaderHasNamesAndNoNumberOrTime(_ text: String, _ hasHeader: Bool) throws {
    let result = try read(text, csv())
    #expect((result.columnNames != nil) == hasHeader)
  }

  @Test func preambleCommentsAndSeveralHeaderLinesArePassedOver() throws {
    let text = "https://example.com\n# note\nA,B\nTicker,X\n\n1,2\n# 3,4\n5,6\n"
    let result = try read(
      text,
      csv {
        $0.preambleLines = 1
        $0.headerLines = 2
        $0.comment = UInt8(ascii: "#")
      })
    #expect(result.columnNames == ["Ticker", "X"])
    #expect(result.fields == [["1", "2"], ["5", "6"]])
    #expect(result.records.map(\.line) == [6, 8])
  }

  @Test func aColumnThatTheLastOfSeveralHeaderLinesLeavesOutIsNamedByTheFirst() throws {
    let rows = (1...9).map { "2024-05-0\($0),\($0).5,\($0)" }
    let text = (["Price,Close,Volume", "Ticker,MSFT,MSFT", "Date,,"] + rows).joined(separator: "\n")
    let result = try read(text, csv { _ in })
    #expect(result.columnNames == ["Date", "Close", "Volume"])
    #expect(result.records.count == 9)
  }

  @Test func namesAreMadeUnique() throws {
    let result = try read(
      "\u{FEFF}a, b ,,a,a_2,,A\n1,2,3,4,5,6,7\n", csv { $0.headerLines = 1 })
    #expect(result.columnNames == ["a", "b", "column3", "a_3", "a_2", "column6", "A"])
  }

  @Test func aQuotedHeaderMaySpanLines() throws {
    let result = try read("\"open\ntime\",\"p\"\"\"\n1,2\n", csv { $0.headerLines = 1 })
    #expect(result.columnNames == ["open\ntime", "p\""])
    #expect(result.records.map(\.line) == [3])
  }

  @Test func aDamagedOrMissingHeaderIsSaid() throws {
    let damaged = try read("a,\"b\n1,2\n", csv { $0.headerLines = 1 })
    #expect(
      damaged.error?.problem
        == .header("a quoted field that begins on this line is never closed"))
    let missing = try read("\n\n", csv { $0.headerLines = 1 })
    #expect(missing.error?.problem == .header("the file ends before it"))
  }

  @Test func anotherQuoteAndATabCanBeTold() throws {
    let result = try read(
      "'a\tb'\t\"c\"\n",
      csv {
        $0.headerLines = 0
        $0.delimiter = [UInt8(ascii: "\t")]
        $0.quote = .byte(UInt8(ascii: "'"))
      })
    #expect(result.fields == [["\"a\tb\"", "\"c\""]])
  }

  @Test func aDelimiterThatCannotBeIsRefused() throws {
    for delimiter in [UInt8(ascii: "\""), 0x0A, 0x0D, 0xE9] {
      let result = try read("a,b\n", csv { $0.delimiter = [delimiter] })
      guard case .delimiter = result.error?.problem else {
        Issue.record("\(delimiter): \(String(describing: result.error))")
        continue
      }
    }
  }

  @Test func theColumnCountCanBeTold() throws {
    let result = try read(
      "1,2\n1,2,3\n",
      csv {
        $0.headerLines = 0
        $0.columnCount = 3
      })
    #expect(result.fields == [["1", "2", "3"]])
    #expect(result.rejects.map(\.code) == [.tooFewFields])
  }

  @Test(
    arguments: [
      ("data.p", [.key("data"), .key("p")]), ("[0]", [.index(0)]), ("", []),
      ("k[12].o", [.key("k"), .index(12), .key("o")]),
      ("[\"a.b\"][\"[\"]", [.key("a.b"), .key("[")]),
      ("[0][1]", [.index(0), .index(1)]),
    ] as [(String, [FieldPath.Step])])
  func pathsAreReadAndWritten(_ text: String, _ steps: [FieldPath.Step]) throws {
    let path = try #require(FieldPath(text))
    #expect(path.steps == steps)
    #expect(path.description == text)
  }

  @Test(
    arguments: [
      ("^.a.b", .document, [.key("a"), .key("b")]), ("^[0]", .document, [.index(0)]),
      ("^[\"a.b\"]", .document, [.key("a.b")]), ("$key", .key, []), ("$index", .index, []),
      ("$received", .received, []), ("[\"$key\"]", .record, [.key("$key")]),
      ("[\"^.a\"]", .record, [.key("^.a")]), ("$other", .record, [.key("$other")]),
      ("a.$key", .record, [.key("a"), .key("$key")]),
    ] as [(String, FieldPath.Root, [FieldPath.Step])])
  func fieldsAroundARecordAreReadAndWritten(
    _ text: String, _ root: FieldPath.Root, _ steps: [FieldPath.Step]
  ) throws {
    let path = try #require(FieldPath(text))
    #expect(path == FieldPath(steps, from: root))
    #expect(path.description == text)
  }

  @Test(
    arguments: [
      ("result.*", [.key("result"), .any]), ("*", [.any]), ("*.*", [.any, .any]), ("", []),
      ("[1].*", [.index(1), .any]), ("[\"*\"]", [.key("*")]), ("a[\"*\"]", [.key("a"), .key("*")]),
      ("a.b*", [.key("a"), .key("b*")]),
    ] as [(String, [RecordPath.Step])])
  func pathsToRecordsAreReadAndWritten(_ text: String, _ steps: [RecordPath.Step]) throws {
    let path = try #require(RecordPath(text))
    #expect(path.steps == steps)
    #expect(path.description == text)
  }

  @Test(arguments: [
    ".", "a.", ".a", "a..b", "[", "[x]", "[-1]", "[0", "[0]a", "[\"a", "a]b[", "^", "^.", "^[x]",
  ])
  func whatIsNoPathIsRefused(_ text: String) {
    #expect(FieldPath(text) == nil)
  }

  /// `[[` and `]]` stand in as many lines, and are as long.
  @Test func ofDelimitersThatAreEquallyGoodItIsAlwaysTheSame() throws {
    let file = try TemporaryFile(#"{"bids":[["1.5","2"],["3","4"]],"asks":[["5","6"]]}"#)
    let first = try FileReader.open(file.source, csv()).format
    for _ in 0..<30 { #expect(try FileReader.open(file.source, csv()).format == first) }
  }
}
