import Postgres
import Store

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
