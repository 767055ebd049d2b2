/// The source files that a path means: itself, or what a zip archive holds.
package struct SourceFiles: Sendable, Hashable {
  /// In the order of the archive.
  package private(set) var files: [SourceFile] = []
  /// What the archive holds beside and is no data.
  package private(set) var passedOver: [PassedOver] = []

  package init(files: [SourceFile], passedOver: [PassedOver]) {
    self.files = files
    self.passedOver = passedOver
  }

  /// Looks what a path means. One that leads to nothing means the file that is missing there.
  ///
  /// - Throws: `FileError` for an archive that cannot be read, that is not what its checksum file
  ///   says, or that holds no files.
  package init(named path: String, limits: ReadLimits = ReadLimits()) throws {
    let source = SourceFile(named: path)
    guard source.member == nil, !source.isStandardInput, ZipArchive.isArchive(source.path) else {
      files = [source]
      return
    }
    let archive = try IdleArchives.archive(StoredFile(source), limits: limits)
    defer { IdleArchives.keep(archive) }
    for member in archive.members {
      let file = SourceFile(path: source.path, member: member.name)
      if let reason = member.reasonToPassOver {
        passedOver.append(PassedOver(path: "\(file)", reason: reason))
      } else {
        files.append(file)
      }
    }
    if files.isEmpty { throw FileError(path: path, problem: .zip(.noMembers)) }
  }
}

/// What lies beside data files and is none.
package struct PassedOver: Sendable, Hashable, CustomStringConvertible {
  package var path: String
  /// In a few words: `a folder`.
  package var reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path): \(reason)" }
}

extension SourceFile {
  /// The source file that a path means, where it means one: `archive.zip/a.csv` is a member when
  /// `archive.zip` is a zip archive.
  package init(named path: String) {
    self.init(path: path)
    if isStandardInput || ((try? Descriptor.status(of: path)) ?? nil) != nil { return }
    let bytes = Array(path.utf8)
    for slash in bytes.indices where bytes[slash] == UInt8(ascii: "/") && slash > 0 {
      let archive = String(decoding: bytes[..<slash], as: UTF8.self)
      if slash + 1 < bytes.count, ZipArchive.isArchive(archive) {
        self.init(path: archive, member: String(decoding: bytes[(slash + 1)...], as: UTF8.self))
        return
      }
    }
  }
}
