#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A lock between processes, and between threads of one, that ends with whoever holds it.
enum FileLock {
  /// Runs `body` while nobody else holds the lock on the file, which is made where it is missing.
  /// Waits for the others; throws `LocalServerError` when they take longer than `seconds`.
  static func holding<Value>(
    _ path: String, seconds: Double = 120, _ body: () throws -> Value
  ) throws -> Value {
    let file = try FileDescriptor.open(path, O_RDWR | O_CREAT)
    defer { file.close() }
    let deadline = MonotonicClock.seconds + seconds
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("lock", path) }
      guard MonotonicClock.seconds < deadline else {
        throw LocalServerError.busy(lock: path, seconds: Int(seconds))
      }
      pause(milliseconds: 20)
    }
    return try body()
  }
}
