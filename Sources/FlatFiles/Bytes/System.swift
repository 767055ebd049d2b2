// The operating system's calls, in the one file that knows which C library there is.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file descriptor that is closed with its owner. Calls interrupted by a signal are repeated.
final class Descriptor {
  /// What `stat` says of an open file.
  struct Status {
    var size: Int
    var modifiedMicroseconds: Int64
    var inode: UInt64
    var device: UInt64
    var isDirectory: Bool
    var isRegular: Bool
  }

  /// A failed call: the error number.
  struct Failure: Error {
    var code: Int32
    /// Whether nobody reads any more what is written.
    var isClosedPipe: Bool { code == EPIPE }
    var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    /// The C library's own words.
    var reason: String { String(cString: strerror(code)) }
  }

  private let number: Int32
  private let isOwned: Bool

  static let standardInput = 0 as Int32

  init(standard number: Int32) {
    self.number = number
    isOwned = false
  }

  init(reading path: String) throws(Failure) {
    number = try Self.retrying { open(path, O_RDONLY | O_CLOEXEC) }
    isOwned = true
  }

  /// Creates a file that must not exist yet.
  init(creating path: String, mode: UInt32 = 0o644) throws(Failure) {
    number = try Self.retrying { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode)) }
    isOwned = true
  }

  /// Creates a file without a name: it goes with its descriptor, also when the process is killed.
  init(scratchIn folder: String) throws(Failure) {
    let path = "\(folder)/retrofill-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    number = try Self.retrying { open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600)) }
    isOwned = true
    unlink(path)
  }

  /// The folder for files that nobody needs afterwards: what `TMPDIR` names, or else `/tmp`.
  static var scratchFolder: String {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return named.isEmpty ? "/tmp" : named
  }

  deinit { if isOwned { Self.close(number) } }

  /// Reads at an offset at most as many bytes as there is room for; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer, at offset: Int) throws(Failure) -> Int {
    while true {
      let count = pread(number, room.baseAddress, room.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }

  func status() throws(Failure) -> Status {
    var status = stat()
    _ = try Self.retrying { fstat(number, &status) }
    return Status(status)
  }

  /// The status of whatever is at a path now; nil when there is nothing.
  static func status(of path: String) throws(Failure) -> Status? {
    var status = stat()
    do throws(Failure) {
      _ = try retrying { stat(path, &status) }
    } catch {
      if error.isMissing { return nil }
      throw error
    }
    return Status(status)
  }

  /// Reads at most as many bytes as there is room for; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    #if canImport(Glibc)
      let call = Glibc.read
    #elseif canImport(Musl)
      let call = Musl.read
    #else
      let call = Darwin.read
    #endif
    while true {
      let count = call(number, room.baseAddress, room.count)
      if count >= 0 { return count }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }

  /// Reads at an offset, leaving where the descriptor stands; 0 at the end.
  func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    while true {
      let count = pread(number, room.baseAddress, room.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }

  /// Another number for the same open file, at its beginning, which the caller has to close.
  func duplicate() throws(Failure) -> Int32 {
    let copy = try Self.retrying { fcntl(number, F_DUPFD_CLOEXEC, 0) }
    lseek(copy, 0, SEEK_SET)
    return copy
  }

  @discardableResult
  func control(_ command: Int32, _ value: Int32) -> Int32 { fcntl(number, command, value) }

  /// Closes what `duplicate` returned.
  static func close(_ number: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(number)
    #elseif canImport(Musl)
      _ = Musl.close(number)
    #else
      _ = Darwin.close(number)
    #endif
  }

  /// Writes all the bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    #if canImport(Glibc)
      let call = Glibc.write
    #elseif canImport(Musl)
      let call = Musl.write
    #else
      let call = Darwin.write
    #endif
    var rest = bytes
    while !rest.isEmpty {
      let count = call(number, rest.baseAddress, rest.count)
      if count < 0 {
        // EAGAIN: a terminal or pipe that another process has told not to block.
        if errno == EINTR || errno == EAGAIN { continue }
        throw Failure(code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Returns when the contents have reached the disk.
  func synchronise() throws(Failure) { _ = try Self.retrying { fsync(number) } }

  static func rename(_ old: String, to new: String) throws(Failure) {
    #if canImport(Glibc)
      _ = try retrying { Glibc.rename(old, new) }
    #elseif canImport(Musl)
      _ = try retrying { Musl.rename(old, new) }
    #else
      _ = try retrying { Darwin.rename(old, new) }
    #endif
  }

  /// Makes a folder that nobody else can enter, and returns its path.
  static func makeFolder(in folder: String) throws(Failure) -> String {
    let path = "\(folder)/retrofill-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    _ = try retrying { mkdir(path, mode_t(0o700)) }
    return path
  }

  /// Removes an empty folder, if it is there.
  static func removeFolder(_ path: String) { rmdir(path) }

  /// Removes a file, if it is there.
  static func remove(_ path: String) { unlink(path) }

  static var processID: Int32 { getpid() }

  private static func retrying(_ call: () -> Int32) throws(Failure) -> Int32 {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }
}

extension Descriptor.Status {
  fileprivate init(_ status: stat) {
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    size = Int(status.st_size)
    modifiedMicroseconds = Int64(modified.tv_sec) * 1_000_000 + Int64(modified.tv_nsec / 1000)
    inode = UInt64(status.st_ino)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }
}

extension UnsafeRawBufferPointer {
  /// The first place of a byte at or behind `start`, found sixteen and more bytes at a time.
  @inline(__always)
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard let baseAddress, start < count,
      let found = memchr(baseAddress + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - baseAddress
  }

  /// The first place of a byte in a part.
  @inline(__always)
  func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    UnsafeRawBufferPointer(rebasing: self[..<end]).firstIndex(of: byte, from: start)
  }

  func contains(byte: UInt8) -> Bool { firstIndex(of: byte, from: 0) != nil }
}
