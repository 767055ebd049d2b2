internal import CZip

/// The bytes of a member of a zip archive, unpacked and compared with their checksum by libzip.
final class ZipMemberStream: ByteOrigin {
  let name: String
  private let archive: ZipArchive
  private let handle: OpaquePointer
  private let size: Int
  private var produced = 0
  private var damage: FileError?
  private let portion: UnsafeMutableRawBufferPointer
  /// What of the portion is not handed out yet.
  private var ready: Range<Int> = 0..<0

  /// How much is unpacked at a time. Where the data is damaged libzip keeps the whole of it back, so
  /// it is little, and never depends on who reads.
  private static let portionBytes = 4 << 10

  /// Throws `FileError` for a member that is not there, or packed in a way that is not read.
  init(_ source: SourceFile, in file: StoredFile, limits: ReadLimits) throws {
    name = "\(source)"
    archive = try IdleArchives.archive(file, limits: limits)
    let member = try archive.member(of: source)
    size = member.size
    if member.isEncrypted { throw FileError(path: name, problem: .zip(.encrypted)) }
    // Others could take more memory than is good, and not every libzip has them.
    guard member.method == ZIP_CM_STORE || member.method == ZIP_CM_DEFLATE else {
      throw FileError(path: name, problem: .zip(.method(member.method)))
    }
    guard let handle = zip_fopen_index(archive.handle, member.index, 0) else {
      let reason = String(cString: zip_strerror(archive.handle))
      throw FileError(path: name, problem: .zip(.damaged(reason)))
    }
    self.handle = handle
    portion = .allocate(byteCount: Self.portionBytes, alignment: 16)
  }

  deinit {
    portion.deallocate()
    zip_fclose(handle)
    if damage == nil { IdleArchives.keep(archive) }
  }

  var totalBytes: Int? { size }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < room.count {
      if ready.isEmpty { ready = 0..<(try unpack(isFirst: filled == 0)) }
      if ready.isEmpty { break }
      let count = min(ready.count, room.count - filled)
      let end = ready.lowerBound + count
      UnsafeMutableRawBufferPointer(rebasing: room[filled...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: portion[ready.lowerBound..<end]))
      ready = end..<ready.upperBound
      filled += count
    }
    return filled
  }

  /// Unpacks the next portion, and returns how long it is; 0 at the end. Damage is thrown only where
  /// nothing was read before it.
  private func unpack(isFirst: Bool) throws -> Int {
    if damage == nil {
      let count = Int(zip_fread(handle, portion.baseAddress, UInt64(portion.count)))
      produced += max(count, 0)
      if count < 0 {
        damage = damaged(String(cString: zip_file_strerror(handle)))
      } else if produced > size {
        damage = damaged("the file is longer than the archive's directory says")
      } else {
        return count
      }
    }
    if isFirst, let damage { throw damage }
    return 0
  }

  func checkUnchanged(afterReading received: Int) throws { try archive.checkUnchanged() }

  private func damaged(_ reason: String) -> FileError {
    FileError(path: name, problem: .zip(.damaged(reason)))
  }
}
