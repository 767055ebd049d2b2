/// The content of a source file, decompressed, hashed and counted while it is read.
package final class ContentStream {
  let source: SourceFile
  let compression: Compression
  /// SHA-256 of the decompressed content; nil before the end, and where it is not
  /// hashed.
  package private(set) var sha256: String?

  private let raw: RawStream
  private let gzip: GzipReader?
  private let limits: ReadLimits
  private let digest = ContentDigest()
  private var produced = 0
  private var isHashed = true
  private var isAtEnd = false

  /// Opens a file and looks at its first bytes. Throws `FileError` where it cannot be read, is
  /// empty, or is compressed in a way that is not supported.
  package init(_ source: SourceFile, limits: ReadLimits = ReadLimits()) throws {
    self.source = source
    self.limits = limits
    raw = try RawStream(source, pieceBytes: limits.pieceBytes)
    compression = Compression(magic: try raw.peek(Compression.magicLength))
    switch compression {
    case .none: gzip = nil
    case .gzip: gzip = try GzipReader(raw)
    case .zip, .bzip2, .xz, .zstd:
      throw FileError(path: source.path, problem: .compressed(compression))
    }
  }

  var progress: ReadProgress { raw.progress }

  /// Leaves the hash to a reader that is known by less than the whole content; there is none here
  /// from now on.
  func stopHashing() { isHashed = false }

  /// Reads at most as much content as there is room for; 0 at the end.
  ///
  /// Throws `FileError` where the data is damaged, but only after all that could be read of it.
  package func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if isAtEnd { return 0 }
    let count = try gzip?.read(into: room) ?? raw.read(into: room)
    if count == 0 {
      try raw.checkUnchanged()
      isAtEnd = true
      if isHashed { sha256 = digest.finish() }
      return 0
    }
    if isHashed { digest.update(UnsafeRawBufferPointer(rebasing: room[..<count])) }
    produced += count
    if gzip != nil && produced > limits.expandedBytes {
      throw FileError(
        path: source.path, problem: .expandsTooFar(limit: limits.expandedBytes))
    }
    return count
  }
}

/// How far the reading of a file has come, in bytes as stored.
package struct ReadProgress: Sendable, Hashable {
  package var bytesRead: Int
  /// nil where it cannot be known, as of a pipe.
  package var totalBytes: Int?

  package init(bytesRead: Int, totalBytes: Int?) {
    self.bytesRead = bytesRead
    self.totalBytes = totalBytes
  }
}
