extension ArchivingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noTimeColumn, .noKey, .noSources, .noSuchSource, .emptyRange, .busy: aboutTheTable
    case .dirty, .changedSinceArchived, .unusualShare: aboutRemoving
    case .columnsMissing, .keyDiffers, .sourceTaken: aboutFitting
    case .fileSystem(let operation, let path, let reason):
      "Could not \(operation) \(path): \(reason)."
    case .nothingToWrite(let table):
      "An archive of no rows of \(table) was asked for. This is a defect in retrofill."
    case .noManifest, .noChecksums, .manifestChanged, .manifestUnreadable, .unknownFormat,
      .unsafePartName, .partMissing, .partChanged, .partUnreadable, .rowCountDiffers, .strangePart:
      aboutTheFiles
    }
  }

  private var aboutTheTable: String {
    switch self {
    case .noTimeColumn(let table, let told?, let times):
      """
      \(table) has no column "\(told)" that holds a time. \
      \(times.isEmpty ? "It has none at all." : "It has \(times.joined(separator: ", ")).")
      """
    case .noTimeColumn(let table, nil, let times):
      times.isEmpty
        ? "\(table) has no column that holds a time, so it has no history to move or expire."
        : """
        Which column of \(table) says when a row is from? It has \(times.joined(separator: ", ")); \
        name one with time_column.
        """
    case .noKey(let table):
      """
      \(table) has no primary key, so its rows could not be told apart when they are restored. \
      Add a primary key first.
      """
    case .noSources(let table, let source):
      "\(table) has no column source_id, so there are no rows of the source \(source) in it."
    case .noSuchSource(let source):
      "There is no source \(source) in this database. The table sources has their names."
    case .emptyRange(let range):
      "The range \(range) is empty: the time in from must be earlier than the one in before."
    case .busy(let table, let holder):
      """
      \(table) is being archived, restored or expired already (\(holder)). \
      Wait until that has ended, or stop it; then run this again.
      """
    default: ""
    }
  }

  private var aboutRemoving: String {
    switch self {
    case .dirty(let table, let ranges, let from, let to, let source):
      """
      \(table) is not refined where rows would be removed: \(ranges) dirty \
      \(ranges == 1 ? "range" : "ranges") from \(from) to \(to), of \(source)\
      \(ranges == 1 ? "" : " and others"). Scores and roll-ups could not be computed afterwards. \
      Run 'retrofill score --range dirty' and 'retrofill aggregate --range dirty', then this again.
      """
    case .changedSinceArchived(let table, let range, let archived, let found, let archive):
      """
      \(table) is not what \(archive) holds of it, from \(range): \
      \(Self.difference(archived: archived, found: found)). Nothing was removed; the archive is \
      sound and stays. Run this again: what is new is archived beside it.
      """
    case .unusualShare(let table, let expired, let kept, let before):
      """
      \(kept == 0 ? "All" : "More than half") of \(table) would go: \(expired) rows are older than \
      \(before), and \(kept == 0 ? "none is" : "\(kept) are") not. Nothing was removed. If that is \
      meant, run this again with force; otherwise check the retention and the clock (as_of).
      """
    default: ""
    }
  }

  private static func difference(archived: Int, found: Int) -> String {
    if found > archived { return "\(found - archived) more rows than were archived" }
    if found < archived { return "\(archived - found) rows fewer than were archived" }
    return "rows have changed since, though their number, \(found), is the same"
  }

  private var aboutFitting: String {
    switch self {
    case .columnsMissing(let table, let columns, let directory):
      """
      \(directory) holds the columns \(columns.joined(separator: ", ")), which \(table) has not. \
      Add them, or restore into another table.
      """
    case .keyDiffers(let table, let archived, let found):
      """
      The key of \(table) is (\(found.joined(separator: ", "))), but the archived rows are told \
      apart by (\(archived.joined(separator: ", "))). Restore into a table with the same key.
      """
    case .sourceTaken(let archived, let archivedID, let found, let foundID):
      """
      In the archive the source \(archivedID) is \(archived), but here the source \(foundID) is \
      \(found), so the rows would belong to another source. Nothing was restored.
      """
    default: ""
    }
  }

  private var aboutTheFiles: String {
    switch self {
    case .noManifest(let directory):
      """
      \(directory) is no archive: it has no \(Manifest.fileName). \
      Name the folder that holds the manifest and the parts.
      """
    case .noChecksums(let directory):
      """
      \(directory) has no \(StoredArchive.checksumsFileName), so nothing shows that its manifest is \
      the one that was written. Fetch the archive again from where it was copied.
      """
    case .manifestChanged(let path):
      """
      \(path) was changed after it was written: its SHA-256 is not the one in \
      \(StoredArchive.checksumsFileName). Fetch the archive again from where it was copied.
      """
    case .manifestUnreadable(let path, let reason):
      "\(path) cannot be used: \(reason)."
    case .unknownFormat(let path, let format, let version):
      """
      \(path) is of format \(format) version \(version); this retrofill reads \
      \(Manifest.formatName) version \(Manifest.currentFormatVersion). Use the version that wrote it.
      """
    case .unsafePartName(let path, let name):
      """
      \(path) names a part outside of its folder: "\(name)". Such an archive is not read.
      """
    case .partMissing(let path):
      "\(path) is missing, though the manifest lists it. Fetch it from where it was copied."
    case .partChanged(let path):
      """
      \(path) is damaged: its SHA-256 is not the one in the manifest. \
      Fetch it again from where it was copied.
      """
    case .partUnreadable(let path, let reason):
      "\(path) cannot be read: \(reason)"
    case .rowCountDiffers(let path, let expected, let found):
      "\(path) holds \(found) rows, and should hold \(expected)."
    case .strangePart(let path):
      """
      \(path) is not in the manifest of its archive. Move it away, or fetch the archive again.
      """
    default: ""
    }
  }
}
