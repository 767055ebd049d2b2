import FlatFiles
import Testing

@Suite struct RecordsInObjectTests {
  /// `form at path: fields` of the records of a document; nil where it has no such object.
  private func found(_ text: String) -> String? {
    Array(text.utf8).withUnsafeBytes { document in
      RecordsInObject(in: document).map { found in
        "\(found.selection.form.rawValue) at \(found.selection): "
          + found.fieldPaths.map(\.description).joined(separator: " ")
      }
    }
  }

  @Test(arguments: [
    (#"{"t":[1,2,3],"c":[4,5,6]}"#, "columns at : t c"),
    (
      #"{"id":7,"result":{"ticks":[1,2],"close":["a",null],"errors":[],"status":"ok"}}"#,
      "columns at result: ticks close"
    ),
    (
      #"{"prices":[[1,2],[3,4]],"caps":[[1,5],[3,6],[7,null]]}"#, "joined at : $key prices caps"
    ),
    (
      #"{"data":{"a":[[1,2],[3,4]],"b":[[1.0,5],[30e-1,6]]},"ok":true}"#,
      "joined at data: $key a b"
    ),
    (#"{"BTC":{"USD":1,"EUR":2},"ETH":{"USD":3}}"#, "members at : "),
    (
      #"{"Meta":{"a":"x"},"Daily Series":{"2024-01-02":{"1. open":"5"},"2024-01-03":{"1. open":"6"}}}"#,
      "members at Daily Series: "
    ),
    (#"{"2024-01-02":[1,2,3],"2024-01-03":[4,5,6]}"#, "members at : "),
  ])
  func recordsThatAreSpreadOverAnObjectAreFound(text: String, records: String) {
    #expect(found(text) == records)
  }

  @Test(arguments: [
    // The sides of a book have no key in common.
    #"{"bids":[["1","2"],["3","4"]],"asks":[["5","6"],["7","8"]]}"#,
    // Dates inside of names: a table on its side, which no form reads.
    #"{"open":{"1704067200000":1,"1704067260000":2},"close":{"1704067200000":3,"1704067260000":4}}"#,
    // Columns that are not as long as each other, and arrays beside much else.
    #"{"a":[1,2,3],"b":[1,2]}"#,
    #"{"name":"a long text that is the data","tags":[1,2],"ids":[3,4]}"#,
    // Objects that have nothing in common, and one alone.
    #"{"server":{"host":"x","port":1},"log":{"level":"y","file":"z"}}"#, #"{"BTC":{"USD":1}}"#,
    // What is in the arrays inside is the data.
    #"{"a":{"n":1,"rows":[[1,2],[3,4],[5,6]]},"b":{"n":2,"rows":[[1,2],[3,4]]}}"#,
    #"{"data":[{"a":1},{"a":2}]}"#, #"[{"a":[1,2],"b":[3,4]}]"#, "{}", "[]", "1", "",
    #"{"a":[1,2],"a":[3,4],"b":[5,6]}"#,
  ])
  func whatIsLessThanClearIsTakenForNone(text: String) {
    #expect(found(text) == nil)
  }

  @Test func aDocumentAmongOthersIsARecordAndNoMapOfThem() throws {
    let quote = #"{"bid":{"p":1,"q":2},"ask":{"p":3,"q":4}}"#
    let one = try TemporaryFile(quote)
    #expect(RecordsInObject.find(in: one.source, ReadOptions())?.selection.form == .members)
    let two = try TemporaryFile(quote + quote)
    #expect(RecordsInObject.find(in: two.source, ReadOptions()) == nil)
    let pages = try TemporaryFile(#"{"t":[1,2],"c":[3,4]} {"t":[5],"c":[6]}"#)
    #expect(RecordsInObject.find(in: pages.source, ReadOptions())?.selection.form == .columns)
  }

  @Test func aDocumentThatIsLongerThanItsFirstBlockIsLookedAtWhole() throws {
    let numbers = (0..<40_000).map(String.init).joined(separator: ",")
    let file = try TemporaryFile(#"{"t":[\#(numbers)],"c":[\#(numbers)]}"#)
    let found = try #require(RecordsInObject.find(in: file.source, ReadOptions()))
    #expect(found.selection == RecordSelection(form: .columns))
    #expect(found.fieldPaths.map(\.description) == ["t", "c"])
    let cut = try TemporaryFile(#"{"t":[\#(numbers)],"c":[\#(numbers)"#)
    #expect(RecordsInObject.find(in: cut.source, ReadOptions()) == nil)
  }
}
