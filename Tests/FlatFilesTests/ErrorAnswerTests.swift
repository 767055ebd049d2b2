import FlatFiles
import Testing

/// What APIs answer instead of data, saved as a file.
struct ErrorAnswerTests {
  @Test(arguments: [
    (
      #"{"Response":"Error","Message":"You are over your rate limit","Data":[]}"#, "Data",
      #""You are over your rate limit""#
    ),
    (
      #"{"Response":"Error","Data":{},"Message":"market does not exist"}"#, "Data.Data",
      #""market does not exist""#
    ),
    (#"{"error":["EGeneral:Invalid arguments"]}"#, "result.*", #""EGeneral:Invalid arguments""#),
    (
      #"{"error":["EQuery:Unknown asset pair"],"result":{}}"#, "result.*",
      #""EQuery:Unknown asset pair""#
    ),
    (#"{"code":-1121,"msg":"Invalid symbol."}"#, "data", #""Invalid symbol." (code -1121)"#),
    (
      #"{"code":"51001","msg":"Instrument ID does not exist","data":[]}"#, "data",
      #""Instrument ID does not exist" (code 51001)"#
    ),
    (
      #"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params","data":{"reason":"x"}},"id":1}"#,
      "result", #""Invalid params" (code -32602)"#
    ),
    (
      #"{"status":{"error_code":429,"error_message":"You've exceeded the Rate Limit."}}"#,
      "prices", #""You've exceeded the Rate Limit." (code 429)"#
    ),
    (
      #"{"retCode":10001,"retMsg":"params error","result":{"list":[]}}"#, "result.list",
      #""params error" (code 10001)"#
    ),
    (#"{"success":false,"error":"No such future"}"#, "result", #""No such future""#),
    (
      #"{"error_code":400,"error_message":"Bad Request. The series does not exist."}"#,
      "observations", #""Bad Request. The series does not exist." (code 400)"#
    ),
    (#"{"s":"error","errmsg":"unknown symbol"}"#, "t", #""unknown symbol""#),
    (#"{"error":"coin not found"}"#, "prices", #""coin not found""#),
    (#"{"message":"NotFound"}"#, "candles", #""NotFound""#),
  ])
  func anErrorAnswerIsNamedAndQuoted(_ text: String, _ path: String, _ message: String) throws {
    let result = try read(text, json(["time"], at: path))
    #expect(result.records.isEmpty)
    #expect(result.error?.problem == .records(.errorAnswer(message)))
  }

  @Test(arguments: [
    #"{"Response":"Success","Message":"Got the data","Data":[]}"#, #"{"error":[],"Data":[]}"#,
    #"{"code":"0","msg":"","Data":[]}"#, #"{"code":0,"msg":"ok","Data":[]}"#,
    #"{"status":"ok","message":"done","Data":[]}"#, #"{"s":"no_data","errmsg":"","Data":[]}"#,
    #"{"status":{"error_code":0,"error_message":null},"Data":[]}"#,
    #"{"Response":"Error","Message":"partly","Data":[1]}"#,
  ])
  func anAnswerThatIsEmptyOrHasRecordsIsNone(_ text: String) throws {
    #expect(try read(text, json([""], at: "Data")).error == nil)
  }

  @Test func aDocumentThatWouldBeARecordIsLookedAt() throws {
    let text = #"{"code":-1121,"msg":"Invalid symbol."}"#
    let refused = FileProblem.records(.errorAnswer(#""Invalid symbol." (code -1121)"#))
    #expect(try read(text, json(["[0]", "[1]"])).error?.problem == refused)
    #expect(try read(text, json(["price"], form: .members)).error?.problem == refused)
    #expect(try read(text, json(["price"], form: .whole)).error?.problem == refused)
    #expect(try read(text, json(["t"], form: .columns)).error?.problem == refused)
    // Asked for, or landed as it is, it is a record like others.
    #expect(try read(text, json(["code"])).fields == [["-1121"]])
    #expect(try read(text, json()).records.count == 1)
  }

  @Test func itsPlaceIsThatOfTheRecordsThatAreNotThere() throws {
    let result = try read(
      "{\"Data\":[],\n\"Response\":\"Error\",\"Message\":\"limit\"}", json(["t"], at: "Data.x"))
    #expect(
      result.error?.description.hasSuffix(
        "input:1:9 (byte 8): this is the error answer of an API and holds no records: \"limit\"; get"
          + " the file again") == true)
  }

  @Test func aLongMessageIsCut() throws {
    let long = String(repeating: "x", count: 500)
    let result = try read("{\"error\":\"\(long)\"}", json(["t"], at: "Data"))
    let shown = String(repeating: "x", count: 300)
    #expect(result.error?.problem == .records(.errorAnswer("\"\(shown)…\"")))
  }
}
