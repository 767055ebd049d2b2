internal import Synchronization

/// A file beside a download that holds its SHA-256: `NAME.CHECKSUM` or `NAME.sha256`, in one of the
/// forms of `ChecksumLines`.
package struct ChecksumFile {
  private let path: String
  /// The name of the file whose checksum is wanted, without the folder.
  private let name: String

  static let endings = [".CHECKSUM", ".sha256"]
  /// Lines for more files than any folder has would be longer.
  private static let largestBytes = 1 << 20

  /// Whether a file of this name holds checksums, and no data.
  package static func isNamed(_ path: String) -> Bool {
    endings.contains { path.hasSuffix($0) }
  }

  /// The name of the file that a checksum file of this name is of.
  static func subject(of name: String) -> String {
    endings.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
  }

  /// Compares a file with the checksum files that lie beside it. A file is read for that once, as
  /// long as neither it nor its checksum file changes.
  ///
  /// - Throws: `FileError` when they disagree, and for a checksum file that cannot be understood.
  static func verify(_ file: StoredFile) throws {
    for ending in endings {
      let path = file.name + ending
      guard let status = try? Descriptor.status(of: path), !status.isDirectory else { continue }
      let agreement = Agreement(
        path: path, file: file.identity, checksum: FileIdentity(status))
      if agreements.withLock({ $0.contains(agreement) }) { continue }
      let name = file.name.split(separator: "/").last.map(String.init) ?? file.name
      let expected = try ChecksumFile(path: path, name: name).digest()
      let found = try digest(of: file)
      guard expected == found else {
        throw FileError(
          path: file.name,
          problem: .checksumDiffers(file: path, expected: expected, found: found))
      }
      _ = agreements.withLock { $0.insert(agreement) }
    }
  }

  /// A file, a checksum file, and that they agreed as they were then.
  private struct Agreement: Hashable {
    var path: String
    var file: FileIdentity
    var checksum: FileIdentity
  }

  private static let agreements = Mutex<Set<Agreement>>([])

  private static func digest(of file: StoredFile) throws -> String {
    let digest = ContentDigest()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { room.deallocate() }
    var offset = 0
    while true {
      let count = try file.read(at: offset, into: room)
      if count == 0 { break }
      digest.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
      offset += count
    }
    try file.checkUnchanged(afterReading: offset)
    return digest.finish()
  }

  // MARK: - What it says

  /// The digest of the file, in lower-case digits.
  private func digest() throws -> String {
    let lines = ChecksumLines(try contents())
    guard lines.isUnderstood else { throw notUnderstood }
    let entries = lines.entries
    // A file that was renamed is still the one that its only checksum is of.
    if entries.count == 1 { return entries[0].digest }
    let own = Set(entries.filter { $0.name == name }.map(\.digest))
    guard own.count == 1, let digest = own.first else { throw notUnderstood }
    return digest
  }

  private var notUnderstood: FileError {
    FileError(path: path, problem: .checksumNotUnderstood(of: name))
  }

  private func contents() throws -> [UInt8] {
    do {
      let descriptor = try Descriptor(reading: path)
      var bytes: [UInt8] = []
      while bytes.count <= Self.largestBytes {
        var piece = [UInt8](repeating: 0, count: 4096)
        let count = try piece.withUnsafeMutableBytes { try descriptor.read(into: $0) }
        if count == 0 { return bytes }
        bytes += piece[..<count]
      }
    } catch let failure as Descriptor.Failure {
      throw FileError(path: path, problem: .notOpened(failure.reason))
    }
    throw notUnderstood
  }
}
