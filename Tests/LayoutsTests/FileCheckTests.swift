import FlatFiles
import Foundation
import Testing

@testable import Layouts

/// The checks that are decided at the end of a file.
@Suite struct FileCheckTests {
  private func findings(_ checks: String, _ lines: [String], interval: String? = nil) throws
    -> FileVerdict
  {
    let layout = try Layout(
      yaml: """
        name: x
        columns: {timestamp: 1, value: 2, note: 3}
        time: {unit: s}
        source: {at: 4}
        checks: \(checks)
        \(interval.map { "interval: \($0)" } ?? "")
        """, file: "l.yml")
    let content = lines.map { $0 + "\n" }.joined()
    return try withTemporaryFile("x.csv", content) { file in
      try FileValidation(
        layout.effective(fileName: file.name), clock: FileClock(captured: nil, now: testNow)
      ).verdict(on: file)
    }
  }

  // MARK: - unique

  @Test func rowsWithTheSameKeyAreFound() throws {
    let verdict = try findings(
      "[{unique: [source_id, timestamp, value]}]",
      ["100,1.5,,a", "100,2,,a", "200,1.5,,a", "100,1.50,,b", "100,15e-1,x,a", "100,1.5,,a"])
    #expect(verdict.status == .invalid)
    #expect(verdict.rejected == 0)
    #expect(verdict.warnings.isEmpty)
    let failure = try #require(verdict.failures.first)
    #expect(verdict.failures.count == 1)
    #expect(failure.code == .duplicateKey)
    #expect(failure.count == 2)
    #expect(
      failure.message
        == "2 rows have the same `source_id`, `timestamp`, `value` as an earlier one; the first "
        + "stands on line 5: the same `source_id`, `timestamp`, `value` as on line 1")
    #expect(failure.examples.map(\.position.line) == [5, 6])
    #expect(failure.examples.map(\.position.byte) == [43, 57])
  }

  @Test func rowsThatAreRejectedOrHaveNoKeyAreNoDuplicates() throws {
    let verdict = try findings(
      "[{unique: [timestamp, note]}]",
      ["100,1,x,a", "100,bad,x,a", "200,1,,a", "200,2,,a"])
    #expect(verdict.failures.isEmpty)
    #expect(verdict.rejected == 1)
    #expect(verdict.codes == [.notANumber: 1])
  }

  @Test func aDuplicateMayBeAWarningUnderItsOwnName() throws {
    let verdict = try findings(
      "[{unique: timestamp, severity: warning, code: seen-twice}]", ["100,1,,a", "100,2,,a"])
    #expect(verdict.status == .valid)
    #expect(verdict.failures.isEmpty)
    #expect(verdict.warnings.map(\.code.rawValue) == ["seen-twice"])
    #expect(
      verdict.warnings.map(\.message) == [
        "1 row has the same `timestamp` as an earlier one; the first stands on line 2: the same "
          + "`timestamp` as on line 1"
      ])
  }

  @Test func keysAreComparedAsAWholeAndNotAsOneText() throws {
    let verdict = try findings(
      "[{unique: [note, source_id]}]", ["1,1,ab,c", "2,1,a,bc", "3,1,a,b_c", "4,1,ab,c"])
    #expect(verdict.failures.map(\.count) == [1])
  }

  @Test func veryLongKeysAreToldApart() throws {
    let long = String(repeating: "x", count: 100_000)
    let verdict = try findings(
      "[{unique: note}]", ["1,1,\(long)1,a", "2,1,\(long)2,a", "3,1,\(long)1,a"])
    #expect(verdict.failures.map(\.count) == [1])
    #expect(verdict.failures.first?.examples.map(\.position.line) == [3])
  }

  // MARK: - interval

  @Test func gapsAreCountedInAnyOrderOfRows() throws {
    for lines in [
      ["60,1,,a", "120,1,,a", "300,1,,a", "420,1,,a"],
      ["420,1,,a", "300,1,,a", "120,1,,a", "60,1,,a"],
      ["300,1,,a", "60,1,,a", "420,1,,a", "120,1,,a"],
    ] {
      let verdict = try findings("[{interval: {every: 1m}}]", lines)
      #expect(verdict.status == .valid)
      #expect(verdict.warnings.map(\.code) == [.gap])
      #expect(verdict.warnings.map(\.count) == [3])
      let message = try #require(verdict.warnings.first?.message)
      #expect(message.hasPrefix("3 rows are missing in 2 places; the first: line "))
      let examples = try #require(verdict.warnings.first?.examples.map(\.message))
      #expect(
        examples.sorted() == [
          "1 row is missing between 1970-01-01 00:05:00Z and 1970-01-01 00:07:00Z",
          "2 rows are missing between 1970-01-01 00:02:00Z and 1970-01-01 00:05:00Z",
        ])
    }
  }

  @Test func aFileWithoutGapsHasNothingToSay() throws {
    let verdict = try findings(
      "[{interval: {}}]", ["60,1,,a", "60,1,,b", "120,1,,a", "120,1,,b"], interval: "1m")
    #expect(verdict.warnings.isEmpty)
    #expect(verdict.failures.isEmpty)
  }

  @Test func whatIsTwiceOrOffTheIntervalIsTold() throws {
    let verdict = try findings(
      "[{interval: {every: 1m}, severity: error, code: hole}]",
      ["60,1,,a", "60,2,,a", "150,1,,a", "330,1,,a", "60,1,,b"])
    #expect(verdict.status == .invalid)
    #expect(
      verdict.failures.map { "\($0.code.rawValue): \($0.message)" } == [
        "hole: 2 rows are missing in 1 place; the first: line 4, 2 rows are missing between "
          + "1970-01-01 00:02:30Z and 1970-01-01 00:05:30Z of a",
        "duplicate-time: 1 row has the time of another; the first: line 2, the same time as "
          + "on line 1 of a",
        "off-interval: 1 distance is no multiple of the interval; the first: line 3, the "
          + "distance between 1970-01-01 00:01:00Z and 1970-01-01 00:02:30Z is no multiple of the "
          + "interval of a",
      ])
  }

  @Test func monthsAreAsLongAsTheyAre() throws {
    // The first of January, February, April and the second of May 2024.
    let verdict = try findings(
      "[{interval: {every: 1mo}}]",
      ["1704067200,1,,a", "1706745600,1,,a", "1711929600,1,,a", "1714608000,1,,a"])
    #expect(verdict.warnings.map(\.code) == [.gap, .offInterval])
    #expect(verdict.warnings.map(\.count) == [2, 1])
  }

  @Test func anIntervalThatTheFileNameDoesNotTellIsAskedFor() throws {
    let layout = try Layout(
      yaml: """
        name: x
        columns: {timestamp: 1, value: 2}
        source: s
        file_name: '-(?<length>[0-9]+[mh])'
        interval: '{length}'
        checks: [{interval: {}}]
        """, file: "l.yml")
    #expect(try layout.effective(fileName: "x-5m.csv").interval == CandleInterval("5m"))
    let error = #expect(throws: LayoutMismatch.self) { try layout.effective(fileName: "x.csv") }
    #expect(
      error?.description
        == "x.csv does not fit the layout x: a check needs to know the interval, which the file "
        + "name does not tell; say it with --interval")
  }

  // MARK: - Sorting

  /// Sorts keys through very small runs and gives them back with their records.
  private func sorted(_ keys: [String], bufferLimit: Int, fanIn: Int) throws -> [String] {
    var runs = SortedRuns(bufferLimit: bufferLimit, fanIn: fanIn)
    for (index, key) in keys.enumerated() {
      try runs.add(
        Array(key.utf8), Position(record: index, line: index + 1, byte: index * 1_000_000_007))
    }
    var result: [String] = []
    try runs.forEach { entry in
      #expect(entry.position.byte == entry.position.record * 1_000_000_007)
      #expect(entry.position.line == entry.position.record + 1)
      result.append(String(decoding: entry.key, as: UTF8.self) + " \(entry.position.record)")
    }
    return result
  }

  @Test(arguments: [1, 100, 1_000, 1 << 20], [2, 3, 64])
  func keysAreSortedThroughRunsOfAnySize(bufferLimit: Int, fanIn: Int) throws {
    var generator = SystemRandomNumberGenerator()
    let keys = (0..<3_000).map { _ in
      String(repeating: "k", count: Int.random(in: 0...3, using: &generator))
        + String(Int.random(in: 0..<500, using: &generator))
    }
    let expected = keys.enumerated().sorted {
      Array($0.element.utf8).lexicographicallyPrecedes(Array($1.element.utf8))
        || $0.element == $1.element && $0.offset < $1.offset
    }.map { "\($0.element) \($0.offset)" }
    #expect(try sorted(keys, bufferLimit: bufferLimit, fanIn: fanIn) == expected)
  }

  @Test func keysThatLieAcrossBlocksOfARunAreReadBack() throws {
    let keys = (0..<2_000).map { index in
      String(index % 1_000 + 1_000) + String(repeating: "x", count: index * 7 % 1_020)
    }
    let result = try sorted(keys, bufferLimit: 200_000, fanIn: 3)
    #expect(result.count == 2_000)
    #expect(result.map { $0.prefix(4) } == (0..<2_000).map { "\($0 / 2 + 1_000)"[...] })
  }

  @Test func nothingIsSortedToNothing() throws {
    #expect(try sorted([], bufferLimit: 1, fanIn: 2) == [])
  }

  @Test func aFileThatDoesNotFitInMemoryIsCheckedExactly() throws {
    // Sorted descending, so that every run has to be sorted; 44 bytes an entry, 4 MiB a run.
    let count = 110_000
    let lines = (0..<count).map { "\(1_000_000 - $0),1,,a" } + ["1000000,1,,a", "900000,1,,a"]
    let verdict = try findings("[{unique: [source_id, timestamp]}]", lines)
    #expect(verdict.failures.map(\.count) == [2])
    #expect(verdict.failures.first?.examples.map(\.position.line) == [count + 1, count + 2])
    #expect(
      verdict.failures.first?.examples.map(\.message) == [
        "the same `source_id`, `timestamp` as on line 1",
        "the same `source_id`, `timestamp` as on line 100001",
      ])
  }
}
