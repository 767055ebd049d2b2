package import Loading
package import Store

/// What a restore did. Its encoding is a promise to other programs.
package struct RestoreReport: VerbReport {
  package var directory: String
  package var table = ""
  /// One load for each part.
  package var loads: [LoadReport] = []
  /// Sources that were unknown here and were made as the archive knew them.
  package var sources: [String] = []
  package var note: String?
  package var seconds = 0.0
  /// What stopped it after some parts were loaded, apart from a load's own error.
  package var error: (any Error)?

  init(directory: String) { self.directory = directory }

  package var inserted: Int { sum(\.inserted) }
  package var updated: Int { sum(\.updated) }
  package var unchanged: Int { sum(\.unchanged) }
  /// Rows of the archive that did not replace another version in the table.
  package var kept: Int { sum(\.skippedTotal) - undone }
  /// Rows of the archive that were left out because the load which had written them was undone.
  package var undone: Int { sum(\.undone) }

  package var outcome: Outcome {
    if let failed = loads.first(where: { $0.status == .failed }) { return failed.outcome }
    return error.map { .failed($0) } ?? .done
  }

  private func sum(_ count: KeyPath<LoadCounts, Int>) -> Int {
    loads.filter { $0.status == .loaded }.reduce(0) { $0 + $1.counts[keyPath: count] }
  }

  private enum CodingKeys: String, CodingKey {
    case directory, table, loads, inserted, updated, unchanged, kept, undone
    case sources, note, seconds, error
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(directory, forKey: .directory)
    try container.encode(table, forKey: .table)
    try container.encode(loads, forKey: .loads)
    try container.encode(inserted, forKey: .inserted)
    try container.encode(updated, forKey: .updated)
    try container.encode(unchanged, forKey: .unchanged)
    try container.encode(kept, forKey: .kept)
    try container.encode(undone, forKey: .undone)
    try container.encode(sources, forKey: .sources)
    try container.encodeIfPresent(note, forKey: .note)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(error.map { "\($0)" }, forKey: .error)
  }
}

extension LoadCounts {
  fileprivate var undone: Int { skipped["undone", default: 0] }
}
