package import FlatFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files that the paths of a verb name.
package struct InputPaths: Sendable {
  /// Each once, in the order written.
  package private(set) var paths: [String] = []
  /// Folders that are named themselves, where a verb takes them.
  package private(set) var folders: [String] = []
  /// What patterns match and is no data.
  package private(set) var passedOver: [PassedOver] = []
  private var seen: Set<String> = []

  fileprivate mutating func addFolder(_ path: String) {
    if seen.insert(path).inserted { folders.append(path) }
  }

  fileprivate mutating func add(_ path: String, isMatch: Bool) {
    guard seen.insert(path).inserted else { return }
    if isMatch, ChecksumFile.isNamed(path) {
      passedOver.append(PassedOver(path: path, reason: "a checksum file"))
    } else {
      paths.append(path)
    }
  }
}

/// Which folders a verb takes as folders of uploads, whose files it moves.
package enum FolderRule: Sendable {
  case never
  /// Those called `uploads`: a folder of anything else is named by mistake more easily.
  case named
  case always

  fileprivate func allows(_ path: String) -> Bool {
    switch self {
    case .never: false
    case .named: path.split(separator: "/").last == "uploads"
    case .always: true
    }
  }
}

extension Fields {
  /// The files that the paths of a verb name, patterns expanded.
  ///
  /// Paths are taken from the working directory. `-` is standard input, `archive.zip/a.csv` a file in
  /// an archive. A pattern may match nothing where that is `optional`, and passes over the checksum
  /// files that lie beside downloads.
  ///
  /// - Throws: `JobError` for a file that is not there, a folder, or a pattern without a match.
  package func inputPaths(
    _ key: String, optional: Bool, takesFolders: FolderRule = .never
  ) throws -> InputPaths {
    var paths = InputPaths()
    for written in try texts(key) {
      if FileKind(of: written.value).isFolder, takesFolders != .never,
        !SourceFile(path: written.value).isDumpDirectory
      {
        guard takesFolders.allows(written.value) else {
          throw JobError(written.place, .isUnmovedDirectory(written.value))
        }
        paths.addFolder(written.value)
        continue
      }
      let files = try files(named: written, optional: optional)
      for path in files { paths.add(path, isMatch: path != written.value) }
    }
    return paths
  }

  private func files(named written: Written<String>, optional: Bool) throws -> [String] {
    let path = written.value
    if path == "-" { return [path] }
    switch FileKind(of: path) {
    case .file: return [path]
    case .folder, .linkToFolder:
      // The file's own error says how to turn a folder that pg_dump made into a dump.
      if SourceFile(path: path).isDumpDirectory { return [path] }
      throw JobError(written.place, .isDirectory(path))
    case .absent: break
    }
    // Whether the archive has it, is said when the archive is read.
    if SourceFile(named: path).member != nil { return [path] }
    let pattern = PathPattern(path)
    let matches = pattern.isPattern ? pattern.files() : []
    guard matches.isEmpty, !optional else { return matches }
    let directory = workingDirectory()
    throw JobError(
      written.place,
      pattern.isPattern
        ? .nothingMatches(path, workingDirectory: directory)
        : .noSuchFile(path, workingDirectory: directory))
  }
}

/// Where relative paths begin.
package func workingDirectory() -> String {
  guard let bytes = getcwd(nil, 0) else { return "." }
  defer { free(bytes) }
  return String(cString: bytes)
}
