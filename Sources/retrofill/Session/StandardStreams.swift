import FlatFiles
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's output: results on one stream, everything said about them on the other.
enum StandardStreams {
  /// What tells on standard error how far the work is. Whatever else is written goes before it.
  private static let progress = Mutex<(any ProgressOutput)?>(nil)

  /// From now on this shares the terminal with all that is written.
  static func share(with output: any ProgressOutput) { progress.withLock { $0 = output } }

  /// Takes away what is drawn of progress; nothing more is drawn.
  static func stopDrawing() { progress.withLock { $0 }?.stop() }

  /// As the command ends.
  static func endProgress() { progress.withLock { $0 }?.end() }

  /// Writes a result, unbuffered and whole. A reader that has gone away (`| head`) ends the writing
  /// quietly, since SIGPIPE is ignored and what is left to say has nobody to hear it.
  ///
  /// - Throws: `FileError` where the result cannot be written.
  static func writeOutput(_ text: String) throws {
    progress.withLock { $0 }?.clear()
    do {
      try StandardStream(.output).write(text)
    } catch let error as FileError where error.problem == .outputClosed {}
  }

  /// Writes a log line or an error. Where that fails there is nowhere to say so.
  static func writeError(_ text: String) {
    let write = { draw(VisibleText.lines(text)) }
    if let progress = progress.withLock({ $0 }) { progress.giveWay(to: write) } else { write() }
  }

  /// Writes what may work on the terminal, as the lines of progress do.
  static func draw(_ text: String) { try? StandardStream(.error).write(text) }

  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// How many columns and rows the terminal has that errors go to, as far as that is known.
  static var errorSize: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

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
