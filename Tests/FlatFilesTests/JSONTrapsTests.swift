import FlatFiles
import Testing

/// The forms in which markets' history lies around as JSON, and what is odd about each.
struct JSONTrapsTests {
  // MARK: - Python's json module

  @Test func pythonDumpsKeepEveryDigit() throws {
    let text = #"{"id":12345678901234567890123,"p":0.1000000000000000055511151231257827,"e":1e-05}"#
    #expect(
      try read(text + "\n" + text, json(["id", "p", "e"], format: .auto)).fields == [
        ["12345678901234567890123", "0.1000000000000000055511151231257827", "1e-05"],
        ["12345678901234567890123", "0.1000000000000000055511151231257827", "1e-05"],
      ])
  }

  @Test func pythonDumpsSpellLettersAsEscapes() throws {
    let text = #"[{"n":"\u20bf \u00e4\ud83d\ude00"},{"n":"\ud83d"},{"n":"a\u0000"},{"n":"b"}]"#
    let result = try read(text, json(["n"]))
    #expect(result.fields == [["\"₿ ä😀\""], ["\"b\""]])
    #expect(
      result.rejected == [
        #"1/35 lone-surrogate {"n":"\ud83d"}"#, #"1/50 nul-character {"n":"a\u0000"}"#,
      ])
  }

  @Test(arguments: [
    (DuplicateKeyPolicy.last, ["2"], []), (.first, ["1"], []),
    (.reject, [], [#"1/0 key-twice {"p":1,"p":2}"#]),
  ])
  func aKeyTwiceFollowsThePolicy(
    _ policy: DuplicateKeyPolicy, _ fields: [String], _ rejected: [String]
  ) throws {
    let result = try read(#"{"p":1,"p":2}"# + "\n", json(["p"], duplicateKeys: policy))
    #expect(result.fields.flatMap(\.self) == fields)
    #expect(result.rejected == rejected)
  }

  // MARK: - Answers of exchanges, saved

  @Test func binanceKlinesOverRESTAreArraysOfNumbersAndStrings() throws {
    let text = """
      [[1704067200000,"42283.58","42554.57","42261.02","42475.23","1271.68",1704070799999,"53957248.9",47134,"682.57","28957416.8","0"]]
      """
    #expect(
      try read(text, json(["[0]", "[4]", "[8]", "[11]", "[12]"])).fields == [
        ["1704067200000", "\"42475.23\"", "47134", "\"0\"", "-"]
      ])
  }

  @Test func aResponseBecomesOneRowOfItselfAndRowsOfItsElements() throws {
    let text =
      #"{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"],["0.0027","5"]]}"#
    #expect(
      try read(text, json(["lastUpdateId", "bids[0][0]", "asks[0][0]", "$index"], form: .whole))
        .fields == [["160", "\"0.0024\"", "\"0.0026\"", "0"]])
    #expect(
      try read(
        text, json(["$key", "$index", "[0]", "^.lastUpdateId"], at: "bids", "asks")
      ).fields == [
        ["\"bids\"", "0", "\"0.0024\"", "160"], ["\"asks\"", "0", "\"0.0026\"", "160"],
        ["\"asks\"", "1", "\"0.0027\"", "160"],
      ])
  }

  @Test func aTickerIsOneObjectOrAnArrayOfThem() throws {
    let one = #"{"symbol":"BTCUSDT","lastPrice":"42283.58"}"#
    for text in [one, "[\(one)]", "[\(one),\(one)]"] {
      let result = try read(text, json(["symbol", "$index"]))
      #expect(result.fields.first == ["\"BTCUSDT\"", "0"])
    }
  }

  @Test func coinGeckosSeriesOfDifferentLengthAreJoinedByTheirTime() throws {
    let text = """
      {"prices":[[1622733088498,37817.36],[1622737203757,38012.5],[1622740800000,38100]],
       "market_caps":[[1622733088498,7.08e11],[1622740800000,null]],
       "total_volumes":[[1622737203757,4.1e10],[1622740800000,4.2e10],[1622744400000,4.3e10]]}
      """
    let paths = ["$key", "prices", "market_caps", "total_volumes"]
    #expect(
      try read(text, json(paths, form: .joined)).fields == [
        ["1622733088498", "37817.36", "7.08e11", "-"],
        ["1622737203757", "38012.5", "-", "4.1e10"], ["1622740800000", "38100", "null", "4.2e10"],
        ["1622744400000", "-", "-", "4.3e10"],
      ])
    // Of one series nothing but its own times comes.
    #expect(try read(text, json(["$key", "prices"], form: .joined)).records.count == 3)
  }

  @Test func coinGeckosTrendingCoinsStandInAnEnvelopeEach() throws {
    let text =
      #"{"coins":[{"item":{"id":"a","score":0}},{"item":{"id":"b","score":1}}],"nfts":[{}]}"#
    #expect(
      try read(text, json(["item.id", "item.score", "$index"], at: "coins")).fields == [
        ["\"a\"", "0", "0"], ["\"b\"", "1", "1"],
      ])
  }

  @Test func cryptoCompareHasItsRowsInDataOrInDataOfData() throws {
    let row = #"{"time":1704067200,"close":42475.23,"volumefrom":1271.68}"#
    let first =
      #"{"Response":"Success","Type":100,"Aggregated":false,"Data":[\#(row)],"TimeTo":1704067200,"#
      + #""ConversionType":{"type":"direct","conversionSymbol":""},"RateLimit":{},"HasWarning":false}"#
    #expect(
      try read(first, json(["time", "close", "^.TimeTo", "^.HasWarning"], at: "Data")).fields == [
        ["1704067200", "42475.23", "1704067200", "false"]
      ])
    let second =
      #"{"Response":"Success","Message":"","HasWarning":false,"Type":100,"RateLimit":{},"Data":"#
      + #"{"Aggregated":false,"TimeFrom":1704063600,"TimeTo":1704067200,"Data":[\#(row),\#(row)]}}"#
    #expect(
      try read(second, json(["time", "^.Data.TimeTo", "$index"], at: "Data.Data")).fields == [
        ["1704067200", "1704067200", "0"], ["1704067200", "1704067200", "1"],
      ])
  }

  @Test func cryptoComparesPricesAreAMap() throws {
    let text = #"{"BTC":{"USD":42475.23,"EUR":38400},"ETH":{"USD":2281.9}}"#
    #expect(
      try read(text, json(["$key", "USD", "EUR"], form: .members)).fields == [
        ["\"BTC\"", "42475.23", "38400"], ["\"ETH\"", "2281.9", "-"],
      ])
  }

  @Test func krakensCandlesStandBelowTheNameOfThePair() throws {
    let text = """
      {"error":[],"result":{"XXBTZUSD":[[1704067200,"42283.6","42554.5","42261.0","42475.2","42412.9","127.16",4713]],"last":1704063600}}
      """
    #expect(
      try read(text, json(["$key", "[0]", "[4]", "[6]", "^.result.last"], at: "result.*")).fields
        == [["\"XXBTZUSD\"", "1704067200", "\"42475.2\"", "\"127.16\"", "1704063600"]])
  }

  @Test func deribitsCandlesAreColumns() throws {
    let text = """
      {"usOut":1,"result":{"volume":[3.5,4],"ticks":[1704067200000,1704070800000],"status":"ok","open":[42283.5,42475],"cost":[1,2]},"jsonrpc":"2.0"}
      """
    #expect(
      try read(text, json(["ticks", "open", "volume"], at: "result", form: .columns)).fields == [
        ["1704067200000", "42283.5", "3.5"], ["1704070800000", "42475", "4"],
      ])
    // The rates of a chart stand beside a summary of them.
    let chart = #"{"result":{"interest_8h":1e-12,"data":[{"timestamp":1,"interest_8h":-2E-07}]}}"#
    #expect(
      try read(
        chart, json(["timestamp", "interest_8h", "^.result.interest_8h"], at: "result.data")
      ).fields == [["1", "-2E-07", "1e-12"]])
  }

  @Test func coinbasesCandlesAreObjectsOfStrings() throws {
    let text =
      #"{"candles":[{"start":"1639508050","low":"140.21","high":"140.9","close":"140.8"}]}"#
    #expect(
      try read(text, json(["start", "low", "close"], at: "candles")).fields == [
        ["\"1639508050\"", "\"140.21\"", "\"140.8\""]
      ])
    let legacy = "[[1704067200,42261.02,42554.57,42283.58,42475.23,1271.68],[1704063600,1,2,3,4,5]]"
    #expect(
      try read(legacy, json(["[0]", "[1]"])).fields.map(\.[0]) == ["1704067200", "1704063600"])
  }

  @Test func ccxtsCandlesMayHaveHolesAndASeventhElement() throws {
    let text = "[[1704067200000, 42283.58, null, 42261.02, 42475.23, 12],[1,2,3,4,5,6,7]]"
    #expect(
      try read(text, json(["[0]", "[2]", "[6]"])).fields == [
        ["1704067200000", "null", "-"], ["1", "3", "7"],
      ])
    let rates =
      #"[{"symbol":"BTC/USDT:USDT","fundingRate":1e-4,"info":{"fundingTime":"1704067200000"}}]"#
    #expect(
      try read(rates, json(["fundingRate", "info.fundingTime"])).fields == [
        ["1e-4", "\"1704067200000\""]
      ])
  }

  // MARK: - The text as a whole

  @Test func documentsMayFollowEachOtherWithoutAnythingBetween() throws {
    let page = #"{"Response":"Success","Data":{"TimeTo":1,"Data":[{"time":1},{"time":2}]}}"#
    for between in ["", " ", "\n", "\r\n\r\n"] {
      let result = try read(
        page + between + page, json(["time", "$index", "^.Data.TimeTo"], at: "Data.Data"))
      #expect(
        result.fields == [["1", "0", "1"], ["2", "1", "1"], ["1", "0", "1"], ["2", "1", "1"]])
      #expect(result.error == nil)
    }
  }

  @Test func anArrayThatIsCutShortGivesWhatIsThereAndFails() throws {
    let result = try read("[[1,2],[3,4],[5,", json(["[0]"]))
    #expect(result.fields == [["1"], ["3"]])
    #expect(result.error?.problem == .endsInTheMiddle)
    #expect(result.error?.column == 14)
  }

  @Test(arguments: ["[", "{\"a\":"]) func deepNestingIsRefusedAndNotFollowed(_ open: String) throws
  {
    let deep = String(repeating: open, count: 200_000)
    // Where records are not looked for in it, it is only passed over.
    for path in ["", "d"] {
      for form in RecordSelection.Form.allCases {
        let result = try read("{\"x\":\(deep)", json(["a", "^.b.c"], at: path, form: form))
        #expect(result.records.isEmpty)
        #expect(result.error?.problem == .nestedTooDeep(limit: 256), "\(form)")
      }
    }
    let line = try read("{\"d\":[1]}\n\(deep)\n", json([""], at: "d", format: .ndjson))
    #expect(line.fields == [["1"]])
    #expect(line.rejects.map(\.code) == [.nestedTooDeep])
  }

  @Test func anArrayOnOneLineIsReadInPiecesHoweverLongItIs() throws {
    let count = 50_000
    let text = "[" + (0..<count).map { "[\($0),\"\($0).5\"]" }.joined(separator: ",") + "]"
    var options = json(["[0]", "$index"])
    options.limits.pieceBytes = 1000
    // No more than a record has to fit.
    options.limits.recordBytes = 100
    let file = try TemporaryFile(text)
    let reader = try FileReader.open(file.source, options)
    let batch = RecordBatch()
    var seen = 0
    var longest = 0
    while try reader.read(into: batch) {
      for record in batch.records.indices {
        let number = String(decoding: batch.content(batch.field(record, 0)), as: UTF8.self)
        let index = String(decoding: batch.content(batch.field(record, 1)), as: UTF8.self)
        if number != "\(seen)" || index != "\(seen)" { Issue.record("\(number) is \(seen)") }
        seen += 1
      }
      longest = max(longest, batch.bytes.count)
    }
    #expect(seen == count)
    #expect(longest < 2 << 20)
  }
}
