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
    var isDirectory: Bool
    var isRegular: Bool
  }

  /// A failed call: the error number.
  struct Failure: Error {
    var code: Int32
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

  deinit { if isOwned { close(number) } }

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
        if errno == EINTR { continue }
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
