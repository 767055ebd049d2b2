import FlatFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's output: results on one stream, everything said about them on the other.
enum StandardStreams {
  /// Writes a result, unbuffered and whole. A reader that has gone away (`| head`) ends the writing
  /// quietly, since SIGPIPE is ignored and what is left to say has nobody to hear it.
  ///
  /// - Throws: `FileError` where the result cannot be written.
  static func writeOutput(_ text: String) throws {
    do {
      try StandardStream(.output).write(text)
    } catch let error as FileError where error.problem == .outputClosed {}
  }

  /// Writes a log line or an error. Where that fails there is nowhere to say so.
  static func writeError(_ text: String) { draw(VisibleText.lines(text)) }

  /// Writes what may work on the terminal, as the line of progress does.
  static func draw(_ text: String) { try? StandardStream(.error).write(text) }

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

  /// Keeps the numbers of streams that are closed (`>&-`) from going to the next file that is
  /// opened, which results would then be written into. Writing to them fails all the same.
  static func occupyClosed() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
