import Layouts
import Testing

@Suite struct ArrayTextTests {
  /// The elements with `|` between, NULL as `-`; nil where the text is no array.
  private func elements(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { ArrayText.elements(of: UnsafeRawBufferPointer($0)) }.map { elements in
      elements.map { $0.map { String(decoding: $0, as: UTF8.self) } ?? "-" }
        .joined(separator: "|")
    }
  }

  @Test(arguments: [
    ("{}", ""), ("{ }", ""), ("{a}", "a"), ("{a,b}", "a|b"), ("{ a , b c }", "a|b c"),
    (#"{"a, b","c \"d\"","e\\f",""}"#, #"a, b|c "d"|e\f|"#), ("{NULL,null}", "-|-"),
    (#"{"NULL"}"#, "NULL"), ("{ä,½}", "ä|½"), (#"{a\,b}"#, "a,b"),
  ])
  func aListIsReadAsTheServerReadsIt(text: String, expected: String) {
    #expect(elements(text) == expected)
  }

  @Test(arguments: [
    "", "a", "{", "{a", "{a,", "{a,}", "{,a}", "{a}b", #"{"a}"#, "{{a}}", "[1:1]={a}", #"{a"b"}"#,
    #"{a\"#, #"["a"]"#,
  ])
  func anythingElseIsNone(text: String) {
    #expect(elements(text) == nil)
  }

  @Test func aColumnOfThatTypeTakesNothingElse() throws {
    let mapper = try RowMapper(
      "name: x\ninto: t\ncolumns: {a: {at: 1, type: array}, b: {at: 2, type: array, default: '{x}'}}"
    )
    let mapped = mapper.mapped([["{a,b}", nil], ["a", "{}"], ["{\u{0}}", "{}"]])
    #expect(mapped.rows == ["{a,b}|{x}"])
    #expect(
      mapped.rejects == [
        "2:a:not-an-array: `a` is not a list like `{a,b}`",
        "3:a:nul-character: the text has a NUL character, which PostgreSQL cannot store",
      ])
  }
}
