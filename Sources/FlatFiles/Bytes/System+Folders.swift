// The calls for what lies in folders.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Descriptor {
  /// The names in a folder, in the order of their bytes.
  static func names(in folder: String) throws(Failure) -> [String] {
    guard let stream = opendir(folder) else { throw Failure(code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder, if it is not there.
  static func makeFolderIfMissing(_ path: String) throws(Failure) {
    if mkdir(path, mode_t(0o777)) != 0, errno != EEXIST { throw Failure(code: errno) }
  }

  /// The path without links and dots.
  static func realPath(_ path: String) throws(Failure) -> String {
    guard let real = realpath(path, nil) else { throw Failure(code: errno) }
    defer { free(real) }
    return String(cString: real)
  }

  /// Moves a file to a name that nothing else has: it gets its second name before it loses the first,
  /// because `rename` would take a name from another file.
  ///
  /// - Returns: false where another file has the name.
  static func move(_ path: String, toUnused name: String) throws(Failure) -> Bool {
    if link(path, name) == 0 {
      remove(path)
      return true
    }
    switch errno {
    case EEXIST:
      guard try isOneFile(path, name) else { return false }
      remove(path)
      return true
    case EPERM, ENOTSUP, EMLINK:
      // A file system without second names.
      if try status(of: name) != nil { return false }
      try rename(path, to: name)
      return true
    default: throw Failure(code: errno)
    }
  }

  /// Whether two names are those of one file: then a move between them was cut off.
  static func isOneFile(_ path: String, _ name: String) throws(Failure) -> Bool {
    guard let one = try status(of: path), let other = try status(of: name) else { return false }
    return one.inode == other.inode && one.device == other.device
  }

  /// Whether any process has a file open for writing, as far as the system tells: Linux does, to the
  /// owner of the file and to root, by refusing them a read lease (fcntl(2)).
  static func isOpenForWriting(_ path: String) -> Bool {
    #if canImport(Darwin)
      return false
    #else
      let (setLease, setSignal, readLease, noLease) = (1024, 10, F_RDLCK, F_UNLCK)
      guard let file = try? Descriptor(reading: path) else { return false }
      // Who opens the file just now makes the system send a signal, which is one that nobody minds.
      file.control(Int32(setSignal), SIGURG)
      guard file.control(Int32(setLease), Int32(readLease)) == 0 else { return errno == EAGAIN }
      file.control(Int32(setLease), Int32(noLease))
      return false
    #endif
  }
}
