/// What was seen of one source in a file: how many rows, from when to when, how far apart.
package struct SeriesExtent: Sendable, Hashable {
  package var source: String
  package var rowCount: Int
  /// Microseconds since 1970.
  package var first: Int64
  package var last: Int64
  /// Microseconds between neighbouring rows, the middle one of a sample; nil for a single row.
  package var medianInterval: Int64?

  package init(
    source: String, rowCount: Int, first: Int64, last: Int64, medianInterval: Int64?
  ) {
    self.source = source
    self.rowCount = rowCount
    self.first = first
    self.last = last
    self.medianInterval = medianInterval
  }
}

/// Gathers an extent row by row.
///
/// The distances between the first rows are kept, up to 1,000 of each source; beyond a million of all
/// sources together 15 of each, so that memory does not depend on how many sources there are.
struct SeriesTrace {
  private(set) var rowCount = 0
  private var first = Int64.max
  private var last = Int64.min
  private var previous: Int64 = 0
  private var distances: [Int64] = []

  private static let sampleSize = 1_000
  /// How many each may keep in any case.
  private static let ownDistances = 15
  static let sharedDistances = 1 << 20

  /// `left` is how many distances there is room for beyond those of its own.
  @inline(__always)
  mutating func add(_ moment: Int64, _ left: inout Int) {
    if rowCount > 0, distances.count < Self.sampleSize, moment != previous {
      keep(abs(moment - previous), &left)
    }
    rowCount += 1
    previous = moment
    if moment < first { first = moment }
    if moment > last { last = moment }
  }

  private mutating func keep(_ distance: Int64, _ left: inout Int) {
    if distances.count >= Self.ownDistances {
      if left == 0 { return }
      left -= 1
    }
    distances.append(distance)
  }

  func extent(of source: String) -> SeriesExtent {
    let sorted = distances.sorted()
    return SeriesExtent(
      source: source, rowCount: rowCount, first: first, last: last,
      medianInterval: sorted.isEmpty ? nil : sorted[sorted.count / 2])
  }
}
