import FlatFiles
import Testing

struct JSONReaderTests {
  @Test func anArrayOnOneLineIsCutIntoItsElements() throws {
    let result = try read("[[1,2.50], [3,null],{\"a\":\"]\"} ]", json(["[0]", "[1]"]))
    #expect(
      result.records == [
        ReadRecord(record: 1, line: 1, byte: 1, raw: "[1,2.50]", fields: ["1", "2.50"]),
        ReadRecord(record: 2, line: 1, byte: 11, raw: "[3,null]", fields: ["3", "null"]),
        ReadRecord(record: 3, line: 1, byte: 20, raw: "{\"a\":\"]\"}", fields: ["-", "-"]),
      ])
    #expect(result.rejects.isEmpty)
    #expect(result.error == nil)
  }

  @Test func aPrettyPrintedArrayHasItsLines() throws {
    let result = try read(
      "\n[\n  [\n    1,\n    \"\\u0041\\\"\"\n  ],\r\n  [2,\n\"b\"]\n]\n",
      json(["[0]", "[1]"], format: .auto))
    #expect(
      result.records == [
        ReadRecord(
          record: 1, line: 3, byte: 5, raw: "[\n    1,\n    \"\\u0041\\\"\"\n  ]",
          fields: ["1", "\"A\"\""]),
        ReadRecord(record: 2, line: 7, byte: 37, raw: "[2,\n\"b\"]", fields: ["2", "\"b\""]),
      ])
  }

  @Test func valuesMayStandOneBehindTheOther() throws {
    let result = try read("{\"a\":1}{\"a\":2}\n[{\"a\":3}] {\"a\":4}", json(["a"]))
    #expect(result.fields == [["1"], ["2"], ["3"], ["4"]])
    #expect(result.records.map(\.byte) == [0, 7, 16, 25])
  }

  @Test func recordsStandAtAPath() throws {
    let text = """
      {"Response": "Success", "RateLimit": {}, "Data": {"TimeTo": 9, "Data": [{"t":1},{"t":2}],
      "more": [1, {"x": "y"}]}, "HasWarning": false}
      """
    let result = try read(text, json(["t"], at: "Data.Data"))
    #expect(result.fields == [["1"], ["2"]])
    #expect(result.error == nil)
    let single = try read(text, json(["TimeTo"], at: "Data"))
    #expect(single.fields == [["9"]])
    let element = try read("[[[0]],[[1],[2]],7]", json(["[0]"], at: "[1]"))
    #expect(element.fields == [["1"], ["2"]])
  }

  @Test func aPathThatLeadsNowhereSaysWhatIsThere() throws {
    let text = "{\"Response\":\"Success\",\n\"Message\":\"limit\",\"Data\":{}}"
    #expect(
      try read(text, json(at: "Data.Data")).error?.description.hasSuffix(
        "input:2:27 (byte 49): there are no records at Data.Data: Data is empty") == true)
    #expect(
      try read(text, json(at: "result")).error?.problem
        == .noRecords(
          at: RecordPath([.key("result")]),
          found: "the file has the keys \"Response\", \"Message\", \"Data\""))
    #expect(
      try read(text, json(at: "Message")).error?.problem
        == .noRecords(
          at: RecordPath([.key("Message")]), found: "a value that is neither an array nor an object"
        )
    )
  }

  @Test func whatSurroundsTheRecordsIsChecked() throws {
    for text in [
      "{\"x\":01,\"d\":[1]}", "{\"x\" 1,\"d\":[1]}", "{x:1,\"d\":[1]}",
      "{\"x\":{\"y\":tru},\"d\":[1]}",
    ] {
      let result = try read(text, json([""], at: "d"))
      #expect(result.records.isEmpty)
      #expect(result.error != nil, "\(text)")
    }
    for text in [
      "{\"d\":[1],\"x\":1.}", "{\"d\":[1],}", "{\"d\":[1]]", "{\"d\":[1]", "{\"d\":[1]}}",
    ] {
      let result = try read(text, json([""], at: "d"))
      #expect(result.fields == [["1"]])
      #expect(result.error != nil, "\(text)")
    }
    let twice = try read("{\"d\":[1],\"d\":[2]}", json([""], at: "d"))
    #expect(twice.error?.problem == .keyTwice("d"))
  }

  @Test func largeValuesAroundTheRecordsAreCheckedMemberByMember() throws {
    let large = "{\"k\":[" + String(repeating: "{\"a\":[1,2]},", count: 1000) + "3]}"
    var options = json([""], at: "d")
    options.limits.pieceBytes = 64
    options.limits.recordBytes = 1000
    let good = try read("{\"x\":\(large),\"d\":[1],\"y\":\(large)}", options)
    #expect(good.fields == [["1"]])
    #expect(good.error == nil)
    let bad = try read("{\"d\":[1],\"y\":\(large.dropLast(3))01]}}", options)
    #expect(bad.fields == [["1"]])
    #expect(bad.error?.problem == .invalidJSON("this byte cannot stand here"))
    #expect(bad.error?.position == Position(record: 0, line: 1, byte: 12020))
    #expect(bad.error?.column == 12021)
  }

  @Test func aDamagedElementIsARejectWhenItsEndIsFound() throws {
    let result = try read("[{\"a\":01},{\"a\":2},tru,{\"a\" 3},[1,],{\"a\":]]", json(["a"]))
    #expect(result.fields == [["2"]])
    #expect(
      result.rejected == [
        "1/1 invalid-json {\"a\":01}", "1/18 invalid-json tru", "1/22 invalid-json {\"a\" 3}",
        "1/30 invalid-json [1,]", "1/35 invalid-json {\"a\":]",
      ])
  }

  @Test(arguments: [
    ("[1,2", FileProblem.endsInTheMiddle), ("[1,2,", .endsInTheMiddle),
    ("[1,2,{\"a\":[", .endsInTheMiddle), ("[1,2,\"x", .endsInTheMiddle),
    ("[1,2,]", .invalidJSON("a value behind a comma is missing")),
    ("[1,2 3]", .invalidJSON("a comma or \"]\" is missing")),
    ("[1,2,,3]", .invalidJSON("a value is missing")),
    ("[1,2] x", .invalidJSON("an array or an object should stand here")),
    ("[1,2]]", .invalidJSON("an array or an object should stand here")),
  ])
  func damageToTheArrayIsThrownBehindItsRecords(_ text: String, _ problem: FileProblem) throws {
    let result = try read(text, json([""]))
    #expect(result.fields.prefix(2) == [["1"], ["2"]])
    #expect(result.error?.problem == problem)
    #expect(result.error?.position?.line == 1)
    #expect(result.sha256 == nil)
  }

  @Test func depthAndLengthAreBounded() throws {
    var options = json([""])
    options.limits.depth = 4
    #expect(try read("[[[[[1]]]]]", options).records.count == 1)
    #expect(
      try read("[1,[[[[[1]]]]]]", options).error?.problem == .nestedTooDeep(limit: 4))
    options.format = .ndjson
    let lines = try read("[[[[1]]]]\n[[[[[1]]]]]\n", options)
    #expect(lines.records.count == 1)
    #expect(lines.rejects.map(\.code.rawValue) == ["nested-too-deep"])

    options = json([""])
    options.limits.recordBytes = 100
    options.limits.pieceBytes = 50
    let long = "\"" + String(repeating: "x", count: 200) + "\""
    #expect(try read("[1,\(long)]", options).error?.problem == .recordTooLong(limit: 100))
    #expect(try read("[1,\(long)]", options).fields == [["1"]])
  }

  @Test func everyEdgeOfPiecesAndBatchesGivesTheSame() throws {
    let text =
      "{\"x\":{\"y\":[1,\"\\\\\"]},\"d\":[ {\"p\":\"a\\\"\\u20ac]\"},\n[1],  01 ,\"\u{1F600}\" ,{\"p\":-0.5e+10}\n],\"z\":null} "
    let file = try TemporaryFile(text)
    let options = json(["p", ""], at: "d")
    let whole = read(file, options)
    #expect(whole.records.count == 4)
    #expect(whole.rejected.count == 1)
    #expect(whole.error == nil)
    for pieceBytes in 1...60 {
      for batchRecords in [1, 2, 100] {
        let result = read(file, tiny(options, pieceBytes: pieceBytes, batchRecords: batchRecords))
        #expect(result.records == whole.records)
        #expect(result.rejects == whole.rejects)
        #expect(result.error == nil)
      }
    }
  }

  @Test func theFormatIsToldByTheFirstBlock() throws {
    #expect(try format(of: "[1,2]\n") == "json")
    #expect(try format(of: "[1,2]\n[3,4]\n") == "ndjson")
    #expect(try format(of: "{\"a\":1}\n{\"a\":2}") == "ndjson")
    #expect(try format(of: "{\"a\":\n1}\n{\"a\":2}") == "json")
    #expect(try format(of: "[\n[1,2],\n[3,4]\n]\n") == "json")
    #expect(try format(of: "{\"a\":1}\n{\"a\"") == "ndjson")
    #expect(try format(of: "{\"a\":1}}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n") == "ndjson")
    #expect(try format(of: "[\n{\"a\":1},\n{\"a\":2}\n]") == "json")
    #expect(try format(of: "a,b\n") == "csv")
  }

  private func format(of text: String) throws -> String {
    let file = try TemporaryFile(text)
    return try FileReader.open(file.source).format.name
  }
}
