package import Postgres

/// Why history could not be moved out, brought back or expired. The words are in
/// `ArchivingError+Text.swift`.
package enum ArchivingError: Error, Sendable {
  // The table does not lend itself to it.
  case noTimeColumn(TableName, told: String?, times: [String])
  case noKey(TableName)
  case noSources(TableName, source: String)
  case noSuchSource(String)
  case emptyRange(TimeRange)
  /// Another session, the holder, archives, restores or expires the same table.
  case busy(TableName, holder: String)

  // Removing now would lose something.
  case dirty(TableName, ranges: Int, from: Timestamp, to: Timestamp, source: String)
  case changedSinceArchived(TableName, TimeRange, archived: Int, found: Int, archive: String)
  case unusualShare(TableName, expired: Int, kept: Int, before: Timestamp)

  // The archive on disk is not sound.
  case noManifest(directory: String)
  case noChecksums(directory: String)
  case manifestChanged(path: String)
  case manifestUnreadable(path: String, reason: String)
  case unknownFormat(path: String, format: String, version: Int)
  case unsafePartName(path: String, name: String)
  case partMissing(path: String)
  case partChanged(path: String)
  case partUnreadable(path: String, reason: String)
  case rowCountDiffers(path: String, expected: Int, found: Int)
  case strangePart(path: String)

  // The archive does not fit the table it is to go back to.
  case columnsMissing(TableName, columns: [String], directory: String)
  case keyDiffers(TableName, archived: [String], found: [String])
  /// An id or a name means another source here than it did there.
  case sourceTaken(archived: String, Int32, found: String, Int32)

  case fileSystem(operation: String, path: String, reason: String)
  /// A defect of ours: asked to write an archive of nothing.
  case nothingToWrite(TableName)
}
