import FlatFiles
import Testing

struct NDJSONReaderTests {
  @Test func eachLineIsARecordWithItsPlace() throws {
    let result = try read(
      "{\"p\":1.50,\"s\":\"x\"}\n\n{\"s\":null,\"p\":true}\r\n  {\"p\":[1, 2]}",
      json(["p", "s"], format: .auto))
    #expect(
      result.records == [
        ReadRecord(
          record: 1, line: 1, byte: 0, raw: "{\"p\":1.50,\"s\":\"x\"}", fields: ["1.50", "\"x\""]),
        ReadRecord(
          record: 2, line: 3, byte: 20, raw: "{\"s\":null,\"p\":true}", fields: ["true", "null"]),
        ReadRecord(
          record: 3, line: 4, byte: 41, raw: "  {\"p\":[1, 2]}", fields: ["[1, 2]", "-"]),
      ])
    #expect(result.rejects.isEmpty)
  }

  @Test func aDamagedLineCostsOneRecord() throws {
    let result = try read(
      "{\"p\":1}\n{\"p\":}\n{\"p\":2} {\"p\":3}\n{\"p\":\"a\n{\"p\":4}\n]\n{\"p\":5}\n{\"p\":",
      json(["p"], format: .ndjson))
    #expect(result.fields == [["1"], ["4"], ["5"]])
    #expect(
      result.rejected == [
        "2/8 invalid-json {\"p\":}", "3/15 invalid-json {\"p\":2} {\"p\":3}",
        "4/31 invalid-json {\"p\":\"a", "6/47 invalid-json ]", "8/57 cut-short {\"p\":",
      ])
    #expect(
      result.rejects.map(\.message) == [
        "the record is not valid JSON at byte 13, line 2, column 6: a value is expected",
        "the record is not valid JSON at byte 23, line 3, column 9: the record has ended, and"
          + " nothing may follow it",
        "the record is not complete JSON at byte 38, line 4, column 8: a string is not closed",
        "the record is not valid JSON at byte 47, line 6, column 1: a value is expected",
        "the last line is cut short: the record is not complete JSON at byte 62, line 8, column 6:"
          + " a value is expected",
      ])
  }

  /// What stands on the lines and how they begin tells them from a document that goes over several.
  @Test func damageInTheBeginningCostsItsLinesAndNotTheFile() throws {
    let text =
      "{\"a\":1}\n{\"a\":2\n{\"a\":3}\n{\"a\":4}}\n{\"a\":5} {\"a\":6}\n[1]\nfoo\n{\"a\":7}\n"
    let result = read(try TemporaryFile(text, name: "x"), json(["a"], format: .auto))
    #expect(result.error == nil)
    #expect(result.fields == [["1"], ["3"], ["-"], ["7"]])
    #expect(result.rejects.map(\.position.line) == [2, 4, 5, 7])
    let document = "{\"a\":1}\n{\n\"a\": [\n2\n]\n}\n{\n\"a\": 3\n}\n"
    #expect(try read(document, json(["a"], format: .auto)).fields.count == 3)
  }

  @Test(arguments: ["x.ndjson", "x.JSONL", "x.ndjson.gz", "x.2024.jsonl"])
  func theNameDecidesWhereTheContentCouldBeBoth(_ name: String) throws {
    let torn = "{\"a\":\n{\"a\":2\n{\"a\":3}\n{\"a\":4}}\n"
    let options = json(["a"], format: .auto)
    let result = read(try TemporaryFile(torn, name: name), options)
    #expect(result.fields == [["3"]])
    #expect(result.error == nil)
    #expect(read(try TemporaryFile(torn, name: "x.json"), options).error != nil)
    let document = "{\"a\": [\n  {\"b\": 1},\n  {\"b\": 2}\n]}\n"
    #expect(read(try TemporaryFile(document, name: name), options).records.count == 1)
  }

  @Test func aFirstLineThatIsTooLongOrTooDeepIsOneRejectWhereTheNameSaysLines() throws {
    var options = json(["a"], format: .auto)
    options.limits.recordBytes = 100_000
    let long = "{\"a\":\"\(String(repeating: "x", count: 200_000))\"}\n{\"a\":1}\n"
    let result = read(try TemporaryFile(long, name: "long.ndjson"), options)
    #expect(result.fields == [["1"]])
    #expect(result.rejects.map(\.code.rawValue) == ["record-too-long"])
    let deep = String(repeating: "{\"a\":", count: 300) + "1" + String(repeating: "}", count: 300)
    let second = read(try TemporaryFile(deep + "\n{\"a\":1}\n", name: "deep.ndjson"), options)
    #expect(second.fields == [["1"]])
    #expect(second.rejects.map(\.code.rawValue) == ["nested-too-deep"])
  }

  @Test(arguments: [
    (#"{"a" 1}"#, 6, "a colon is expected"),
    (#"{"a":1 "b":2}"#, 8, #"a comma or "}" is expected"#),
    (#"{"a":1,}"#, 8, "a key in quotes is expected"),
    (#"{a:1}"#, 2, #"a key in quotes or "}" is expected"#),
    (#"[1,]"#, 4, "a value is expected"),
    (#"[1 2]"#, 4, #"a comma or "]" is expected"#),
    (#"{"a":01}"#, 7, "`01` is no value of JSON"),
    (#"{"a":nul}"#, 6, "`nul` is no value of JSON"),
    (#"{"a":1}}"#, 8, "the record has ended, and nothing may follow it"),
  ])
  func anInvalidRecordSaysWhatIsExpectedAndWhere(
    _ line: String, _ column: Int, _ expected: String
  ) throws {
    let result = try read("{\"a\":1}\n\(line)\n{\"a\":2}\n", json(["a"], format: .ndjson))
    #expect(
      result.rejects.map(\.message) == [
        "the record is not valid JSON at byte \(7 + column), line 2, column \(column): \(expected)"
      ])
  }

  @Test func pathsLeadIntoObjectsAndArrays() throws {
    let result = try read(
      "{\"k\":{\"o\":\"1\",\"O\":2},\"a\":[[7],8],\"k.o\":3}\n[5,6]\n",
      json(["k.o", "k.O", "a[0][0]", "a[1]", "[\"k.o\"]", "[1]", "k", ""], format: .ndjson))
    #expect(
      result.fields == [
        [
          "\"1\"", "2", "7", "8", "3", "-", "{\"o\":\"1\",\"O\":2}",
          "{\"k\":{\"o\":\"1\",\"O\":2},\"a\":[[7],8],\"k.o\":3}",
        ],
        ["-", "-", "-", "-", "-", "6", "-", "[5,6]"],
      ])
  }

  @Test func theLastOfEqualKeysWins() throws {
    let result = try read(
      "{\"a\":1,\"a\":2}\n{\"d\":{\"p\":1},\"d\":{}}\n{\"d\":{\"p\":1},\"d\":3}\n",
      json(["a", "d.p"], format: .ndjson))
    #expect(result.fields == [["2", "-"], ["-", "-"], ["-", "-"]])
  }

  @Test func escapesAreUndone() throws {
    let result = try read(
      #"{"p":"a\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00z","\u0070q":"r\u0073"}"# + "\n",
      json(["p", "pq"], format: .ndjson))
    #expect(
      result.fields == [["\"a\"\\/\u{8}\u{C}\n\r\t\u{e9}\u{20AC}\u{1F600}z\"", "\"rs\""]])
  }

  @Test(arguments: [NonFinitePolicy.reject, .asNull, .asText])
  func pythonsNumbersFollowThePolicy(_ policy: NonFinitePolicy) throws {
    let result = try read(
      "[NaN,-Infinity]\n[1,Infinity]\n[1,2]\n",
      json(["[0]", "[1]"], format: .ndjson, nonFinite: policy))
    switch policy {
    case .reject:
      #expect(result.fields == [["1", "2"]])
      #expect(
        result.rejected == [
          "1/0 not-a-json-number [NaN,-Infinity]", "2/16 not-a-json-number [1,Infinity]",
        ])
    case .asNull: #expect(result.fields == [["null", "null"], ["1", "null"], ["1", "2"]])
    case .asText:
      #expect(
        result.fields == [["\"NaN\"", "\"-Infinity\""], ["1", "\"Infinity\""], ["1", "2"]])
    }
  }

  @Test func whatPostgreSQLDoesNotStoreIsRejected() throws {
    let result = try read(
      #"{"p":"a\u0000"}"# + "\n" + #"{"a\u0000":1}"# + "\n" + #"{"p":"\ud83d"}"# + "\n"
        + #"{"p":"\ude00x"}"# + "\n" + #"{"p":"\ud83d\u0041"}"# + "\n",
      json(format: .ndjson))
    #expect(result.records.isEmpty)
    #expect(
      result.rejects.map(\.code.rawValue) == [
        "nul-character", "nul-character", "lone-surrogate", "lone-surrogate", "lone-surrogate",
      ])
  }

  @Test func invalidUTF8IsFoundToTheByte() throws {
    let bytes = Array("{\"p\":1}\n{\"p\":\"".utf8) + [0xE2, 0x28] + Array("\"}\n{\"p\":2}\n".utf8)
    let result = read(try TemporaryFile(bytes), json(["p"], format: .ndjson))
    #expect(result.fields == [["1"], ["2"]])
    #expect(
      result.rejects.map(\.message)
        == ["the record is not valid UTF-8 at byte 14, line 2, column 7"])
  }

  @Test func everyEdgeOfPiecesAndBatchesGivesTheSame() throws {
    let text =
      "\u{FEFF}{\"p\":\"x\\u20acy\"}\n \r\n{\"p\":1}\r\n{\"p\":01}\n{\"q\":[{}]}\n{\"p\":\"\u{1F600}\"}\n{\"p\""
    let file = try TemporaryFile(text)
    let options = json(["p"], format: .ndjson)
    let whole = read(file, options)
    #expect(whole.fields == [["\"x\u{20AC}y\""], ["1"], ["-"], ["\"\u{1F600}\""]])
    #expect(whole.rejected == ["4/32 invalid-json {\"p\":01}", "7/65 cut-short {\"p\""])
    for pieceBytes in 1...60 {
      for batchRecords in [1, 2, 100] {
        let result = read(file, tiny(options, pieceBytes: pieceBytes, batchRecords: batchRecords))
        #expect(result.records == whole.records)
        #expect(result.rejects == whole.rejects)
      }
    }
  }
}
