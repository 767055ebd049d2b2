import FlatFiles
import Testing

struct CSVReaderTests {
  @Test func eachRecordHasItsPlaceAndItsRawText() throws {
    let result = try read("time,price\n1,2.5\n\n3,\"4\"\n")
    #expect(result.columnNames == ["time", "price"])
    #expect(
      result.records == [
        ReadRecord(record: 1, line: 2, byte: 11, raw: "1,2.5", fields: ["1", "2.5"]),
        ReadRecord(record: 2, line: 4, byte: 18, raw: "3,\"4\"", fields: ["3", "\"4\""]),
      ])
    #expect(result.rejects.isEmpty)
    #expect(result.error == nil)
  }

  @Test func aQuotedNewlineStaysInTheField() throws {
    let result = try read("a,b\n1,\"x\r\ny\n\"\n2,z\n")
    #expect(
      result.records == [
        ReadRecord(
          record: 1, line: 2, byte: 4, raw: "1,\"x\r\ny\n\"", fields: ["1", "\"x\r\ny\n\""]),
        ReadRecord(record: 2, line: 5, byte: 14, raw: "2,z", fields: ["2", "z"]),
      ])
  }

  @Test func blanksAroundFieldsAreKept() throws {
    let result = try read("a,b\n 1 ,\" x \"\n")
    #expect(result.fields == [[" 1 ", "\" x \""]])
  }

  @Test func anEmptyFieldIsNotAnEmptyString() throws {
    let result = try read("a,b,c\n,\"\",x\n\"\",,\n")
    #expect(result.fields == [["", "\"\"", "x"], ["\"\"", "", ""]])
  }

  @Test func doubledQuotesBecomeOne() throws {
    let result = try read("a,b\n\"say \"\"hi\"\", twice\",\"\"\"\"\n")
    #expect(result.fields == [["\"say \"hi\", twice\"", "\"\"\""]])
  }

  @Test(arguments: ["\n", "\r\n", "\r\r\n"])
  func linesEndInManyWays(_ end: String) throws {
    let result = try read(["a,b", "1,2", "\"3\",4", "5,\"6\""].joined(separator: end) + end)
    #expect(result.columnNames == ["a", "b"])
    #expect(result.fields == [["1", "2"], ["\"3\"", "4"], ["5", "\"6\""]])
    #expect(result.records.map(\.raw) == ["1,2", "\"3\",4", "5,\"6\""])
    #expect(result.records.map(\.line) == [2, 3, 4])
  }

  @Test(arguments: ["2,x", "2,\"x\"", "2,"])
  func theLastLineNeedsNoEnd(_ last: String) throws {
    let result = try read("a,b\n1,y\n\(last)")
    #expect(result.records.map(\.raw) == ["1,y", last])
  }

  @Test func aRaggedRecordIsRejectedWithItsCount() throws {
    let result = try read("a,b\n1\n1,2,3\n\"1\"\n1,\"2\",3\n4,5\n")
    #expect(result.fields == [["4", "5"]])
    #expect(
      result.rejects.map(\.message) == [
        "the record has 1 field where 2 are expected",
        "the record has 3 fields where 2 are expected",
        "the record has 1 field where 2 are expected",
        "the record has 3 fields where 2 are expected",
      ])
    #expect(
      result.rejected == [
        "2/4 too-few-fields 1", "3/6 too-many-fields 1,2,3", "4/12 too-few-fields \"1\"",
        "5/16 too-many-fields 1,\"2\",3",
      ])
    #expect(result.records.map(\.record) == [5])
  }

  @Test func aStrayQuoteCostsOneRecord() throws {
    let result = try read("a,b\n1,x\"y\n2,\"z\"z\n3,w\n")
    #expect(result.rejected == ["2/4 bad-quote 1,x\"y", "3/10 bad-quote 2,\"z\"z"])
    #expect(result.fields == [["3", "w"]])
  }

  @Test func anUnclosedQuoteCostsTheLineItBeganOn() throws {
    let result = try read("a,b\n1,\"x\n2,y\n3,\"z\"\n4,w\n")
    #expect(result.rejected == ["2/4 unclosed-quote 1,\"x"])
    #expect(result.fields == [["2", "y"], ["3", "\"z\""], ["4", "w"]])
    #expect(result.records.map(\.line) == [3, 4, 5])
  }

  @Test func anUnclosedQuoteIsFoundAtTheEndAndAtTheBound() throws {
    let atEnd = try read("a,b\n1,\"x\n2,y")
    #expect(atEnd.rejected == ["2/4 unclosed-quote 1,\"x"])
    #expect(atEnd.fields == [["2", "y"]])
    let lastLine = try read("a,b\n2,y\n1,\"x")
    #expect(lastLine.rejected == ["3/8 unclosed-quote 1,\"x"])

    var options = csv()
    options.limits.quotedBytes = 100
    options.limits.recordBytes = 100
    let lines = (1...50).map { "\($0),y\n" }.joined()
    let bounded = try read("a,b\n1,\"x\n\(lines)9,\"\n", options)
    #expect(bounded.rejected.count == 2)
    #expect(bounded.fields.count == 50)
    #expect(
      bounded.rejects.first?.message
        == "a quoted field that begins on this line is not closed within 100 bytes, the limit:"
        + " its quote is astray, or the record is too long")
  }

  /// A record may have 16 MiB, also over many lines.
  @Test func aQuotedFieldOfManyLinesIsKeptWhole() throws {
    let field = String(repeating: "1,\"\"x\"\"\n", count: 300_000)
    let result = try read("a,b\n1,\"\(field)\"\n2,y\n")
    #expect(result.rejects == [])
    #expect(result.records.map(\.line) == [2, 300_003])
    #expect(result.texts.first == ["1", field.replacing("\"\"", with: "\"")])
  }

  /// Each would be looked through as far as a record may reach.
  @Test(.timeLimit(.minutes(1)))
  func quotesThatAreAllOpenedCostNoMoreThanTheFirst() throws {
    var options = csv()
    options.limits.quotedBytes = 1_000
    options.limits.recordBytes = 1 << 20
    let line = "1,\"x\"\"\n"
    let result = try read("a,b\n" + String(repeating: line, count: 400_000), options)
    #expect(result.rejects.count == 400_000)
    #expect(Set(result.rejects.map(\.code)) == [.unclosedQuote])
  }

  @Test func aCarriageReturnInsideALineIsRejected() throws {
    let result = try read("a,b\n1,x\r2,y\n\"3\",z\r4,w\n5,v\n")
    #expect(
      result.rejected == [
        "2/4 stray-carriage-return 1,x\r2,y", "3/12 stray-carriage-return \"3\",z\r4,w",
      ])
    #expect(result.fields == [["5", "v"]])
  }

  @Test func bytesThatAreNoTextRejectTheirRecord() throws {
    let bytes =
      Array("a,b\n1,".utf8) + [0xC3, 0x28] + Array("\n2,\u{e9}\n3,".utf8) + [0]
      + Array("\n4,\"".utf8) + [0xFF] + Array("\"\n5,y\n".utf8)
    // The NUL stands behind the first block, where it would show that the file is no text.
    let result = read(try TemporaryFile(Array("a,b\n".utf8) + filler + bytes.dropFirst(4)), csv())
    #expect(
      result.rejects.map(\.code.rawValue) == ["invalid-utf8", "nul-character", "invalid-utf8"])
    #expect(
      result.rejects.map(\.message) == [
        "the record is not valid UTF-8 at byte 80006",
        "the record has a NUL character at byte 80016",
        "the record is not valid UTF-8 at byte 80021",
      ])
    #expect(result.rejects.first?.raw == [0x31, 0x2C, 0xC3, 0x28])
    #expect(result.fields.suffix(2) == [["2", "\u{e9}"], ["5", "y"]])
  }

  /// 80,000 bytes of good records.
  private var filler: [UInt8] { Array(String(repeating: "1,abcde\n", count: 10_000).utf8) }

  @Test func everyEdgeOfPiecesAndBatchesGivesTheSame() throws {
    let text =
      "\u{FEFF}t;\"n\"\r\n1;\"a\r\nb\"\r\n\r\n2;x\u{20AC}y\r\r\n3;\"q\"\"\"\n4\n5;\"open\n6;z\"z\n7;\u{1F600}"
    let file = try TemporaryFile(text)
    let whole = read(file, csv())
    #expect(
      whole.fields == [
        ["1", "\"a\r\nb\""], ["2", "x\u{20AC}y"], ["3", "\"q\"\""], ["7", "\u{1F600}"],
      ])
    #expect(
      whole.rejected == [
        "7/40 too-few-fields 4", "8/42 unclosed-quote 5;\"open",
        "9/50 bad-quote 6;z\"z",
      ])
    for pieceBytes in 1...60 {
      for batchRecords in [1, 2, 100] {
        let result = read(file, tiny(csv(), pieceBytes: pieceBytes, batchRecords: batchRecords))
        #expect(result.records == whole.records)
        #expect(result.rejects == whole.rejects)
        #expect(result.columnNames == ["t", "n"])
        #expect(result.sha256 == whole.sha256)
      }
    }
  }

  @Test(arguments: ["\n", "# note\n"])
  func linesWithoutRecordsThatFillABatchHideNone(_ line: String) throws {
    let between = String(repeating: line, count: 20)
    var options = csv { $0.comment = UInt8(ascii: "#") }
    options.limits.batchBytes = 16
    let result = try read("a,b\n1,2\n\(between)3,4\n\(between)", options)
    #expect(result.fields == [["1", "2"], ["3", "4"]])
    #expect(result.error == nil)
    #expect(result.sha256 != nil)
  }
}
