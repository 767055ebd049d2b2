import Store
import Synchronization

/// Lines on a terminal that tell how far the work is, and are gone when it is done: one for each file
/// under way, up to a few, and one for all files where there are several.
///
/// How it works. The cursor stays behind the last line. To draw anew it goes up as many rows as the
/// lines take now: a terminal that was made narrower meanwhile has broken them. Each line is shorter
/// than the terminal is wide, and none is broken when it is drawn, even where the terminal has just
/// been made narrower and does not say so yet. Lines are wiped one by one: some terminals keep what
/// is wiped all at once, for scrolling back.
final class ProgressLines: ProgressOutput {
  // What terminals do (ECMA-48, and DEC's mode 7).
  private static let wipeBehind = "\u{1B}[K"
  private static let wipeBelow = "\u{1B}[J"
  private static let holdLines = "\u{1B}[?7l"
  private static let breakLines = "\u{1B}[?7h"

  /// How many files have a line at the most.
  fileprivate static let mostFiles = 6

  fileprivate struct Entry {
    var progress: Progress
    /// When what is done now began, and how many bytes were done by then.
    var began = ContinuousClock.now
    var bytesBefore = 0
  }

  fileprivate struct State {
    /// By the number of the file; 0 for what is no file of several.
    var entries: [Int: Entry] = [:]
    var overall: Progress.Overall?
    var lastDrawn: ContinuousClock.Instant?
    /// How many columns the lines take that are on the screen.
    var drawn: [Int] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let size: @Sendable () -> (columns: Int, rows: Int)
  private let write: @Sendable (String) -> Void

  init(
    size: @escaping @Sendable () -> (columns: Int, rows: Int) = { StandardStreams.errorSize },
    write: @escaping @Sendable (String) -> Void = { StandardStreams.draw($0) }
  ) {
    self.size = size
    self.write = write
  }

  /// Draws anew, at most ten times a second.
  func show(_ progress: Progress) {
    state.withLock { state in
      let isNew = state.take(progress)
      if state.isStopped { return }
      let now = ContinuousClock.now
      if let last = state.lastDrawn, now - last < .milliseconds(100), !isNew { return }
      state.lastDrawn = now
      let size = size()
      let lines = state.lines(size)
      write(
        Self.holdLines + state.goingUp(size.columns)
          + lines.joined(separator: Self.wipeBehind + "\r\n") + Self.wipeBelow + Self.breakLines)
      state.drawn = lines.map(\.count)
    }
  }

  func clear() { giveWay {} }

  func giveWay(to write: () -> Void) {
    state.withLock { state in
      wipe(&state)
      write()
    }
  }

  func stop() {
    state.withLock { state in
      state.isStopped = true
      wipe(&state)
    }
  }

  func end() { stop() }

  private func wipe(_ state: inout State) {
    guard !state.drawn.isEmpty else { return }
    let columns = size().columns
    // The first line is wiped on its own, so that never the whole screen is.
    write(
      state.goingUp(columns) + Self.wipeBehind
        + (state.rows(columns) > 1 ? "\r\n" + Self.wipeBelow + "\u{1B}[1A" : ""))
    state.drawn = []
    state.lastDrawn = nil
  }
}

extension ProgressLines.State {
  /// Notes how far something has come.
  ///
  /// - Returns: whether it is the first that is heard of one thing alone.
  fileprivate mutating func take(_ progress: Progress) -> Bool {
    overall = progress.overall
    let key = progress.number ?? 0
    guard !progress.isEnded else {
      entries[key] = nil
      return false
    }
    if key == 0 { entries = entries.filter { $0.key == 0 } }
    let before = entries[key]?.progress
    let goesOn = before?.subject == progress.subject && before?.phase == progress.phase
    if goesOn {
      entries[key]?.progress = progress
    } else {
      let isSame = before?.subject == progress.subject
      entries[key] = .init(progress: progress, bytesBefore: isSame ? before?.bytesDone ?? 0 : 0)
    }
    return !goesOn && key == 0
  }

  /// The lines to draw, in the order of the files.
  fileprivate func lines(_ size: (columns: Int, rows: Int)) -> [String] {
    let isOneOfSeveral = (overall?.files ?? 1) > 1
    let most = max(min(ProgressLines.mostFiles, size.rows - 2), 1)
    let shown = entries.sorted { $0.key < $1.key }.prefix(most).map(\.value)
    let names = shown.map {
      min(ProgressLine.name(of: $0.progress).count, ProgressLine.longestName)
    }
    var lines = shown.map { entry in
      // Where no bytes are read there is no speed of reading.
      let moves = entry.progress.bytesDone != entry.bytesBefore || entry.progress.bytesDone == 0
      return ProgressLine(
        entry.progress, seconds: moves ? entry.began.secondsUntilNow : 0,
        nameWidth: isOneOfSeveral ? names.max() : nil)
    }
    if let overall, isOneOfSeveral {
      lines.append(
        ProgressLine(
          overall, seconds: overall.began.secondsUntilNow, hidden: entries.count - shown.count))
    }
    return lines.map { $0.text(width: size.columns) }
  }

  /// How many rows the lines take in a terminal that is so wide now.
  fileprivate func rows(_ columns: Int) -> Int {
    drawn.reduce(0) { $0 + max(($1 + columns - 1) / columns, 1) }
  }

  /// To the beginning of the first line.
  fileprivate func goingUp(_ columns: Int) -> String {
    let rows = rows(columns)
    return "\r" + (rows > 1 ? "\u{1B}[\(rows - 1)A" : "")
  }
}
