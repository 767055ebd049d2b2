import FlatFiles
import Testing

/// A record that is too long costs itself, where the next line end is a place to go on.
struct LongRecordTests {
  private let long = String(repeating: "x", count: 500)

  private func limited(_ options: ReadOptions, pieceBytes: Int) -> ReadOptions {
    var options = tiny(options, pieceBytes: pieceBytes, batchRecords: 2)
    options.limits.recordBytes = 100
    return options
  }

  @Test(arguments: [1, 64, 4096])
  func aCSVRecordThatIsTooLongIsRejected(_ pieceBytes: Int) throws {
    for text in ["1,\(long)", "\"1\",\"\(long)\""] {
      let result = try read(
        "a,b\n0,x\n\(text)\n2,y\n", limited(csv(), pieceBytes: pieceBytes))
      #expect(result.fields == [["0", "x"], ["2", "y"]])
      #expect(result.error == nil)
      #expect(result.rejects.map(\.code) == [.recordTooLong])
      #expect(result.rejects.first?.position == Position(record: 2, line: 3, byte: 8))
      #expect(result.rejects.first?.message.contains("longer than 100 bytes, the limit") == true)
    }
  }

  /// What else stands there may be left out as a footer.
  @Test(arguments: [1, 64, 4096])
  func aLineThatIsTooLongIsNoFooter(_ pieceBytes: Int) throws {
    let rows = (0..<20).map { "\($0),1.5\n" }.joined()
    let result = try read(
      "time,price\n\(rows)\nTotal \(long)\n", limited(csv(), pieceBytes: pieceBytes))
    #expect(result.fields.count == 20)
    #expect(result.rejects.map(\.code) == [.recordTooLong])
  }

  /// Whoever reads looks at whether to stop between batches.
  @Test func aLineWithoutAnEndIsPassedOverByParts() throws {
    let endless = String(repeating: "x", count: 20_000)
    var ndjson = json(["a"])
    ndjson.format = .ndjson
    let files: [(String, ReadOptions)] = [
      ("a,b\n0,x\n1,\(endless)\n2,y\n", csv()),
      ("{\"a\":0}\n{\"a\":\"\(endless)\"}\n{\"a\":2}\n", ndjson),
      ("0\tx\n1\t\(endless)\n2\t\\N\n", ReadOptions()),
      (dumped("COPY t (a, b) FROM stdin;\n0\tx\n1\t\(endless)\n2\ty\n\\.\n"), sql()),
      (
        dumped(
          "INSERT INTO t VALUES\n\t(0, 'x'),\n\t(1, '\(endless)'),\n\t(2, 'y');\n"), sql()
      ),
      ("a,b\n0,x\n" + String(repeating: "\n", count: 20_000) + "2,y\n", csv()),
    ]
    for (text, told) in files {
      var options = limited(told, pieceBytes: 64)
      let before = try read(text, options)
      options.limits.silentBytes = 1000
      options.limits.batchBytes = 1000
      let result = try read(text, options)
      #expect(result.records == before.records)
      #expect(result.rejects == before.rejects)
      #expect(result.sha256 == before.sha256)
      #expect(result.records.count == 2)
      #expect(result.batches > 15, "\(text.prefix(60))")
    }
  }

  /// Each value takes many times its length.
  @Test func aRowWithTooManyValuesIsRejected() throws {
    let many = String(repeating: "1\t", count: 50) + "1"
    let list = "(" + String(repeating: "1, ", count: 50) + "1)"
    let files = [
      dumped("COPY t (a, b) FROM stdin;\n0\tx\n\(many)\n2\ty\n\\.\n"),
      dumped("INSERT INTO t (a, b) VALUES\n\t(0, 'x'),\n\t\(list),\n\t(2, 'y');\n"),
      "0\tx\n\(many)\n2\t\\N\n",
    ]
    for text in files {
      var options = text.contains("VALUES") || text.contains("COPY") ? sql() : ReadOptions()
      options.format = text.hasPrefix("0") ? .copy : .dump
      options.limits.recordFields = 10
      let result = try read(text, options)
      #expect(result.records.count == 2)
      #expect(result.rejects.map(\.code) == [.tooManyFields])
      #expect(
        result.rejects.map(\.message) == ["the record has more than 10 fields, the limit"])
    }
  }

  @Test(arguments: [1, 64, 4096])
  func aLineOfJSONThatIsTooLongIsRejected(_ pieceBytes: Int) throws {
    var options = json(["a"])
    options.format = .ndjson
    let result = try read(
      "{\"a\":1}\n{\"a\":\"\(long)\"}\n{\"a\":2}\n", limited(options, pieceBytes: pieceBytes))
    #expect(result.fields == [["1"], ["2"]])
    #expect(result.error == nil)
    #expect(result.rejects.map(\.code) == [.recordTooLong])
    #expect(result.rejects.first?.message.contains("a layout says where, with `records`") == true)
  }

  @Test(arguments: [1, 64, 4096])
  func aRowOfINSERTThatIsTooLongIsRejected(_ pieceBytes: Int) throws {
    var options = ReadOptions()
    options.format = .dump
    let head = "INSERT INTO public.t VALUES "
    let result = try read(
      "CREATE TABLE public.t (a integer, b text);\n\(head)(1, 'x');\n\(head)(2, '\(long)');\n"
        + "\(head)(3, 'y');\n", limited(options, pieceBytes: pieceBytes))
    #expect(result.texts == [["1", "x"], ["3", "y"]])
    #expect(result.error == nil)
    #expect(result.rejects.map(\.code) == [.recordTooLong])
  }

  @Test func aRecordOfNothingButDelimitersIsRejectedUncut() throws {
    for field in ["", "\"\""] {
      var options = csv { $0.ragged = .mend }
      options.limits.recordFields = 50
      let wide = String(repeating: field + ",", count: 90)
      let result = try read("a,b\n0,x\n\(wide)\n2,y\n", options)
      #expect(result.fields == [["0", "x"], ["2", "y"]])
      #expect(
        result.rejects.map(\.message) == ["the record has more than 50 fields, the limit"])
    }
  }

  @Test func aFirstLineThatIsTooLongIsSaidToBe() throws {
    for headerLines in [0, 1] {
      let options = limited(csv { $0.headerLines = headerLines }, pieceBytes: 4096)
      let result = try read("a,\(long)\n1,2\n", options)
      #expect(
        result.error?.problem == .header("its line is longer than 100 bytes, the limit"))
    }
  }
}
