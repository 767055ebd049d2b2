import Logging
import Postgres
import Store

/// The archives that the database knows: `retrofill.archives`.
struct ArchiveLedger {
  let table: HistoryTable
  let connection: Connection

  /// An archive that is on disk and in the ledger.
  struct Entry {
    let id: Int64
    let archive: StoredArchive
  }

  /// Records an archive; one that is there already is left as it is.
  func record(_ archive: StoredArchive) throws -> Entry {
    let manifest = archive.manifest
    try connection.execute(
      """
      INSERT INTO retrofill.archives (table_name, source_name, range_from, range_to, directory,
        manifest_sha256, row_count, byte_count)
      VALUES (\(manifest.table), \(manifest.source), \(manifest.from), \(manifest.to),
        \(archive.directory.path), \(archive.manifestSHA256), \(manifest.rows),
        \(manifest.compressedBytes))
      ON CONFLICT (manifest_sha256) DO NOTHING
      """)
    let id = try id(of: archive)
    return Entry(id: id ?? 0, archive: archive)
  }

  func id(of archive: StoredArchive) throws -> Int64? {
    try connection.first(
      """
      SELECT archive_id FROM retrofill.archives WHERE manifest_sha256 = \(archive.manifestSHA256)
      """)?.get(0)
  }

  /// The table's archives whose rows are still in the table as far as is known, oldest first. One
  /// whose folder is gone or was changed is passed over: it proves nothing.
  func written() throws -> [Entry] {
    try connection.query(
      """
      SELECT archive_id, directory, manifest_sha256
      FROM retrofill.archives
      WHERE table_name = \(table.name.description)
        AND source_name IS NOT DISTINCT FROM \(table.source?.name)::text AND status = 'written'
      ORDER BY archive_id
      """
    ).compactMap { row in
      let directory = Directory(path: try row.get(1))
      guard let archive = try? StoredArchive(readingFrom: directory),
        archive.manifestSHA256 == (try row.get(2, as: String.self))
      else { return nil }
      return Entry(id: try row.get(0), archive: archive)
    }
  }

  /// Says that an archive's rows were removed from the table. Belongs into that transaction.
  func markRemoved(_ id: Int64) throws {
    try connection.execute(
      """
      UPDATE retrofill.archives SET status = 'removed', removed_at = now() WHERE archive_id = \(id)
      """)
    try connection.execute(
      "UPDATE retrofill.loads SET restored_archive = NULL WHERE restored_archive = \(id)")
  }

  /// Says that an archive's rows are back in the table, and which restores brought them: those of this
  /// run, and of runs since the removal that were stopped. Belongs into that transaction.
  func markWritten(_ id: Int64, by loads: [Int64], of manifest: Manifest) throws {
    try connection.execute(
      """
      UPDATE retrofill.loads AS l SET restored_archive = a.archive_id
      FROM retrofill.archives AS a
      WHERE a.archive_id = \(id) AND l.verb = 'restore' AND l.status IN ('loaded', 'replaced')
        AND l.table_name = a.table_name
        AND l.sha256 = ANY (\(manifest.parts.map(\.contentSHA256))::text[])
        AND CASE a.status
          WHEN 'removed' THEN l.finished_at >= a.removed_at
          -- Another part of it is back since a restore.
          ELSE l.load_id = ANY (\(loads)::bigint[]) AND EXISTS (
            SELECT FROM retrofill.loads AS other WHERE other.restored_archive = a.archive_id
              AND other.status IN ('loaded', 'replaced'))
        END
      """)
    try connection.execute(
      """
      UPDATE retrofill.archives SET status = 'written', removed_at = NULL WHERE archive_id = \(id)
      """)
  }
}
