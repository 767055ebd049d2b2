import FlatFiles
import Foundation
import Testing

/// What is JSON and what is not, alone on a line and inside an array, where other records stand
/// around it.
struct JSONGrammarTests {
  @Test(
    arguments: [
      "0", "-0", "1", "-1.5", "1e5", "1E+5", "1.25e-300", "12345678901234567890123", "1e400",
      "0.1", "-0.0e0", "true", "false", "null", "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#,
      #""\u00e9""#, #""\uD83D\uDE00""#, #""\u0001""#, "\"\u{7F}\"", "\"\u{e9}\u{1F600}\"", "[]",
      "[ ]", "{}", "{ }", "[1]", "[1,2,[3,[4]]]", #"{"a":1}"#, #"{"a":{"b":[]},"c":null}"#,
      #"{"":0}"#, #"{"a":1,"a":2}"#, "[[],{}]", " 1 ", "\t[ 1 , 2 ]\t", #"{ "a" : 1 , "b" : 2 }"#,
      #"{"a b":"[{,:]"}"#, #"["\\"]"#, #"["\"]"]"#,
    ])
  func isJSON(_ text: String) throws {
    #expect(try verdict(text) == "1 \(text)")
    #expect(try verdictInArray(text) == "accepted")
  }

  @Test(
    arguments: [
      "01", "-01", "1.", ".5", "-", "+1", "1e", "1e+", "1.e5", "0x10", "1_000", "1a", "--1",
      "tru", "truex", "True", "nul", "nullx", "False", "undefined", "'a'", "\"a", "\"a\"b",
      #""\x""#, #""\u12""#, #""\u12g4""#, "\"\t\"", "\"\u{1}\"", "[", "]", "[1", "1]", "[1,]",
      "[,1]", "[1,,2]", "[1 2]", "[1:2]", #"["a":1]"#, #"["a":1,2]"#, "{", "}", #"{"a"}"#,
      #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a" 1}"#, #"{"a":1 "b":2}"#, "{a:1}",
      #"{"a":1]"#, "[1}", #"{"a":"b":1}"#, #"{"a",1}"#, "{1:2}", "1 2", "[1][2]", "{}{}", "[]]",
      ",", ":", "[[[]", "[1]x", "/**/1", "1//", "\u{FEFF}1", "\u{e9}", "[1,tru]",
      #"{"a":[1,{"b":01}]}"#, "[\"a\"\"b\"]", "[1\"a\"]", "[true false]", "[1[2]]", "{\"a\"::1}",
      "[\"a\\\"]",
    ])
  func isNoJSON(_ text: String) throws {
    #expect(try verdict(text) == "0 invalid-json")
    #expect(try verdictInArray(text) == "refused")
  }

  @Test func aLineOfTwoElementsIsNoRecord() throws {
    #expect(try verdict("1,2") == "0 invalid-json")
  }

  @Test func everyPrefixOfAValueIsRefused() throws {
    let text = #"{"a":[1.5e3,"b\u20ac\\",true,{"c":null}],"d":-0.25}"#
    for length in 1..<text.count {
      let result = try read(
        "[7]\n\(text.prefix(length))\n[8]\n", json(["[0]"], format: .ndjson))
      #expect(result.fields == [["7"], ["8"]])
      #expect(result.rejects.map(\.code) == [.invalidJSON], "\(text.prefix(length))")
    }
  }

  /// NDJSON: the record's raw text when it was accepted, the code when not; its neighbours must
  /// not care.
  private func verdict(_ text: String) throws -> String {
    let result = try read("[7]\n\(text)\n[8]\n", json(["[0]"], format: .ndjson))
    #expect(result.fields.first == ["7"])
    #expect(result.fields.last == ["8"])
    if result.records.count == 3 { return "1 \(result.records[1].raw)" }
    return "0 " + result.rejects.map(\.code.rawValue).joined(separator: " ")
  }

  private func verdictInArray(_ text: String) throws -> String {
    let result = try read("[[7],\(text),[8]]", json(["[0]"]))
    #expect(result.fields.first == ["7"])
    if result.error == nil, result.rejects.isEmpty, result.records.count == 3 { return "accepted" }
    return result.error != nil || !result.rejects.isEmpty ? "refused" : "\(result.records)"
  }
}
