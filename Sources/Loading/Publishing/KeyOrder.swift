import Postgres
import Store

/// Whether the rows of every source come in strictly rising or strictly falling order of time, as
/// most history does: then no key can come twice, and nobody has to look for duplicates.
struct KeyOrder {
  private var last: [Int64?] = []
  private var direction: [Int8] = []
  private(set) var mayRepeatKeys = false

  @inline(__always)
  mutating func add(_ moment: Int64, of source: Int) {
    while last.count <= source {
      last.append(nil)
      direction.append(0)
    }
    if let previous = last[source] {
      let step: Int8 = moment > previous ? 1 : moment < previous ? -1 : 0
      if step == 0 || step == -direction[source] { mayRepeatKeys = true }
      direction[source] = step
    }
    last[source] = moment
  }
}

/// The first and the last moment of each source, and how many rows lie between them.
struct Extents {
  private struct Extent {
    var from = Int64.max
    var to = Int64.min
    var rows = 0
  }

  private var bySource: [Extent] = []

  /// Counts in a row; `source` is an index into the mapper's names.
  @inline(__always)
  mutating func add(_ moment: Int64, of source: Int) {
    while bySource.count <= source { bySource.append(Extent()) }
    bySource[source].from = min(bySource[source].from, moment)
    bySource[source].to = max(bySource[source].to, moment)
    bySource[source].rows += 1
  }

  /// From the first to the last moment of any source; nil when there are no rows.
  var moments: ClosedRange<Timestamp>? {
    let filled = bySource.filter { $0.rows > 0 }
    guard let from = filled.map(\.from).min(), let to = filled.map(\.to).max() else { return nil }
    return Timestamp(microseconds: from)...Timestamp(microseconds: to)
  }

  mutating func merge(_ other: Extents) {
    for (source, extent) in other.bySource.enumerated() where extent.rows > 0 {
      while bySource.count <= source { bySource.append(Extent()) }
      bySource[source].from = min(bySource[source].from, extent.from)
      bySource[source].to = max(bySource[source].to, extent.to)
      bySource[source].rows += extent.rows
    }
  }

  /// One range per source that has rows; `ids` are the sources' ids, by their index in the
  /// mapper's names.
  func ranges(ids: [Int32]) -> [SourceRange] {
    zip(bySource, ids).compactMap { extent, id in
      guard extent.rows > 0 else { return nil }
      return SourceRange(
        source: id, from: Timestamp(microseconds: extent.from),
        to: Timestamp(microseconds: extent.to), rows: extent.rows)
    }
  }
}
