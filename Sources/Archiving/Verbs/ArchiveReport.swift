package import Postgres
package import Store

/// What an archive step did. Its encoding is a promise to other programs.
package struct ArchiveReport: VerbReport {
  package var archives: [Entry] = []
  /// Why nothing was done, when nothing was.
  package var note: String?
  package var seconds = 0.0
  /// What stopped it after something was done.
  package var error: (any Error)?

  package init() {}

  package var outcome: Outcome { error.map { .failed($0) } ?? .done }

  /// One archive that was written, or whose rows were removed, or both.
  package struct Entry: Encodable, Sendable, Equatable {
    package var directory: String
    package var table: String
    package var source: String?
    package var rows: Int
    package var parts: Int
    /// Of the parts, compressed.
    package var bytes: Int
    /// Written by this run; an earlier one had written it otherwise.
    package var written: Bool
    /// The rows are no longer in the table.
    package var removed: Bool
    package var from: Timestamp
    package var to: Timestamp

    init(_ archive: StoredArchive, written: Bool, removed: Bool = false) {
      let manifest = archive.manifest
      directory = archive.directory.path
      table = manifest.table
      source = manifest.source
      rows = manifest.rows
      parts = manifest.parts.count
      bytes = manifest.compressedBytes
      self.written = written
      self.removed = removed
      from = manifest.from
      to = manifest.to
    }
  }

  private enum CodingKeys: String, CodingKey { case archives, note, seconds, error }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(archives, forKey: .archives)
    try container.encodeIfPresent(note, forKey: .note)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(error.map { "\($0)" }, forKey: .error)
  }
}
