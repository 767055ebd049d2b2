/// The bytes of a file as they are stored, read piece by piece.
final class RawStream {
  let path: String
  private let descriptor: Descriptor
  private let atOpen: Descriptor.Status
  private let piece: UnsafeMutableRawBufferPointer
  /// What has been read into `piece` and not been taken yet.
  private var pending: Range<Int> = 0..<0
  private var isAtEnd = false
  private var received = 0

  /// Throws `FileError` for what is missing, a directory, not readable or empty.
  init(_ source: SourceFile, pieceBytes: Int) throws {
    path = source.path
    descriptor = try source.open()
    do {
      atOpen = try descriptor.status()
    } catch {
      throw FileError(path: path, problem: .notOpened(error.reason))
    }
    piece = .allocate(
      byteCount: max(pieceBytes, Compression.magicLength), alignment: 16)
    if atOpen.isDirectory {
      throw FileError(
        path: path, problem: source.isDumpDirectory ? .dump(.directory(path: path)) : .isDirectory)
    }
    if try peek(1).isEmpty { throw FileError(path: path, problem: .empty) }
  }

  deinit { piece.deallocate() }

  var progress: ReadProgress {
    ReadProgress(
      bytesRead: received - pending.count, totalBytes: atOpen.isRegular ? atOpen.size : nil)
  }

  /// The next bytes without taking them: at least `count` where there are so many.
  func peek(_ count: Int) throws -> UnsafeRawBufferPointer {
    if pending.lowerBound > 0 {
      piece.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[pending]))
      pending = 0..<pending.count
    }
    while pending.count < count, !isAtEnd {
      let room = UnsafeMutableRawBufferPointer(rebasing: piece[pending.upperBound...])
      pending = 0..<pending.upperBound + (try receive(into: room))
    }
    return UnsafeRawBufferPointer(rebasing: piece[pending])
  }

  /// What has been read and not taken; reads a piece when that is nothing. Empty at the end.
  func nextPiece() throws -> UnsafeRawBufferPointer {
    if pending.isEmpty { pending = 0..<(try receive(into: piece)) }
    return UnsafeRawBufferPointer(rebasing: piece[pending])
  }

  /// Takes the first bytes of what `nextPiece` returned.
  func take(_ count: Int) { pending = pending.lowerBound + count..<pending.upperBound }

  /// Reads past the piece, where nothing is pending: the common case of uncompressed files.
  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if pending.isEmpty { return try receive(into: room) }
    let count = min(pending.count, room.count)
    let start = pending.lowerBound
    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[start..<start + count]))
    take(count)
    return count
  }

  /// Throws `FileError` when the file is not what it was when it was opened.
  func checkUnchanged() throws {
    guard atOpen.isRegular else { return }
    let now = try? descriptor.status()
    let there = (try? Descriptor.status(of: path)) ?? nil
    let before = FileIdentity(atOpen)
    // The descriptor sees a file that was written to, the path one that was replaced. Standard
    // input has no path, and whoever gave it may have read the beginning.
    var isSame = now.map(FileIdentity.init) == before
    if path != SourceFile.standardInputPath {
      isSame = isSame && there.map(FileIdentity.init) == before && received == atOpen.size
    }
    if !isSame {
      throw FileError(path: path, problem: .changedWhileReading)
    }
  }

  private func receive(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if isAtEnd || room.isEmpty { return 0 }
    do {
      let count = try descriptor.read(into: room)
      received += count
      isAtEnd = count == 0
      return count
    } catch {
      throw FileError(path: path, problem: .notRead(error.reason))
    }
  }
}
