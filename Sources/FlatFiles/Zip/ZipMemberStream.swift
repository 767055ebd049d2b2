internal import CZip

/// The bytes of a member of a zip archive, unpacked and compared with their checksum by libzip.
final class ZipMemberStream: ByteOrigin {
  let name: String
  private let archive: ZipArchive
  private let handle: OpaquePointer
  private let size: Int
  private var produced = 0
  private var damage: FileError?

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
  }

  deinit {
    zip_fclose(handle)
    if damage == nil { IdleArchives.keep(archive) }
  }

  var totalBytes: Int? { size }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if let damage { throw damage }
    guard let base = room.baseAddress else { return 0 }
    let count = Int(zip_fread(handle, base, UInt64(room.count)))
    guard count >= 0 else {
      let reason = String(cString: zip_file_strerror(handle))
      throw damaged(reason)
    }
    produced += count
    guard produced <= size else {
      throw damaged("the file is longer than the archive's directory says")
    }
    return count
  }

  func checkUnchanged(afterReading received: Int) throws { try archive.checkUnchanged() }

  private func damaged(_ reason: String) -> FileError {
    let error = FileError(path: name, problem: .zip(.damaged(reason)))
    damage = error
    return error
  }
}
