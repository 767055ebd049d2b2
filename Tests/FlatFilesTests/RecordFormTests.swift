import FlatFiles
import Testing

struct RecordFormTests {
  private let kraken = """
    {"error": [], "result": {"XXBTZUSD": [[1,"2"],[3,"4"]], "note": "x", "last": 5,
    "XETHZUSD": [ [6,"7"] ]}}
    """
  private let book = #"{"lastUpdateId":7,"bids":[["1","2"],["3","4"]],"asks":[["5","6"]]}"#

  @Test func aStarStandsForAllMembersAndPassesOverScalars() throws {
    let result = try read(kraken, json(["[0]", "$key", "$index"], at: "result.*"))
    #expect(
      result.fields == [
        ["1", "\"XXBTZUSD\"", "0"], ["3", "\"XXBTZUSD\"", "1"], ["6", "\"XETHZUSD\"", "0"],
      ])
    #expect(result.records.map(\.line) == [1, 1, 2])
    #expect(result.error == nil)
    #expect(try read(#"{"result":{}}"#, json(["a"], at: "result.*")).error == nil)
    let bad = try read(#"{"result":{"a":[1],"last":05}}"#, json([""], at: "result.*"))
    #expect(bad.fields == [["1"]])
    #expect(bad.error?.problem == .invalidJSON("this byte cannot stand here"))
  }

  @Test func aStarLeadsOnToWhatStandsBelow() throws {
    let text = #"[{"n":"a","rows":[1,2]},{"n":"b","rows":[3]}, 7]"#
    #expect(
      try read(text, json(["", "$index"], at: "*.rows")).fields == [
        ["1", "0"], ["2", "1"], ["3", "0"],
      ])
    let objects = try read(
      #"{"a":{"v":1},"b":2,"c":{"v":3}}"#, json(["v", "$key", "$index"], at: "*"))
    #expect(objects.fields == [["1", "\"a\"", "0"], ["3", "\"c\"", "1"]])
  }

