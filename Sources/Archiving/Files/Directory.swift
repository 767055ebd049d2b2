import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder on disk. All calls throw `ArchivingError.fileSystem` in the system's own words.
struct Directory: Sendable, Hashable {
  let path: String

  /// The name of an entry as a path.
  func path(of entry: String) -> String { path.hasSuffix("/") ? path + entry : path + "/" + entry }

  func folder(_ entry: String) -> Directory { Directory(path: path(of: entry)) }

  /// The same folder, whatever the working directory will be.
  var absolute: Directory {
    Directory(path: URL(fileURLWithPath: path).standardizedFileURL.path)
  }

  var exists: Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// Makes the folder, and those above it that are missing.
  func create() throws {
    if exists { return }
    let above = parent
    if above != self { try above.create() }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure("create", errno) }
  }

  private var parent: Directory {
    Directory(path: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// The names of what lies in the folder, in order.
  func entries() throws -> [String] {
    try attempt("list") { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// Removes the folder and everything in it.
  func remove() throws {
    try attempt("remove") { try FileManager.default.removeItem(atPath: path) }
  }

  /// Gives the folder another name, which must be free, and returns when that has reached the disk.
  func rename(to other: Directory) throws {
    try attempt("rename") {
      try FileManager.default.moveItem(atPath: path, toPath: other.path)
    }
    try other.parent.synchronise()
  }

  /// Returns when the entries have reached the disk.
  func synchronise() throws {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("synchronise", errno) }
  }

  private func attempt<Value>(_ operation: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let reason = underlying.map { String(cString: strerror(Int32($0.code))) }
      throw ArchivingError.fileSystem(
        operation: operation, path: path, reason: reason ?? error.localizedDescription)
    }
  }

  private func failure(_ operation: String, _ code: Int32) -> ArchivingError {
    .fileSystem(operation: operation, path: path, reason: String(cString: strerror(code)))
  }
}
