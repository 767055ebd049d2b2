package import Store

/// What became of one file.
package struct LoadReport: Sendable {
  package enum Status: String, Sendable, Encodable {
    case loaded, skipped, failed
  }

  /// Nil when it came to no load: the file was loaded before, or could not be opened.
  package var load: Int64?
  package var file: String
  package var sha256: String?
  package var layout: String
  package var table: String
  package var status = Status.failed
  package var counts = LoadCounts()
  /// How the rows came into the table; some in one way, others in another.
  package var strategies: [Strategy] = []
  /// Where the file lies now, if it was taken out of a folder of uploads.
  package var movedTo: String?
  /// What the table holds of the file, where that was asked for.
  package var verification: Verification?
  package var seconds = 0.0
  /// Beside `loaded` or `skipped`: why the table could not be compared with the file.
  package var error: (any Error)?
  /// Things worth saying: a source that was made, a load that was found stale.
  package var notes: [String] = []

  package init(file: String, layout: String, table: String) {
    self.file = file
    self.layout = layout
    self.table = table
  }

  /// Adds a note, once.
  mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  /// A file that was loaded before is done; one that is not what it should be was readable, and so
  /// was one that the table does not hold.
  package var outcome: Outcome {
    guard let error else { return verification?.holds == false ? .rejected : .done }
    switch error {
    case LoadError.overBudget, LoadError.failsChecks: return .rejected
    default: return .failed(error)
    }
  }
}

extension LoadReport: Encodable {
  private enum Key: String, CodingKey {
    case load = "load_id"
    case rowsRead = "rows_read"
    case strategies
    case file, sha256, layout, table, status, inserted, updated, unchanged, rejected, skipped
    case removed, reverted
    case movedTo = "moved_to"
    case seconds, error, notes, verification
  }

  /// The names are a promise to other programs.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(load, forKey: .load)
    try container.encode(file, forKey: .file)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(layout, forKey: .layout)
    try container.encode(table, forKey: .table)
    try container.encode(status, forKey: .status)
    try container.encode(counts.rowsRead, forKey: .rowsRead)
    try container.encode(counts.inserted, forKey: .inserted)
    try container.encode(counts.updated, forKey: .updated)
    try container.encode(counts.unchanged, forKey: .unchanged)
    try container.encode(counts.rejected, forKey: .rejected)
    try container.encode(counts.skipped, forKey: .skipped)
    try container.encode(counts.removed, forKey: .removed)
    try container.encode(counts.reverted, forKey: .reverted)
    try container.encode(strategies, forKey: .strategies)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(error.map { "\($0)" }, forKey: .error)
    try container.encode(notes, forKey: .notes)
    try container.encodeIfPresent(movedTo, forKey: .movedTo)
    try container.encodeIfPresent(verification, forKey: .verification)
  }
}
