#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The few things that a local server and the settings need of a file system.
enum Files {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// The contents as text; nil when the file cannot be read.
  static func text(of path: String) -> String? {
    guard let file = try? FileDescriptor.open(path, O_RDONLY) else { return nil }
    defer { file.close() }
    return String(decoding: file.readToEnd(), as: UTF8.self)
  }

  /// Writes a file so that it is there whole or not at all. Throws `SystemError`.
  static func write(_ text: String, to path: String, mode: mode_t = 0o644) throws {
    let draft = "\(path).\(getpid())"
    let file = try FileDescriptor.open(draft, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
    defer { file.close() }
    try file.write(text)
    guard fsync(file.number) == 0 else { throw SystemError("write", draft) }
    try rename(draft, to: path)
  }

  /// Throws `SystemError`.
  static func rename(_ path: String, to other: String) throws {
    #if canImport(Glibc)
      let status = Glibc.rename(path, other)
    #else
      let status = Darwin.rename(path, other)
    #endif
    guard status == 0 else { throw SystemError("rename", path) }
  }

  /// Makes a directory and those above it, unless they are there. Throws `SystemError`.
  static func makeDirectory(_ path: String, mode: mode_t = 0o755) throws {
    if mkdir(path, mode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw SystemError("make directory", path)
    }
    try makeDirectory(String(path[..<slash]))
    guard mkdir(path, mode) == 0 || errno == EEXIST else {
      throw SystemError("make directory", path)
    }
  }

  /// Removes a directory with all that is in it, or a file. Throws `SystemError`.
  static func remove(_ path: String) throws {
    guard exists(path) else { return }
    guard try Subprocess.run(["rm", "-rf", "--", path]).status == 0 else {
      throw SystemError("remove", path, code: EACCES)
    }
  }

  /// The path without links and dots. Throws `SystemError` when nothing is there.
  static func resolved(_ path: String) throws -> String {
    guard let resolved = realpath(path, nil) else { throw SystemError("find", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in a directory, sorted; none when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Who owns a file or directory, without following a link; nil when it is not there.
  static func owner(of path: String) -> uid_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_uid : nil
  }

  /// Whether it is a directory, no link, that belongs to an account and that nobody else may enter.
  static func isPrivateDirectory(_ path: String, of owner: uid_t) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == owner && status.st_mode & 0o077 == 0
  }

  /// Throws `SystemError`.
  static func give(_ path: String, to account: Account) throws {
    guard chown(path, account.userID, account.groupID) == 0 else {
      throw SystemError("change the owner of", path)
    }
  }
}
