/// The bytes of a source file as they are stored, read piece by piece.
final class RawStream {
  /// What errors call it.
  let name: String
  private let origin: any ByteOrigin
  private let piece: UnsafeMutableRawBufferPointer
  /// What has been read into `piece` and not been taken yet.
  private var pending: Range<Int> = 0..<0
  private var isAtEnd = false
  private var received = 0

  /// Throws `FileError` where there is not one byte.
  init(_ origin: any ByteOrigin, pieceBytes: Int) throws {
    self.origin = origin
    name = origin.name
    piece = .allocate(
      byteCount: max(pieceBytes, Compression.magicLength), alignment: 16)
    if try peek(1).isEmpty { throw FileError(path: name, problem: .empty) }
  }

  deinit { piece.deallocate() }

  var progress: ReadProgress {
    ReadProgress(bytesRead: received - pending.count, totalBytes: origin.totalBytes)
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
  func checkUnchanged() throws { try origin.checkUnchanged(afterReading: received) }

  private func receive(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if isAtEnd || room.isEmpty { return 0 }
    let count = try origin.read(into: room)
    received += count
    isAtEnd = count == 0
    return count
  }
}
