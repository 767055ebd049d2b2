import FlatFiles
import Testing

@testable import Layouts

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

  // MARK: - Forgetting

  /// Counts rows of one source by a table that remembers few; a key is its time and a letter.
  private func counts(_ rows: [(time: Int64, letter: String)], limit: Int) -> [Int64?] {
    var table = OrdinalTable(limit: limit)
    return rows.map { row in
      table.countBefore(Array("\(row.time)\(row.letter)".utf8), source: 0, time: row.time)
    }
  }

  @Test(arguments: [true, false], [1, 2, 3, 16, 100])
  func aSortedFileOfAnyLengthIsCountedExactly(isAscending: Bool, limit: Int) {
    let rows = (0..<5_000).flatMap { index in
      [(time: Int64(isAscending ? index : -index), letter: "a")].flatMap { [$0, $0] }
    }
    let expected = (0..<10_000).map { Int64($0 % 2) as Int64? }
    if limit > 1 {
      #expect(counts(rows, limit: limit) == expected)
    } else {
      // Room for one row at a time: what is forgotten is refused, and never counted wrong.
      #expect(zip(counts(rows, limit: limit), expected).allSatisfy { $0 == nil || $0 == $1 })
    }
  }

  @Test(arguments: [true, false])
  func aRowFarOutOfOrderIsRefusedInsteadOfCountedWrong(isAscending: Bool) {
    let sign: Int64 = isAscending ? 1 : -1
    let rows = (0..<100).map { (time: Int64($0) * sign, letter: "a") }
    let late: [(time: Int64, letter: String)] = [
      (99 * sign, "a"), (99 * sign, "b"), (95 * sign, "a"), (5 * sign, "a"), (0, "z"),
    ]
    #expect(counts(rows + late, limit: 16).suffix(5) == [1, 0, 1, nil, nil])
  }

  @Test func aCountIsRightOrRefusedInAnyOrderOfRows() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var order = (0..<60).map { _ in Int64.random(in: 0..<20, using: &generator) }
      if Bool.random() { order.sort() }
      // A little disorder in what is sorted.
      order.swapAt(3, 40)
      let rows = order.map { (time: $0, letter: Bool.random() ? "a" : "b") }
      var seen: [String: Int64] = [:]
      for (row, count) in zip(rows, counts(rows, limit: Int.random(in: 1...12))) {
        let key = "\(row.time)\(row.letter)"
        #expect(count == nil || count == seen[key, default: 0])
        seen[key, default: 0] += 1
      }
    }
  }

  @Test func sourcesThatFollowEachOtherInAFileAreNoDisorder() {
    var table = OrdinalTable(limit: 16)
    for source in 0..<3 {
      for time in 0..<500 {
        let key = Array("\(source) \(time)".utf8)
        #expect(table.countBefore(key, source: source, time: Int64(time)) == 0)
        #expect(table.countBefore(key, source: source, time: Int64(time)) == 1)
      }
    }
  }

  @Test func tooManyDifferentRowsOfOneTimeAreRefusedAndNotCountedWrong() throws {
    let mapped = try RowMapper(yaml).mapped(
      (0..<65_540).map { TestRecord(stringLiteral: "100,\($0),buy") })
    #expect(mapped.rows.count == 65_537)
    #expect(mapped.rejects.count == 3)
    #expect(
      mapped.rejects.first
        == "65538:n:out-of-order: the row is so far back in time that equal rows before it are not "
        + "known any more; sort the file by `at`")
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
