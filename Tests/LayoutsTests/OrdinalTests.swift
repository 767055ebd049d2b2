import FlatFiles
import Layouts
import Testing

/// The ordinal among equal rows of a file.
@Suite struct OrdinalTests {
  private let yaml = """
    name: trades
    into: trades
    columns:
      at: 1
      price: {at: 2, type: decimal}
      side: 3
      n: {ordinal: 1}
    time: {column: at, unit: s}
    """

  private func ordinals(_ mapper: RowMapper, _ records: [TestRecord]) -> [String] {
    mapper.mapped(records).rows.compactMap { $0.split(separator: "|").last.map(String.init) }
  }

  @Test func equalRowsAreCounted() throws {
    #expect(
      ordinals(
        try RowMapper(yaml),
        [
          "100,1.5,buy", "100,1.50,buy", "100,1.5,sell", "100,1.5,buy", "101,1.5,buy",
          "100,15e-1,buy", "100,,buy", "100,,buy",
        ]) == ["1", "2", "1", "3", "1", "4", "1", "2"])
  }

  @Test func countingGoesOnOverBatchesAndMayBeginAtZero() throws {
    let mapper = try RowMapper(yaml.replacing("ordinal: 1", with: "ordinal: 0"))
    #expect(ordinals(mapper, ["100,1,buy", "100,1,buy"]) == ["0", "1"])
    #expect(ordinals(mapper, ["100,1,buy"]) == ["2"])
  }

  @Test func rejectedRowsAreNotCounted() throws {
    let mapper = try RowMapper(yaml)
    let mapped = mapper.mapped(["100,1,buy", "100,x,buy", "100,1,buy"])
    #expect(mapped.rows == ["100000000|1|buy|1", "100000000|1|buy|2"])
  }

  @Test func equalMayBeNarrowedToSomeColumns() throws {
    let narrowed = yaml.replacing("{ordinal: 1}", with: "{ordinal: true, among: [side]}")
    #expect(
      ordinals(
        try RowMapper(narrowed), ["100,1,buy", "100,2,buy", "101,2,buy", "100,3,sell"]) == [
          "1", "2", "1", "1",
        ])
  }

  @Test func sourcesAreCountedEachForItself() throws {
    let mapper = try RowMapper(
      """
      name: x
      columns: {timestamp: 1, value: 2, n: {ordinal: 1}}
      time: {unit: s}
      source: {at: 3}
      """)
    #expect(ordinals(mapper, ["100,1,a", "100,1,b", "100,1,a"]) == ["1", "1", "2"])
  }

  /// So many rows that most are forgotten, each twice, the second a little later.
  private func records(_ order: (Int) -> Int) -> [TestRecord] {
    (0..<70_000).flatMap { index -> [TestRecord] in
      let line = TestRecord(stringLiteral: "\(order(index)),1,buy")
      return [line, line]
    }
  }

  @Test(arguments: [true, false])
  func aSortedFileOfAnyLengthIsCountedExactly(isAscending: Bool) throws {
    let mapped = try RowMapper(yaml).mapped(records { isAscending ? $0 : 140_000 - $0 })
    #expect(mapped.rejects.isEmpty)
    #expect(mapped.rows.count == 140_000)
    for index in mapped.rows.indices {
      guard mapped.rows[index].hasSuffix(index % 2 == 0 ? "|1" : "|2") else {
        Issue.record("row \(index): \(mapped.rows[index])")
        return
      }
    }
  }

  @Test(arguments: [true, false])
  func aRowFarOutOfOrderIsRefusedInsteadOfCountedWrong(isAscending: Bool) throws {
    let mapper = try RowMapper(yaml)
    let place = { isAscending ? $0 : 200_000 - $0 }
    let filling = (0..<70_000).map { TestRecord(stringLiteral: "\(place($0)),1,buy") }
    #expect(mapper.mapped(filling).rows.count == 70_000)
    let late = mapper.mapped([
      TestRecord(stringLiteral: "\(place(5)),1,buy"),
      TestRecord(stringLiteral: "\(place(69_000)),1,buy"),
    ])
    #expect(late.rows.map { $0.suffix(2) } == ["|2"])
    #expect(
      late.rejects == [
        "1:n:out-of-order: the row is so far back in time that equal rows before it are not known "
          + "any more; sort the file by `at`"
      ])
  }

  @Test func tooManyDifferentRowsOfOneTimeAreRefusedAndNotCountedWrong() throws {
    let mapped = try RowMapper(yaml).mapped(
      (0..<65_540).map { TestRecord(stringLiteral: "100,\($0),buy") })
    #expect(mapped.rows.count == 65_537)
    #expect(mapped.rejects.count == 3)
    #expect(mapped.rejects.allSatisfy { $0.contains(":n:out-of-order: ") })
  }

  @Test func sourcesThatFollowEachOtherInAFileAreNoDisorder() throws {
    let mapper = try RowMapper(
      """
      name: x
      columns: {timestamp: 1, value: 2, n: {ordinal: 1}}
      time: {unit: s}
      source: {at: 3}
      """)
    for source in ["a", "b", "c"] {
      let mapped = mapper.mapped(
        (0..<70_000).map { TestRecord(stringLiteral: "\($0),1,\(source)") })
      #expect(mapped.rows.count == 70_000)
      #expect(mapped.rows.allSatisfy { $0.hasSuffix("|1") })
    }
  }

  @Test func longTextsAreToldApartWithoutBeingKept() throws {
    let long = String(repeating: "x", count: 10_000)
    #expect(
      ordinals(
        try RowMapper(yaml),
        ["a", "b", "a"].map { TestRecord(stringLiteral: "100,1,\(long)\($0)") }) == [
          "1", "1", "2",
        ])
  }
}
