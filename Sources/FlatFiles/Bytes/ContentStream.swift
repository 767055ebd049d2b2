/// The content of a source file, decompressed, hashed and counted while it is read.
package final class ContentStream {
  let source: SourceFile
  let compression: Compression
  /// What is read instead of the file, where its records are kept.
  let keptText: (any KeptText)?
  /// SHA-256 of the decompressed content; nil before the end, and where it is not
  /// hashed.
  package private(set) var sha256: String?

  private let raw: RawStream
  private let decompressor: (any Decompressor)?
  private let limits: ReadLimits
  private let acceptsCutShort: Bool
  private let digest = ContentDigest()
  private var produced = 0
  private var isHashed = true
  private var isAtEnd = false

  /// Opens a file, or a member of an archive, and looks at its first bytes. An archive of one member
  /// stands for it. Standard input may be opened by what can give its beginning again.
  ///
  /// Where data that is cut short is accepted, `read` throws at its end all the same, but the
  /// SHA-256 of what was there is known then.
  ///
  /// Throws `FileError` where it cannot be read, is empty, is not what its checksum file says, or is
  /// compressed in a way that is not supported.
  package convenience init(
    _ source: SourceFile, limits: ReadLimits = ReadLimits(), acceptsCutShort: Bool = false
  ) throws {
    try self.init(source, from: nil, limits: limits, acceptsCutShort: acceptsCutShort)
  }

  init(
    _ source: SourceFile, from input: RecalledInput?, limits: ReadLimits, acceptsCutShort: Bool
  ) throws {
    self.source = source
    self.limits = limits
    self.acceptsCutShort = acceptsCutShort
    if let kept = source.kept {
      let text = try kept.open()
      keptText = text
      raw = try RawStream(KeptOrigin(text, name: "\(source)"), pieceBytes: limits.pieceBytes)
      compression = .none
      decompressor = nil
      return
    }
    keptText = nil
    let file = try input?.file ?? StoredFile(source)
    var raw = try RawStream(input ?? file, pieceBytes: limits.pieceBytes)
    let outer = Compression(magic: try raw.peek(Compression.magicLength))
    var inner = outer
    if outer == .zip || source.member != nil {
      guard outer == .zip else { throw FileError(path: "\(source)", problem: .notFound) }
      raw = try RawStream(
        try ZipMemberStream(source, in: file, limits: limits), pieceBytes: limits.pieceBytes)
      inner = Compression(magic: try raw.peek(Compression.magicLength))
    }
    self.raw = raw
    compression = outer
    decompressor = try inner.decompressor(raw)
  }

  /// Reads content that was decompressed already, from its beginning, without hashing it.
  init(_ content: RereadContent, limits: ReadLimits) throws {
    source = content.source
    self.limits = limits
    acceptsCutShort = false
    keptText = nil
    raw = try RawStream(RereadOrigin(content), pieceBytes: limits.pieceBytes)
    compression = .none
    decompressor = nil
    isHashed = false
  }

  var progress: ReadProgress { raw.progress }

  /// Leaves the hash to a reader that is known by less than the whole content, or spares it where
  /// nobody asks for it; there is none here from now on.
  func stopHashing() { isHashed = false }

  /// Reads at most as much content as there is room for; 0 at the end.
  ///
  /// Throws `FileError` where the data is damaged, but only after all that could be read of it.
  package func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if isAtEnd { return 0 }
    let count: Int
    do {
      count = try decompressor?.read(into: room) ?? raw.read(into: room)
    } catch let error as FileError where acceptsCutShort && error.isCutShort {
      try raw.checkUnchanged()
      isAtEnd = true
      if isHashed { sha256 = digest.finish() }
      throw error
    }
    if count == 0 {
      try raw.checkUnchanged()
      isAtEnd = true
      if isHashed { sha256 = digest.finish() }
      return 0
    }
    if isHashed { digest.update(UnsafeRawBufferPointer(rebasing: room[..<count])) }
    produced += count
    if compression != .none && produced > limits.expandedBytes {
      throw FileError(path: raw.name, problem: .expandsTooFar(limit: limits.expandedBytes))
    }
    return count
  }
}

/// How far the reading of a file has come, in bytes as stored; of a member of an archive, in bytes
/// as it was before it was packed.
package struct ReadProgress: Sendable, Hashable {
  package var bytesRead: Int
  /// nil where it cannot be known, as of a pipe.
  package var totalBytes: Int?

  package init(bytesRead: Int, totalBytes: Int?) {
    self.bytesRead = bytesRead
    self.totalBytes = totalBytes
  }
}
