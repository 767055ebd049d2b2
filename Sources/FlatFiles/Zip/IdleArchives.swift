internal import Synchronization

/// Archives that are open and that nobody reads, kept for the next member: opening one reads its
/// whole directory, which would take longer than the members of an archive that has thousands.
///
/// Only those of one archive are kept, for as many readers as there may be at a time.
struct IdleArchives {
  private var key: Key?
  private var archives: [ZipArchive] = []

  /// What an archive was when it was opened, and under which limits.
  struct Key: Hashable {
    var path: String
    var identity: FileIdentity
    var mostMembers: Int
    var mostBytes: Int

    init(_ file: StoredFile, _ limits: ReadLimits) {
      path = file.name
      identity = file.identity
      mostMembers = limits.archiveMembers
      mostBytes = limits.expandedBytes
    }
  }

  private static let most = 4
  private static let shared = Mutex(IdleArchives())

  /// An archive for one reader alone: an idle one, or one that is opened.
  ///
  /// - Throws: `FileError` for an archive that cannot be read as a whole.
  static func archive(_ file: StoredFile, limits: ReadLimits) throws -> ZipArchive {
    let key = Key(file, limits)
    return try shared.withLock { $0.take(key) } ?? ZipArchive(file, limits: limits)
  }

  /// Keeps an archive whose reader has come to its end, and found it whole.
  static func keep(_ archive: ZipArchive) {
    shared.withLock { $0.put(archive) }
  }

  private mutating func take(_ key: Key) -> ZipArchive? {
    self.key == key ? archives.popLast() : nil
  }

  private mutating func put(_ archive: ZipArchive) {
    if key != archive.key { archives = [] }
    key = archive.key
    if archives.count < Self.most { archives.append(archive) }
  }
}
