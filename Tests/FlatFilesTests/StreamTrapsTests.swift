import FlatFiles
import Testing

/// What is odd about the messages of a feed, as programs write them down.
struct StreamTrapsTests {
  private let trade =
    #"{"e":"aggTrade","E":1704067200123,"a":5,"s":"BTCUSDT","p":"42283.58","A":"x","T":1704067200120,"t":9,"m":true}"#

  @Test func keysThatDifferByCaseAreDifferentKeys() throws {
    let result = try read(
      trade + "\n" + trade + "\n", json(["e", "E", "t", "T", "a", "A"], format: .auto))
    let fields = ["\"aggTrade\"", "1704067200123", "9", "1704067200120", "5", "\"x\""]
    #expect(result.fields == [fields, fields])
  }

  @Test func aCombinedStreamHasItsMessagesInAnEnvelopeAndARawOneHasNot() throws {
    let text = #"{"stream":"btcusdt@aggTrade","data":\#(trade)}"# + "\n" + trade + "\n"
    #expect(
      try read(text, json(["data.p", "p", "data.E", "E"], format: .auto)).fields == [
        ["\"42283.58\"", "-", "1704067200123", "-"], ["-", "\"42283.58\"", "-", "1704067200123"],
      ])
    #expect(
      try read(text, json(["p", "^.stream"], at: "data", format: .auto)).fields == [
        ["\"42283.58\"", "\"btcusdt@aggTrade\""], ["-", "-"],
      ])
  }

  @Test func acknowledgementsAndPingsAreRecordsWithoutFields() throws {
    let text = """
      {"result":null,"id":1}
      {"stream":"x","data":\(trade)}
      {"ping":1704067200000}
      "pong"
      []
      {"stream":"x","data":\(trade)}

      """
    for options in [json(["e", "p"], at: "data", format: .ndjson)].flatMap({ [$0, tiny($0)] }) {
      let result = try read(text, options)
      let fields = ["\"aggTrade\"", "\"42283.58\""]
      #expect(
        result.fields == [["-", "-"], fields, ["-", "-"], ["-", "-"], ["-", "-"], fields])
      #expect(result.records.map(\.line) == [1, 2, 3, 4, 5, 6])
      #expect(result.rejects.isEmpty)
      #expect(result.error == nil)
    }
  }

  @Test func aRawFeedHasATimeWithSevenDigitsAndBlankLinesWhereItWasCutOff() throws {
    let lines = [
      "2026-09-10T00:05:00.2625039Z \(trade)", "", "2026-09-10T00:05:07.0000001Z \(trade)", "",
    ]
    for end in ["\n", "\r\n"] {
      for options in [json(["$received", "E"], format: .capture)].flatMap({ [$0, tiny($0)] }) {
        let result = try read(lines.joined(separator: end), options)
        #expect(
          result.fields == [
            ["\"2026-09-10T00:05:00.2625039Z\"", "1704067200123"],
            ["\"2026-09-10T00:05:07.0000001Z\"", "1704067200123"],
          ])
        #expect(result.records.map(\.line) == [1, 3])
        #expect(result.rejects.isEmpty)
      }
    }
  }

  @Test func aMarkCarriageReturnsAndBlankLinesAreNoRecords() throws {
    let result = try read(
      "\u{FEFF}{\"p\":1}\r\n\r\n \t\r\n{\"p\":2}\r\n", json(["p"], format: .auto))
    #expect(result.fields == [["1"], ["2"]])
    #expect(result.records.map(\.line) == [1, 4])
    #expect(result.rejects.isEmpty)
  }

  @Test func aLineThatIsCutShortIsNotFatal() throws {
    let result = try read(trade + "\n" + trade.dropLast(20), json(["a"], format: .ndjson))
    #expect(result.fields == [["5"]])
    #expect(result.rejects.map(\.code) == [.cutShort])
    #expect(result.error == nil)
  }
}
