package import Postgres
package import Store

/// What a retention step did. Its encoding is a promise to other programs.
package struct RetainReport: VerbReport {
  package var tables: [Entry] = []
  /// Versions of overwritten rows that were pruned.
  package var oldVersions = 0
  package var seconds = 0.0
  /// What stopped it after something was done.
  package var error: (any Error)?

  package init() {}

  package var outcome: Outcome { error.map { .failed($0) } ?? .done }

  var hasDoneSomething: Bool { tables.contains { $0.rows > 0 || !$0.partitions.isEmpty } }

  /// What became of one table.
  package struct Entry: Encodable, Sendable, Equatable {
    package var table: String
    /// The first moment whose rows were kept.
    package var before: Timestamp
    /// How many rows went.
    package var rows = 0
    /// The partitions that were dropped.
    package var partitions: [String] = []
    /// What the dropped partitions took on disk.
    package var bytes = 0
    /// The archives that hold the rows now, with `archive_first`.
    package var archives: [ArchiveReport.Entry] = []
  }

  private enum CodingKeys: String, CodingKey {
    case tables, seconds, error
    case oldVersions = "old_versions"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tables, forKey: .tables)
    try container.encode(oldVersions, forKey: .oldVersions)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(error.map { "\($0)" }, forKey: .error)
  }
}
