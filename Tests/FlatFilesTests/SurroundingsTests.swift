import FlatFiles
import Testing

/// Fields of records that stand around them.
struct SurroundingsTests {
  @Test func fieldsOfTheDocumentAreThoseOfEachRecord() throws {
    let text = #"{"s":"a\n\"b","m":{"n":[7,{"x":null}]},"d":[1,2]}{"d":[3]} {"s":"c","d":{"v":4}}"#
    let result = try read(text, json(["", "^.s", "^.m.n[0]", "^.m.n[1].x", "^.m", "v"], at: "d"))
    #expect(
      result.fields == [
        ["1", "\"a\n\"b\"", "7", "null", #"{"n":[7,{"x":null}]}"#, "-"],
        ["2", "\"a\n\"b\"", "7", "null", #"{"n":[7,{"x":null}]}"#, "-"],
        ["3", "-", "-", "-", "-", "-"], [#"{"v":4}"#, "\"c\"", "-", "-", "-", "4"],
      ])
  }

  @Test func whatStandsBehindTheRecordsOfALargeDocumentIsRefused() throws {
    var options = json(["", "^.last"], at: "d")
    options.limits.documentBytes = 16
    let result = try read(#"{"d":[1,2],"last":5}"#, options)
    #expect(result.fields == [["1", "-"], ["2", "-"]])
    #expect(
      result.error?.problem
        == .records(.fieldBehind(FieldPath([.key("last")], from: .document), limit: 16)))
    #expect(result.error?.column == 19)
    // Nothing was given out without it.
    #expect(try read(#"{"d":[],  "last":5}"#, options).error == nil)
  }

  @Test func whatStandsBehindTheRecordsOfAnotherIsKnown() throws {
    let text = #"{"d":[1,02,3],"m":{"n\u0065w":[0,"x"]},"last":5} {"d":[4],"last":{"\ud800":1}}"#
    for pieceBytes in [1, 1 << 16] {
      let result = try read(
        text, tiny(json(["", "^.last", "^.m.new[1]"], at: "d"), pieceBytes: pieceBytes))
      #expect(result.fields == [["1", "5", "\"x\""], ["3", "5", "\"x\""], ["4", "-", "-"]])
      #expect(result.rejected == ["1/8 invalid-json 02"])
      // What is no record has to be valid.
      #expect(result.error?.problem == .invalidJSON("a string holds half of a surrogate pair"))
    }
  }

  @Test func aLineWithAFieldTwiceIsAReject() throws {
    let text = #"{"s":1,"s":2,"d":[3]}"# + "\n" + #"{"s":4,"d":[5]}"# + "\n"
    let result = try read(
      text, json(["^.s", ""], at: "d", format: .ndjson, duplicateKeys: .reject))
    #expect(result.fields == [["4", "5"]])
    #expect(result.rejected == [#"1/0 key-twice {"s":1,"s":2,"d":[3]}"#])
    #expect(result.rejects.map(\.message) == ["^.s, which is asked for, stands twice"])
  }

  @Test func whatHoldsTheRecordsIsRefused() throws {
    for (path, field) in [("a.d", "^.a"), ("a", "^.a[0]"), ("a", "^.a")] {
      let text = path == "a" ? #"{"a":[1]}"# : #"{"a":{"d":[1]}}"#
      let problem = try read(text, json(["", field], at: path)).error?.problem
      let expected = try #require(FieldPath(field))
      #expect(problem == .records(.fieldAround(expected)), "\(field)")
    }
    // A single object is at hand when it is a record.
    #expect(try read(#"{"a":1}"#, json(["a", "^.a"])).fields == [["1", "1"]])
  }

  @Test(arguments: [
    (DuplicateKeyPolicy.last, ["2", "4"], nil), (.first, ["1", "3"], nil),
    (.reject, [], FileProblem.keyTwice("^.s")),
  ])
  func theyFollowThePolicyForDuplicateKeys(
    _ policy: DuplicateKeyPolicy, _ fields: [String], _ problem: FileProblem?
  ) throws {
    let result = try read(
      #"{"s":1,"s":2,"d":[{"v":3,"v":4}]}"#, json(["^.s", "v"], at: "d", duplicateKeys: policy))
    #expect(result.fields.first ?? [] == fields)
    #expect(result.error?.problem == problem)
  }

  @Test func aRecordOfTheTopHasNoKeyAndTheFirstPlace() throws {
    let text = "[{\"v\":1},{\"v\":2}]{\"v\":3}"
    #expect(
      try read(text, json(["v", "$index", "$key", "$received"])).fields == [
        ["1", "0", "-", "-"], ["2", "1", "-", "-"], ["3", "0", "-", "-"],
      ])
  }

  @Test func aRejectKeepsItsPlaceAmongItsNeighbours() throws {
    let result = try read(#"[{"v":1},{"v":02},{"v":3}]"#, json(["v", "$index"]))
    #expect(result.fields == [["1", "0"], ["3", "2"]])
  }

  @Test func linesHoldRecordsToo() throws {
    let text = """
      {"s":"a","d":[[1],[2]],"n":7}
      {"result":null,"id":1}

      {"s":"b","d":[[3]],"n":8
      {"n":9,"d":[]}
      {"s":"c","d":[[4]]}
      """
    for options in [json(["[0]", "^.s", "^.n", "$index"], at: "d", format: .ndjson)].flatMap({
      [$0, tiny($0)]
    }) {
      let result = try read(text, options)
      #expect(
        result.fields == [
          ["1", "\"a\"", "7", "0"], ["2", "\"a\"", "7", "1"], ["-", "-", "-", "0"],
          ["4", "\"c\"", "-", "0"],
        ])
      #expect(result.records.map(\.raw) == ["[1]", "[2]", #"{"result":null,"id":1}"#, "[4]"])
      #expect(result.records.map(\.line) == [1, 1, 2, 6])
      #expect(result.records.map(\.byte) == [14, 18, 30, 108])
      #expect(result.rejected == [#"4/54 invalid-json {"s":"b","d":[[3]],"n":8"#])
      #expect(result.error == nil)
    }
    let auto = try read(text, json(["[0]"], at: "d", format: .auto))
    #expect(auto.records.count == 4)
  }

  @Test func aLineMayBeInAnyForm() throws {
    let text = #"{"t":[1,2],"v":[3,4]}"# + "\n" + #"{"t":[5],"v":[6]}"# + "\n"
    #expect(
      try read(text, json(["t", "v"], form: .columns, format: .ndjson)).fields == [
        ["1", "3"], ["2", "4"], ["5", "6"],
      ])
    let map = #"{"a":1,"b":2}"# + "\n7\n"
    #expect(
      try read(map, json(["$key", ""], form: .members, format: .ndjson)).fields == [
        ["\"a\"", "1"], ["\"b\"", "2"], ["-", "{}"],
      ])
    let whole = try read(map, json(["^.a", "a", "$index"], form: .whole, format: .ndjson))
    #expect(whole.fields == [["1", "1", "0"], ["-", "-", "0"]])
  }

