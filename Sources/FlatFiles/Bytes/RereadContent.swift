/// The beginning of a source file, decompressed once and read from there as often as it is asked
/// for: for trying what a file might be.
///
/// What was read is kept, so it is for readers that stop early; those that go on, as for a table far
/// inside of a dump, read the file once more behind that.
package final class RereadContent {
  package let source: SourceFile
  private let stream: ContentStream
  private var kept: [UInt8] = []
  private var isAtEnd = false
  /// Why nothing follows what is kept.
  private var failure: (any Error)?

  /// Opens a file; throws `FileError` as `ContentStream` does.
  package init(_ source: SourceFile, limits: ReadLimits = ReadLimits()) throws {
    self.source = source
    stream = try ContentStream(source, limits: limits)
    stream.stopHashing()
  }

  fileprivate var totalBytes: Int? { stream.progress.totalBytes }

  /// How much is read at a time.
  private static let pieceBytes = 64 << 10
  /// How much is kept.
  fileprivate static let keptBytes = 8 << 20

  /// The content from an offset on, as much as there is room for; 0 at the end. Throws where the
  /// file is damaged, behind all that could be read of it.
  fileprivate func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int {
    while offset >= kept.count, !isAtEnd, failure == nil { readPiece() }
    let count = min(room.count, kept.count - offset)
    if count > 0 {
      kept.withUnsafeBytes {
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
      }
      return count
    }
    if let failure { throw failure }
    return 0
  }

  private func readPiece() {
    let start = kept.count
    kept.append(contentsOf: repeatElement(0, count: Self.pieceBytes))
    var count = 0
    do {
      count = try kept.withUnsafeMutableBytes {
        try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]))
      }
      isAtEnd = count == 0
    } catch {
      failure = error
    }
    kept.removeLast(kept.count - start - count)
  }
}

/// One reading of such content, from its beginning.
final class RereadOrigin: ByteOrigin {
  private let content: RereadContent
  private var offset = 0
  /// What the file is read by behind what is kept of it.
  private var stream: ContentStream?

  init(_ content: RereadContent) { self.content = content }

  var name: String { "\(content.source)" }
  var totalBytes: Int? { content.totalBytes }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    let count =
      offset < RereadContent.keptBytes
      ? try content.read(at: offset, into: room) : try onwards().read(into: room)
    offset += count
    return count
  }

  private func onwards() throws -> ContentStream {
    if let stream { return stream }
    let stream = try ContentStream(content.source)
    stream.stopHashing()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { room.deallocate() }
    var passed = 0
    while passed < offset {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room.prefix(offset - passed))
      let count = try stream.read(into: rest)
      if count == 0 { break }
      passed += count
    }
    self.stream = stream
    return stream
  }

  /// The file was opened once, and what was read of it stays.
  func checkUnchanged(afterReading received: Int) {}
}