  @Test func recordsAtSeveralPathsComeInTheOrderOfTheDocument() throws {
    let result = try read(
      book, json(["[0]", "$key", "$index", "^.lastUpdateId"], at: "asks", "bids"))
    #expect(
      result.fields == [
        ["\"1\"", "\"bids\"", "0", "7"], ["\"3\"", "\"bids\"", "1", "7"],
        ["\"5\"", "\"asks\"", "0", "7"],
      ])
    let half = try read(#"{"bids":[[1]]}"#, json(["[0]"], at: "bids", "asks"))
    #expect(half.fields == [["1"]])
    #expect(
      half.error?.problem
        == .noRecords(at: RecordPath([.key("asks")]), found: "the file has the keys \"bids\""))
  }

  @Test func theMembersOfAMapAreRecords() throws {
    let text = #"{"BTC":{"USD":95000.10},"ETH":{"USD":3300},"note":"x"}"#
    let result = try read(text, json(["USD", "$key", "$index", ""], form: .members))
    #expect(
      result.fields == [
        ["95000.10", "\"BTC\"", "0", #"{"USD":95000.10}"#],
        ["3300", "\"ETH\"", "1", #"{"USD":3300}"#],
        ["-", "\"note\"", "2", "\"x\""],
      ])
    #expect(result.records.map(\.byte) == [7, 30, 50])
    #expect(try read("{}", json(["USD"], form: .members)).error == nil)
    let inner = try read(
      #"{"r":{"a":[1,2]},"b":[3]}"#, json(["[1]", "$key"], at: "r", form: .members))
    #expect(inner.fields == [["2", "\"a\""]])
    #expect(
      try read("[1]", json([""], form: .members)).error?.problem
        == .noRecords(at: RecordPath(), found: "a value that is no object"))
  }

  @Test func aDamagedMemberCostsOneRecord() throws {
    let result = try read(#"{"a":{"v":1},"b":{"v":01},"c":{"v":3}}"#, json(["v"], form: .members))
    #expect(result.fields == [["1"], ["3"]])
    #expect(result.rejected == [#"1/17 invalid-json {"v":01}"#])
  }

  @Test func columnsBecomeRecords() throws {
    let text = """
      {"jsonrpc":"2.0","result":{"ticks":[1,2, 3],"status":"ok",
        "open":[1.50,null,"x"], "cl\\u006fse":[{"a":[1]},2,3]},"usOut":9}
      """
    let result = try read(
      text,
      json(
        ["ticks", "open", "close", "$index", "$key", "^.jsonrpc", "^.result.status"], at: "result",
        form: .columns))
    #expect(
      result.fields == [
        ["1", "1.50", "{\"a\":[1]}", "0", "\"result\"", "\"2.0\"", "\"ok\""],
        ["2", "null", "2", "1", "\"result\"", "\"2.0\"", "\"ok\""],
        ["3", "\"x\"", "3", "2", "\"result\"", "\"2.0\"", "\"ok\""],
      ])
    #expect(result.records[2].raw == #"{"ticks":3,"open":"x","cl\u006fse":3}"#)
    #expect(result.records.map(\.byte) == [36, 38, 41])
    #expect(result.error == nil)
  }

  @Test func columnsOfDifferentLengthAreRefusedUnlessNobodyAsksForThem() throws {
    let text = #"{"t":[1,2,3],"v":[1,2],"errors":[]}"#
    let result = try read(text, json(["t", "v"], form: .columns))
    #expect(result.records.isEmpty)
    #expect(
      result.error?.problem == .records(.unequalColumns("t", count: 3, other: "v", otherCount: 2)))
    #expect(try read(text, json(["v"], form: .columns)).fields == [["1"], ["2"]])
    #expect(try read(text, json([""], form: .columns)).error?.problem != nil)
    #expect(
      try read(#"{"s":"no_data"}"#, json(["t"], form: .columns)).error?.problem
        == .noRecords(at: RecordPath(), found: "the file has no array that is asked for"))
  }

  @Test func whatIsHeldWholeHasALimit() throws {
    var options = json(["t"], form: .columns)
    options.limits.recordBytes = 1000
    options.limits.pieceBytes = 64
    let numbers = (0..<300).map(String.init).joined(separator: ",")
    #expect(
      try read("{\"t\":[\(numbers)]}", options).error?.problem
        == .records(.tooLargeToHold(limit: 1000)))
  }

  @Test func seriesAreJoinedByTheirKeysAndNotByTheirPlaces() throws {
    let text = """
      {"prices":[[1000,1.5],[2000,2.5],[4e3,4.5]],"market_caps":[[2000.0,null],[3000,30]],
      "total_volumes":[[1000,100],[4000,400]]}
      """
    let result = try read(
      text, json(["$key", "prices", "market_caps", "total_volumes", "$index"], form: .joined))
    #expect(
      result.fields == [
        ["1000", "1.5", "-", "100", "0"], ["2000", "2.5", "null", "-", "1"],
        ["3000", "-", "30", "-", "2"], ["4e3", "4.5", "-", "400", "3"],
      ])
    #expect(result.records[3].raw == #"{"$key":4e3,"prices":4.5,"total_volumes":400}"#)
    #expect(result.records.map(\.line) == [1, 1, 1, 1])
  }

  @Test func aKeyTwiceInASeriesGivesTwoRecords() throws {
    let text = #"{"p":[[1,"a"],[2,"b"],[2,"c"]],"q":[[2,"x"],[1,"y"]]}"#
    #expect(
      try read(text, json(["$key", "p", "q"], form: .joined)).fields == [
        ["1", "\"a\"", "\"y\""], ["2", "\"b\"", "\"x\""], ["2", "\"c\"", "-"],
      ])
  }

  @Test func seriesKeepTheirOrder() throws {
    let falling = #"{"p":[[3,1],[2,2],[2,3]],"q":[[1,9],[4,8]]}"#
    #expect(
      try read(falling, json(["$key", "p", "q"], form: .joined)).fields == [
        ["4", "-", "8"], ["3", "1", "-"], ["2", "2", "-"], ["2", "3", "-"], ["1", "-", "9"],
      ])
    let words = #"{"p":[["b",1],["a",2]],"q":[["c",3],["a",4],[1.5,5],[15e-1,6]]}"#
    #expect(
      try read(words, json(["$key", "p", "q"], form: .joined)).fields == [
        ["\"b\"", "1", "-"], ["\"a\"", "2", "4"], ["\"c\"", "-", "3"], ["1.5", "-", "5"],
        ["15e-1", "-", "6"],
      ])
  }

  @Test func anElementThatIsNoPairIsAReject() throws {
    let result = try read(
      #"{"p":[[1,2],[3],5,[true,1],[1,2,3]],"q":[[1,9]]}"#, json(["$key", "p", "q"], form: .joined))
    #expect(result.fields == [["1", "2", "9"]])
    #expect(
      result.rejected == [
        "1/12 not-a-pair [3]", "1/16 not-a-pair 5", "1/18 not-a-pair [true,1]",
        "1/27 not-a-pair [1,2,3]",
      ])
    #expect(
      result.rejects.first?.message == "an element of \"p\" is not a pair of a key and a value")
  }

  @Test func aDocumentMayBeOneRecord() throws {
    let text = #"{"data":{"a":[1,2]}} [3,4]"#
    let result = try read(text, json(["data.a[1]", "[1]", "$index"], form: .whole))
    #expect(result.fields == [["2", "-", "0"], ["-", "4", "0"]])
    #expect(
      try read(#"{"n":1,"d":[3,4]}"#, json(["[1]", "^.n"], at: "d", form: .whole)).fields == [
        ["4", "1"]
      ])
  }

  @Test func everyEdgeOfPiecesAndBatchesGivesTheSame() throws {
    let forms: [(String, ReadOptions)] = [
      (kraken + "\n" + kraken, json(["[0]", "$key", "$index", "^.error"], at: "result.*")),
      (book + book, json(["[0]", "$key", "$index", "^.lastUpdateId"], at: "bids", "asks")),
      (
        #"{"a":{"v":1},"b":{"v":01}}{"c":{"v":[3]}}"#,
        json(["v", "$key", "$index"], form: .members)
      ),
      (#"{"t":[1,2,3],"s":"ok","v":[[],"\"",{}]}"#, json(["t", "v", "^.s"], form: .columns)),
      (
        #"{"p":[[1,2],[3],[4,5]],"q":[[4,9]]} {"p":[[7,7]]}"#,
        json(["$key", "p", "q", "$index"], form: .joined)
      ),
    ]
    for (text, options) in forms {
      let file = try TemporaryFile(text)
      let whole = read(file, options)
      #expect(whole.error == nil)
      #expect(whole.records.count + whole.rejects.count > 2)
      for pieceBytes in [1, 2, 7, 30] {
        for batchRecords in [1, 2, 100] {
          var options = tiny(options, pieceBytes: pieceBytes, batchRecords: batchRecords)
          // Fields around the records are taken ahead of them or by the way.
          if batchRecords == 2 { options.limits.documentBytes = 0 }
          let result = read(file, options)
          #expect(result.records == whole.records)
          #expect(result.rejects == whole.rejects)
          #expect(result.error == nil)
        }
      }
    }
  }
}
