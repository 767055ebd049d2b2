#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// An open file, pipe or socket, by its number. Whoever opens it closes it.
struct FileDescriptor {
  let number: Int32

  /// Throws `SystemError`. No other program inherits the file.
  static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws -> FileDescriptor {
    #if canImport(Glibc)
      let number = Glibc.open(path, flags | O_CLOEXEC, mode)
    #else
      let number = Darwin.open(path, flags | O_CLOEXEC, mode)
    #endif
    guard number >= 0 else { throw SystemError("open", path) }
    return FileDescriptor(number: number)
  }

  func close() {
    #if canImport(Glibc)
      _ = Glibc.close(number)
    #else
      _ = Darwin.close(number)
    #endif
  }

  /// Writes all of the text. Throws `SystemError`.
  func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(number, bytes.baseAddress, bytes.count)
        #else
          Darwin.write(number, bytes.baseAddress, bytes.count)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError("write", "file \(number)")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Goes back to the first byte.
  func rewind() { lseek(number, 0, SEEK_SET) }

  /// Reads on to the end, or to the first error.
  func readToEnd() -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(number, &piece, piece.count)
      if count > 0 {
        bytes += piece[..<count]
      } else if count == 0 || errno != EINTR {
        return bytes
      }
    }
  }
}
