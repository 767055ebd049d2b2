import FlatFiles

/// When the rows of a file are: from when to when, in which order, how far apart.
///
/// Each source is a series of its own. Memory is flat: of distances that are all different only
/// about how long they are is kept.
struct TimeProfile {
  private(set) var rows = 0
  private(set) var earliest = Int64.max
  private(set) var latest = Int64.min
  private(set) var distances = DistanceTally()
  /// Rows at the moment of the row before.
  private(set) var repeated = 0
  private(set) var ascents = 0
  private(set) var descents = 0
  /// Steps over a weekend: from a Friday to the Monday after it.
  private(set) var weekends = 0
  private var longest: (distance: Int64, from: Int64) = (0, 0)
  /// The moment of the last row of each source.
  private var last: [Int64?] = []

  /// How many sources are followed.
  private static let seriesLimit = 65_536

  /// Adds rows whose columns are those of `batch`; the time is in column `time`, and the source in
  /// column `source` where rows have one.
  mutating func add(_ batch: RowBatch, time: Int, source: Int?) {
    let width = batch.columns.count
    for row in 0..<batch.rowCount {
      let cell = batch.cells[row * width + time]
      guard case .timestamp = cell.kind else { continue }
      add(cell.bits, of: source.map { Int(batch.cells[row * width + $0].bits) } ?? 0)
    }
  }

  @inline(__always)
  mutating func add(_ moment: Int64, of series: Int = 0) {
    rows += 1
    if moment < earliest { earliest = moment }
    if moment > latest { latest = moment }
    guard series < Self.seriesLimit else { return }
    while last.count <= series { last.append(nil) }
    if let previous = last[series] { step(from: previous, to: moment) }
    last[series] = moment
  }

  @inline(__always)
  private mutating func step(from previous: Int64, to moment: Int64) {
    if moment == previous {
      repeated += 1
      return
    }
    if moment > previous { ascents += 1 } else { descents += 1 }
    let distance = abs(moment - previous)
    distances.add(distance)
    if distance > longest.distance { longest = (distance, min(moment, previous)) }
    if distance == 3 * Calendar.microsecondsPerDay { addWeekend(min(moment, previous)) }
  }

  /// 1970-01-01 was a Thursday.
  private mutating func addWeekend(_ start: Int64) {
    let day = Calendar.floorDivide(start, Calendar.microsecondsPerDay)
    if (day % 7 + 7) % 7 == 1 { weekends += 1 }
  }

  enum Order: String, Sendable { case ascending, descending, mixed }

  /// The order of the rows of each source; nil where there are no two that differ.
  var order: Order? {
    switch (ascents, descents) {
    case (0, 0): nil
    case (_, 0): .ascending
    case (0, _): .descending
    default: .mixed
    }
  }

  /// How many sources there are.
  var series: Int { last.count { $0 != nil } }

  /// The rhythm of the rows; nil for rows that stand in no order, and where there are no two.
  var rhythm: Rhythm? {
    guard order != nil, order != .mixed else { return nil }
    return distances.rhythm(weekends: weekends, longest: longest)
  }
}

/// How far apart neighbouring rows are.
package struct Rhythm: Sendable, Hashable {
  /// The distance that is meant, in microseconds: the most common one, or of rows without a rhythm
  /// the middle one.
  package var interval: Int64
  /// The spelling of layouts: `1h`, `1mo`; nil where it has none.
  package var name: String?
  /// Whether most distances are that one.
  package var isRegular: Bool
  /// Places where the next row is farther away; nil where there is no rhythm.
  package var gaps: Int?
  /// How many of these are weekends.
  package var weekends = 0
  package var longestGap: Int64?
  /// The row before the longest gap, in time.
  package var longestGapFrom: Int64?
}
