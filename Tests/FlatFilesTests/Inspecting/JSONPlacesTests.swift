import FlatFiles
import Testing

@Suite struct JSONPlacesTests {
  @Test(arguments: [
    (#"{"data":[{"a":1},{"a":2}]}"#, "data"),
    (#"{"Response":"Success","Data":{"Data":[{"time":1},{"time":2},{"time":3}]}}"#, "Data.Data"),
    (#"{"prices":[[1,2],[3,4],[5,6],[7,8],[9,10]],"n":[[1,2]]}"#, "prices"),
    (#"{"a\"b":[{"x":1},{"x":22222222}]}"#, #"a"b"#),
    (#"[{"a":[{"b":1}]}]"#, nil), (#"{"a":1,"b":[1,2,3]}"#, nil),
    (#"{"bids":[[1,2]],"asks":[[3,4]]}"#, nil),
    (#"{"data":[{"a":1},{"a":"cut sho"#, "data"), ("{", nil), (#"{"a":[{"b":[{"c":1}]}]}"#, "a"),
  ])
  func theRecordsOfADocumentAreTheArrayThatItIsMadeOf(text: String, path: String?) {
    let found = RecordsInDocument.path(in: Array(text.utf8))
    #expect(
      found.map(\.steps)
        == path.map { path in
          path == #"a"b"# ? [.key(path)] : RecordPath(path)?.steps ?? []
        })
  }

  private func paths(_ records: String...) -> [String] {
    var paths = PathsInRecords()
    for record in records {
      Array(record.utf8).withUnsafeBytes { paths.add($0) }
    }
    return paths.paths.map(\.description)
  }

  @Test func theValuesOfObjectsAreFoundInsideOfThem() {
    #expect(
      paths(#"{"e":"x","k":{"o":"1","c":{"d":[1,{"y":2}]}},"n":null}"#)
        == ["e", "k.o", "k.c.d", "n"])
  }

  @Test func theElementsOfAnArrayAreFoundByTheirPlaces() {
    #expect(paths("[1, [2, 3], \"]\"]") == ["[0]", "[1]", "[2]"])
  }

  @Test func whatIsGoneIntoInAnotherRecordIsNoValue() {
    #expect(paths(#"{"a":null,"b":1}"#, #"{"a":{"x":1},"c":{}}"#) == ["b", "a.x", "c"])
  }

  @Test func thereIsAnEndToWhatIsListed() {
    var paths = PathsInRecords()
    let record = "{" + (0..<5_000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
    Array(record.utf8).withUnsafeBytes { paths.add($0) }
    #expect(paths.paths.count == 200)
    #expect(paths.isCut)
  }

  @Test func deepValuesEndSomewhere() {
    let depth = 200
    let record =
      String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
    #expect(paths(record) == ["a.a.a.a.a"])
  }
}
