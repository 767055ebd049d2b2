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

  @Test(arguments: [1, 64, 4096])
  func aLineOfJSONThatIsTooLongIsRejected(_ pieceBytes: Int) throws {
    var options = json(["a"])
    options.format = .ndjson
    let result = try read(
      "{\"a\":1}\n{\"a\":\"\(long)\"}\n{\"a\":2}\n", limited(options, pieceBytes: pieceBytes))
    #expect(result.fields == [["1"], ["2"]])
    #expect(result.error == nil)
    #expect(result.rejects.map(\.code) == [.recordTooLong])
    #expect(result.rejects.first?.message.contains("name the path to them") == true)
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