  @Test func aMessageOfACaptureMayHoldRecords() throws {
    let text = """
      2026-09-10T00:05:00.2625039Z {"stream":"x","data":{"bids":[["1","2"]],"asks":[["3","4"],["5","6"]],"u":9}}
      2026-09-10T00:05:01Z {"result":null}

      2026-09-10T00:05:02Z {"stream":"y","data":{"bids":[["7","8"]]}}
      """
    let options = json(
      ["$received", "$key", "[0]", "^.data.u", "$index"], at: "data.bids", "data.asks",
      format: .capture)
    for options in [options, tiny(options)] {
      let result = try read(text + "\n", options)
      #expect(
        result.fields == [
          ["\"2026-09-10T00:05:00.2625039Z\"", "\"bids\"", "\"1\"", "9", "0"],
          ["\"2026-09-10T00:05:00.2625039Z\"", "\"asks\"", "\"3\"", "9", "0"],
          ["\"2026-09-10T00:05:00.2625039Z\"", "\"asks\"", "\"5\"", "9", "1"],
          ["\"2026-09-10T00:05:01Z\"", "-", "-", "-", "0"],
          ["\"2026-09-10T00:05:02Z\"", "\"bids\"", "\"7\"", "-", "0"],
        ])
      #expect(result.records[3].raw == #"2026-09-10T00:05:01Z {"result":null}"#)
      #expect(result.rejects.isEmpty)
    }
  }
}
