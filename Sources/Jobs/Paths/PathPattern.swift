#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A path in which `*`, `?` and `[…]` stand for parts of a name, and `**` for any folders.
///
/// Names that begin with a dot are matched only by a pattern that begins with one. `**` does not
/// follow symbolic links to folders, so that a link cannot lead in circles.
struct PathPattern {
  let text: String

  init(_ text: String) { self.text = text }

  var isPattern: Bool { text.contains { "*?[".contains($0) } }

  /// The files that match, in the order of their paths' bytes; folders do not count.
  func files() -> [String] {
    let isAbsolute = text.hasPrefix("/")
    let components = text.split(separator: "/").map(String.init)
    let paths = Self.walk(isAbsolute ? "/" : "", components[...])
    return Set(paths).filter { !FileKind(of: $0).isFolder }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The folder is empty, or a path that ends in a slash.
  private static func walk(_ folder: String, _ components: ArraySlice<String>) -> [String] {
    guard let first = components.first else { return [] }
    let rest = components.dropFirst()
    if first == "**" {
      let remaining = rest.isEmpty ? ["*"] : rest
      let deeper = names(in: folder)
        .filter { !$0.hasPrefix(".") && FileKind(of: folder + $0) == .folder }
        .flatMap { walk(folder + $0 + "/", components) }
      return walk(folder, remaining) + deeper
    }
    let matches =
      PathPattern(first).isPattern
      ? names(in: folder).filter { fnmatch(first, $0, FNM_PERIOD) == 0 }
      : [first].filter { FileKind(of: folder + $0) != .absent }
    if rest.isEmpty { return matches.map { folder + $0 } }
    return matches.filter { FileKind(of: folder + $0).isFolder }
      .flatMap { walk(folder + $0 + "/", rest) }
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

/// What lies at a path.
enum FileKind {
  case absent, folder, linkToFolder, file

  init(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      self = .absent
      return
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, stat(path, &status) != 0 {
      self = .absent
      return
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    self = isFolder ? (isLink ? .linkToFolder : .folder) : .file
  }

  var isFolder: Bool { self == .folder || self == .linkToFolder }
}
