/// Bytes on disk or standard input, maybe compressed, or a member of a zip archive; known by the
/// SHA-256 of their content.
package struct SourceFile: Sendable, Hashable, CustomStringConvertible {
  /// The path that means standard input, as it does everywhere on the command line.
  package static let standardInputPath = "-"
  package static let standardInput = SourceFile(path: standardInputPath)

  /// The path as it was given: of the file, or of the archive.
  package var path: String
  /// The name in the archive. It is never used as a path in the file system.
  package var member: String?
  /// What is read instead of the path, which says where the file was.
  package var kept: (any KeptFile)?

  package init(path: String, member: String? = nil, kept: (any KeptFile)? = nil) {
    self.path = path
    self.member = member
    self.kept = kept
  }

  package static func == (left: SourceFile, right: SourceFile) -> Bool {
    left.path == right.path && left.member == right.member && left.kept?.id == right.kept?.id
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(member)
    hasher.combine(kept?.id)
  }

  package var isStandardInput: Bool {
    path == Self.standardInputPath && member == nil && kept == nil
  }

  /// How it is spelled everywhere, in what people write and what they are told: `a.csv`, or
  /// `archive.zip/a.csv`.
  package var description: String { member.map { "\(path)/\($0)" } ?? path }

  /// The last part of the path, or of the name in the archive; `stdin` for standard input.
  package var name: String {
    if isStandardInput { return "stdin" }
    let whole = member ?? path
    return whole.split(separator: "/").last.map(String.init) ?? whole
  }

  /// What the file system says of the file, or of the archive, now; nil for standard input.
  ///
  /// Throws `FileError` where there is no file that could be read.
  package func identity() throws -> FileIdentity? {
    if let kept { return kept.identity }
    if isStandardInput { return nil }
    let status: Descriptor.Status?
    do {
      status = try Descriptor.status(of: path)
    } catch {
      throw FileError(path: path, problem: .notOpened(error.reason))
    }
    guard let status else { throw FileError(path: path, problem: .notFound) }
    if status.isDirectory {
      throw FileError(
        path: path, problem: isDumpDirectory ? .dump(.directory(path: path)) : .isDirectory)
    }
    return FileIdentity(status)
  }

  /// How many bytes it has: as stored, or, of a member, as it was before it was packed. Nil for
  /// standard input.
  ///
  /// Throws `FileError` where there is no file that could be read.
  package func size() throws -> Int? {
    guard member != nil, kept == nil else { return try identity()?.size }
    let archive = try IdleArchives.archive(StoredFile(self), limits: ReadLimits())
    defer { IdleArchives.keep(archive) }
    return try archive.member(of: self).size
  }

  /// Reads the whole file once, without parsing it, and returns the SHA-256 of its content; where
  /// data that is cut short is accepted, of what is there.
  ///
  /// Standard input can be read only once, so there is nothing left of it afterwards.
  package func fingerprint(
    limits: ReadLimits = ReadLimits(), acceptsCutShort: Bool = false
  ) throws -> String {
    let stream = try ContentStream(self, limits: limits, acceptsCutShort: acceptsCutShort)
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: limits.pieceBytes, alignment: 16)
    defer { room.deallocate() }
    do {
      while try stream.read(into: room) > 0 {}
    } catch let error as FileError where acceptsCutShort && error.isCutShort {}
    guard let sha256 = stream.sha256 else {
      throw FileError(path: "\(self)", problem: .notRead("the end was not reached"))
    }
    return sha256
  }

  /// Whether the path is a folder that pg_dump made.
  package var isDumpDirectory: Bool {
    (try? Descriptor.status(of: path + "/toc.dat"))?.map(\.isRegular) ?? false
  }

  /// Opens the file for reading, in the file system's sense.
  func open() throws -> Descriptor {
    if isStandardInput { return Descriptor(standard: Descriptor.standardInput) }
    do {
      return try Descriptor(reading: path)
    } catch {
      let problem: FileProblem = error.isMissing ? .notFound : .notOpened(error.reason)
      throw FileError(path: path, problem: problem)
    }
  }
}

/// What tells one state of a file from another without reading it.
package struct FileIdentity: Sendable, Hashable {
  /// In bytes, as stored: compressed where the file is.
  package var size: Int
  /// Microseconds since 1970-01-01 00:00 UTC.
  package var modifiedMicroseconds: Int64
  package var inode: UInt64

  package init(size: Int, modifiedMicroseconds: Int64, inode: UInt64) {
    self.size = size
    self.modifiedMicroseconds = modifiedMicroseconds
    self.inode = inode
  }

  init(_ status: Descriptor.Status) {
    self.init(
      size: status.size, modifiedMicroseconds: status.modifiedMicroseconds, inode: status.inode)
  }
}
