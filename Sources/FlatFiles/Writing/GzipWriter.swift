internal import CZlib

/// Compresses what is written to it, as one gzip member, and hands it on.
///
/// The same content always becomes the same bytes: the header holds neither a time nor a name.
package final class GzipWriter: ByteSink {
  /// What was written, known at the end.
  package struct Summary: Sendable, Hashable {
    package var contentBytes: Int
    package var compressedBytes: Int
    /// SHA-256 of the content, in hexadecimal.
    package var contentSHA256: String
    /// SHA-256 of the compressed bytes, in hexadecimal.
    package var compressedSHA256: String
  }

  private let sink: any ByteSink
  private let stream: UnsafeMutablePointer<z_stream>
  private let room: UnsafeMutableRawBufferPointer
  private let contentDigest = ContentDigest()
  private let compressedDigest = ContentDigest()
  private var contentBytes = 0
  private var compressedBytes = 0
  private var summary: Summary?

  /// 15 bits of window, and 16 asks for a gzip header and trailer around the data.
  private static let windowBits: Int32 = 15 + 16

  /// Writes to a sink, at zlib's level 1 (fast) to 9 (small). The path names it in errors.
  package init(to sink: any ByteSink, path: String, level: Int = 6) throws {
    self.sink = sink
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    room = .allocate(byteCount: 64 << 10, alignment: 16)
    guard rf_deflate_init(stream, Int32(level), Self.windowBits) == Z_OK else {
      throw FileError(path: path, problem: .notWritten("zlib could not be started"))
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    room.deallocate()
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    contentDigest.update(bytes)
    contentBytes += bytes.count
    // zlib counts in 32 bits.
    var rest = bytes
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      try deflateAll(part, Z_NO_FLUSH)
      rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
    }
  }

  /// Writes the end of the data; nothing may be written afterwards. The sink is left open.
  @discardableResult
  package func finish() throws -> Summary {
    if let summary { return summary }
    try deflateAll(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH)
    let written = Summary(
      contentBytes: contentBytes, compressedBytes: compressedBytes,
      contentSHA256: contentDigest.finish(), compressedSHA256: compressedDigest.finish())
    summary = written
    return written
  }

  private func deflateAll(_ bytes: UnsafeRawBufferPointer, _ flush: Int32) throws {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
    repeat {
      stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room.count)
      // Fails only where the stream was misused: zlib.h, deflate().
      deflate(stream, flush)
      let count = room.count - Int(stream.pointee.avail_out)
      let made = UnsafeRawBufferPointer(rebasing: room[..<count])
      compressedDigest.update(made)
      compressedBytes += count
      try sink.write(made)
      // Room that was filled up may have left something behind.
    } while stream.pointee.avail_out == 0
  }
}
