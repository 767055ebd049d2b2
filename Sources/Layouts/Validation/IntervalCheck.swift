import FlatFiles

/// Looks at the distances between the rows of each source, in whatever order the file has them:
/// what is missing between them, what is there twice, and what lies off the interval.
final class IntervalCheck: FileCheck {
  private let check: Layout.Check
  private let timeColumn: Int
  private let interval: CandleInterval
  private var runs = SortedRuns()
  private var key = RowKey()
  private var failure: (any Error)?

  init(_ check: Layout.Check, timeColumn: Int, interval: CandleInterval) {
    self.check = check
    self.timeColumn = timeColumn
    self.interval = interval
  }

  func add(_ row: ObservedRow) {
    guard failure == nil else { return }
    key.removeAll()
    key.append(Cell(kind: .source, bits: Int64(row.source)), row.text)
    key.append(row.cells[timeColumn], row.text)
    do { try runs.add(key.bytes, row.position) } catch { failure = error }
  }

  func conclude(sources: [String]) throws -> [CheckFinding] {
    if let failure { throw failure }
    var tally = IntervalTally(check, interval, sources)
    try runs.forEach { entry in
      tally.add(
        source: Int(Self.number(entry.key, 1)), time: Self.number(entry.key, 10), entry.position)
    }
    return tally.findings
  }

  /// A number of a key, as `RowKey` spells it.
  private static func number(_ key: UnsafeRawBufferPointer, _ start: Int) -> Int64 {
    let bits = key[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int64(bitPattern: bits ^ 1 << 63)
  }
}

/// Counts what is found between rows that come sorted by source and time.
private struct IntervalTally {
  private let interval: CandleInterval
  private let sources: [String]
  private var gaps: CheckFinding
  private var twice: CheckFinding
  private var off: CheckFinding
  private var places = 0
  private var last: (source: Int, time: Int64, position: Position)?

  init(_ check: Layout.Check, _ interval: CandleInterval, _ sources: [String]) {
    self.interval = interval
    self.sources = sources
    gaps = CheckFinding(of: check)
    twice = CheckFinding(of: check, code: .duplicateTime)
    off = CheckFinding(of: check, code: .offInterval)
  }

  mutating func add(source: Int, time: Int64, _ position: Position) {
    defer { last = (source, time, position) }
    guard let last, last.source == source else { return }
    if last.time == time {
      twice.count += 1
      guard twice.wants(position) else { return }
      twice.add(
        example(.duplicateTime, position, "the same time as on line \(last.position.line)", source))
      return
    }
    let (missing, isOnInterval) = between(last.time, time)
    var span: String { "\(Calendar.text(last.time)) and \(Calendar.text(time))" }
    if missing > 0 {
      places += 1
      gaps.count += missing
      if gaps.wants(position) {
        let message = "\(Self.rows(missing)) missing between \(span)"
        gaps.add(example(gaps.code, position, message, source))
      }
    }
    if !isOnInterval {
      off.count += 1
      if off.wants(position) {
        let message = "the distance between \(span) is no multiple of the interval"
        off.add(example(.offInterval, position, message, source))
      }
    }
  }

  private func example(
    _ code: RejectCode, _ position: Position, _ message: String, _ source: Int
  ) -> Reject {
    let name = sources.count > 1 && source < sources.count ? " of \(sources[source])" : ""
    return Reject(position: position, column: nil, code: code, message: message + name, raw: [])
  }

  /// How many rows are missing between two moments, and whether the second lies on the interval.
  private func between(_ first: Int64, _ second: Int64) -> (missing: Int, isOnInterval: Bool) {
    guard interval.months > 0 else {
      let (distance, isOver) = second.subtractingReportingOverflow(first)
      if isOver { return (0, false) }
      let steps = Int(distance / interval.microseconds)
      return (max(0, steps - 1), distance % interval.microseconds == 0)
    }
    var (moment, steps) = (first, 0)
    while moment < second {
      moment = interval.end(ofCandleAt: moment)
      steps += 1
    }
    return (max(0, steps - 1), moment == second)
  }

  private static func rows(_ count: Int) -> String { count == 1 ? "1 row is" : "\(count) rows are" }

  var findings: [CheckFinding] {
    var (gaps, twice, off) = (gaps, twice, off)
    gaps.message =
      "\(Self.rows(gaps.count)) missing in \(places) place\(places == 1 ? "" : "s"); "
      + Self.first(gaps)
    twice.message =
      "\(twice.count) row\(twice.count == 1 ? " has" : "s have") the time of another; "
      + Self.first(twice)
    off.message =
      "\(off.count) distance\(off.count == 1 ? " is" : "s are") no multiple of the interval; "
      + Self.first(off)
    return [gaps, twice, off].filter { $0.count > 0 }
  }

  private static func first(_ finding: CheckFinding) -> String {
    finding.examples.first.map { "the first: line \($0.position.line), \($0.message)" } ?? ""
  }
}
