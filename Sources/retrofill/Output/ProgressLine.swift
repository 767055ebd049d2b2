import Jobs
import Store
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One line on a terminal that tells how far a file has come, and is gone when it is done:
///
///     btcusdt-1m.csv  reading  41 %  122 MB of 299 MB  1,034,000 rows  870,000 rows/s  1.4 s left
final class ProgressLine: Sendable {
  private struct State {
    var subject = ""
    var phase = ""
    var began = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
    var isShown = false
  }

  private let state = Mutex(State())

  /// Draws how far something has come, at most ten times a second.
  func show(_ progress: Progress) {
    state.withLock { state in
      let now = ContinuousClock.now
      if state.subject != progress.subject || state.phase != progress.phase {
        state.subject = progress.subject
        state.phase = progress.phase
        state.began = now
        state.lastDrawn = nil
      }
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
      state.lastDrawn = now
      state.isShown = true
      let seconds = state.began.secondsUntilNow
      Self.write("\r\u{1B}[2K" + Self.text(progress, seconds: seconds, width: Self.width))
    }
  }

  /// Wipes the line, so that something else can be written.
  func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      state.lastDrawn = nil
      Self.write("\r\u{1B}[2K")
    }
  }

  /// The line for what was done in a number of seconds, cut to the width of the terminal.
  static func text(_ progress: Progress, seconds: Double, width: Int) -> String {
    var parts = [
      progress.subject.split(separator: "/").last.map(String.init) ?? "", progress.phase,
    ]
    if let total = progress.bytesTotal, total > 0 {
      let done = min(progress.bytesDone, total)
      parts.append("\(done * 100 / total) %")
      parts.append("\(Quantities.bytes(done)) of \(Quantities.bytes(total))")
    } else if progress.bytesDone > 0 {
      parts.append(Quantities.bytes(progress.bytesDone))
    }
    if progress.rows > 0 { parts.append(Quantities.counted(progress.rows, "row")) }
    if progress.rejects > 0 { parts.append(Quantities.counted(progress.rejects, "reject")) }
    // A rate and a forecast from less than a second's work would be noise.
    if seconds >= 1 {
      if progress.rows > 0 {
        parts.append("\(Quantities.count(Int(Double(progress.rows) / seconds))) rows/s")
      }
      if let total = progress.bytesTotal, progress.bytesDone > 0, total > progress.bytesDone {
        let left = seconds * Double(total - progress.bytesDone) / Double(progress.bytesDone)
        parts.append("\(Quantities.seconds(left)) left")
      }
    }
    return String(parts.joined(separator: "  ").prefix(max(width - 1, 20)))
  }

  private static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func write(_ text: String) {
    StandardStreams.writeError(text)
  }
}
