#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's output: results on one stream, everything said about them on the other.
enum StandardStreams {
  /// Writes a result.
  static func writeOutput(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes a log line, progress or an error.
  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// How many columns the terminal has that results go to; nil where they go elsewhere.
  static var outputWidth: Int? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return nil }
    return Int(size.ws_col)
  }

  /// Unbuffered, and whole: a reader that has gone away (`| head`) ends the writing quietly, since
  /// SIGPIPE is ignored and what is left to say has nobody to hear it.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = systemWrite(descriptor, start, rest.count)
        if count < 0 {
          if errno == EINTR || errno == EAGAIN { continue }
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
