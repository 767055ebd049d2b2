import Postgres
import Refining
import Testing

struct RefiningRangeTests {
  @Test func wordsAndWindowsAreRead() throws {
    #expect(try RefiningRange("dirty") == .dirty)
    #expect(try RefiningRange("all") == .all)
    let from = try #require(Timestamp("2024-01-01T00:00:00Z"))
    let dayEnd = try #require(Timestamp("2024-01-31T23:59:59.999999Z"))
    let noon = try #require(Timestamp("2024-01-31T12:00:00Z"))
    #expect(try RefiningRange("2024-01-01..2024-01-31") == .window(from: from, to: dayEnd))
    #expect(
      try RefiningRange("2024-01-01T01:00:00+01:00..2024-01-31 12:00")
        == .window(from: from, to: noon))
  }

  @Test(
    arguments: [
      ("everything", "neither dirty nor all nor two times with .. between"),
      ("2024-01-01..soon", "\"soon\" is not a time"), ("..2024-01-01", "\"\" is not a time"),
      ("2024-02-01..2024-01-01", "it ends before it begins"),
    ])
  func whatIsNoRangeIsRefused(text: String, why: String) throws {
    let error = #expect(throws: RefiningRangeError.self) { try RefiningRange(text) }
    #expect(
      error?.description == """
        range "\(text)": \(why); write dirty, all, or FROM..TO like 2024-01-01..2024-01-31
        """)
  }
}
