import FlatFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Fields {
  /// The files that the paths of a verb name, patterns expanded, each once, in the order written.
  ///
  /// Paths are taken from the working directory. `-` is standard input. A pattern may match
  /// nothing where that is `optional`.
  ///
  /// - Throws: `JobError` for a file that is not there, a folder, or a pattern without a match.
  package func inputPaths(_ key: String, optional: Bool) throws -> [String] {
    var seen: Set<String> = []
    var paths: [String] = []
    for written in try texts(key) {
      for path in try files(named: written, optional: optional) where seen.insert(path).inserted {
        paths.append(path)
      }
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
