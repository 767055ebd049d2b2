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

  /// The line for what was done in a number of seconds. Where the terminal is too narrow for all of
  /// it, the bytes are left out first, then the number of rows, the rate, the forecast.
  static func text(_ progress: Progress, seconds: Double, width: Int) -> String {
    let name = VisibleText.line(progress.subject.split(separator: "/").last.map(String.init) ?? "")
    var bytes: String?
    var share: String?
    if let total = progress.bytesTotal, total > 0 {
      let done = min(progress.bytesDone, total)
      share = "\(done * 100 / total) %"
      bytes = "\(Quantities.bytes(done)) of \(Quantities.bytes(total))"
    } else if progress.bytesDone > 0 {
      bytes = Quantities.bytes(progress.bytesDone)
    }
    let rows = progress.rows > 0 ? Quantities.counted(progress.rows, "row") : nil
    let rejects = progress.rejects > 0 ? Quantities.counted(progress.rejects, "reject") : nil
    let speed = rate(progress, seconds)
    let left = forecast(progress, seconds)
    let lines = [
      [name, progress.phase, share, bytes, rows, rejects, speed, left],
      [name, progress.phase, share, rows, rejects, speed, left],
      [name, progress.phase, share, rejects, speed, left],
      [name, progress.phase, share, rejects, left],
      [name, progress.phase, share],
    ].map { $0.compactMap(\.self).joined(separator: "  ") }
    return lines.first { $0.count < width } ?? String(lines[4].prefix(max(width - 1, 20)))
  }

  /// A rate from less than a second's work would be noise, and so would a forecast.
  private static func rate(_ progress: Progress, _ seconds: Double) -> String? {
    guard seconds >= 1, progress.rows > 0 else { return nil }
    return "\(Quantities.count(Int(Double(progress.rows) / seconds))) rows/s"
  }

  private static func forecast(_ progress: Progress, _ seconds: Double) -> String? {
    guard seconds >= 1, let total = progress.bytesTotal, progress.bytesDone > 0,
      total > progress.bytesDone
    else { return nil }
    let left = seconds * Double(total - progress.bytesDone) / Double(progress.bytesDone)
    return "\(Quantities.seconds(left)) left"
  }

  private static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func write(_ text: String) {
    StandardStreams.draw(text)
  }
}
