/// Where the stored bytes of a source file come from: a file, or a member of an archive.
protocol ByteOrigin: AnyObject {
  /// What errors call it.
  var name: String { get }
  /// How many bytes there are; nil where that cannot be known, as of a pipe.
  var totalBytes: Int? { get }

  /// Reads at most as many bytes as there is room for; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int

  /// Throws `FileError` when the bytes are not those that were there at first.
  func checkUnchanged(afterReading received: Int) throws
}

/// An open file, or standard input, whose checksum file agrees with it where there is one.
final class StoredFile: ByteOrigin {
  /// The path as it was given.
  let name: String
  let descriptor: Descriptor
  let isRegular: Bool
  /// What the file was when it was opened.
  let identity: FileIdentity

  /// Throws `FileError` for what is missing, a directory, not readable, or not what its checksum
  /// file says.
  init(_ source: SourceFile) throws {
    name = source.path
    descriptor = try source.open()
    let status: Descriptor.Status
    do {
      status = try descriptor.status()
    } catch {
      throw FileError(path: name, problem: .notOpened(error.reason))
    }
    if status.isDirectory {
      throw FileError(
        path: name, problem: source.isDumpDirectory ? .dump(.directory(path: name)) : .isDirectory)
    }
    isRegular = status.isRegular
    identity = FileIdentity(status)
    if isRegular, !source.isStandardInput { try ChecksumFile.verify(self) }
  }

  var totalBytes: Int? { isRegular ? identity.size : nil }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    do {
      return try descriptor.read(into: room)
    } catch {
      throw FileError(path: name, problem: .notRead(error.reason))
    }
  }

  /// Reads at an offset, leaving where the file stands; short only at the end.
  func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int {
    var received = 0
    while received < room.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[received...])
      do {
        let count = try descriptor.read(at: offset + received, into: rest)
        if count == 0 { break }
        received += count
      } catch {
        throw FileError(path: name, problem: .notRead(error.reason))
      }
    }
    return received
  }

  func checkUnchanged(afterReading received: Int) throws {
    // Whoever gave standard input may have read its beginning.
    let isShort = name != SourceFile.standardInputPath && received != identity.size
    if isRegular, isShort { throw FileError(path: name, problem: .changedWhileReading) }
    try checkUnchanged()
  }

  /// Throws `FileError` when the file is not what it was when it was opened.
  func checkUnchanged() throws {
    guard isRegular else { return }
    let now = (try? descriptor.status()).map(FileIdentity.init)
    // The descriptor sees a file that was written to, the path one that was replaced. Standard
    // input has no path.
    var isSame = now == identity
    if name != SourceFile.standardInputPath {
      let there = (try? Descriptor.status(of: name)) ?? nil
      isSame = isSame && there.map(FileIdentity.init) == identity
    }
    if !isSame { throw FileError(path: name, problem: .changedWhileReading) }
  }
}
