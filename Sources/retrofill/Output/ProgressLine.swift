import Jobs
import Store

/// The line that tells how far a file has come, or all files together:
///
///     btcusdt-1m.csv  reading  41 %  122 MB of 299 MB  1,034,000 rows  870,000 rows/s  1.4 s left
///     3 of 12 files  41 %  122 MB of 299 MB  1,034,000 rows  870,000 rows/s  1.4 s left
///
/// Where the terminal is too narrow for all of it, the bytes are left out first, then the number of
/// rows, the rate, the forecast.
struct ProgressLine {
  /// What it is about, and what is done to it.
  var head: String
  var bytesDone: Int
  var bytesTotal: Int?
  var rows: Int
  var rejects: Int
  /// Whether lines stand below one another, so that shares do too.
  private var isOfSeveral = false
  /// For how long this has been done; 0 where it is not known how fast it goes.
  var seconds: Double

  /// Names longer than this are cut in their middle where lines stand below one another.
  static let longestName = 28

  /// `nameWidth` is how wide the column of the names is, where lines stand below one another.
  init(_ progress: Progress, seconds: Double, nameWidth: Int? = nil) {
    var name = Self.name(of: progress)
    var phase = progress.phase
    if let nameWidth {
      name = name.shortened(to: nameWidth).padded(to: nameWidth)
      phase = phase.padded(to: 10)
      isOfSeveral = true
    }
    head = name + "  " + phase
    (bytesDone, bytesTotal) = (progress.bytesDone, progress.bytesTotal)
    (rows, rejects) = (progress.rows, progress.rejects)
    self.seconds = seconds
  }

  /// `hidden` is how many files are worked on that have no line.
  init(_ overall: Progress.Overall, seconds: Double, hidden: Int) {
    head =
      "\(Quantities.count(overall.filesEnded)) of \(Quantities.counted(overall.files, "file"))"
      + (hidden > 0 ? ", \(hidden) more under way" : "")
    (bytesDone, bytesTotal) = (overall.bytesDone, overall.bytesTotal)
    (rows, rejects) = (overall.rows, overall.rejects)
    self.seconds = seconds
  }

  /// The file's own name.
  static func name(of progress: Progress) -> String {
    VisibleText.line(progress.subject.split(separator: "/").last.map(String.init) ?? "")
  }

  /// The text in fewer columns than a terminal has.
  func text(width: Int) -> String {
    var bytes: String?
    var share: String?
    if let total = bytesTotal, total > 0 {
      let done = min(bytesDone, total)
      let percent = "\(done * 100 / total) %"
      share = isOfSeveral ? String(repeating: " ", count: 5 - percent.count) + percent : percent
      bytes = "\(Quantities.bytes(done)) of \(Quantities.bytes(total))"
    } else if bytesDone > 0 {
      bytes = Quantities.bytes(bytesDone)
    }
    let rows = rows > 0 ? Quantities.counted(rows, "row") : nil
    let rejects = rejects > 0 ? Quantities.counted(rejects, "reject") : nil
    let speed = rowsPerSecond.map { "\(Quantities.count(Int($0))) rows/s" }
    let left = secondsLeft.map { "\(Quantities.seconds($0)) left" }
    let lines = [
      [head, share, bytes, rows, rejects, speed, left],
      [head, share, rows, rejects, speed, left],
      [head, share, rejects, speed, left],
      [head, share, rejects, left],
      [head, share],
    ].map { $0.compactMap(\.self).joined(separator: "  ") }
    return lines.first { $0.count < width } ?? String(lines[4].prefix(max(width - 1, 0)))
  }

  /// A rate from less than a second's work would be noise, and so would a forecast.
  var rowsPerSecond: Double? { seconds >= 1 && rows > 0 ? Double(rows) / seconds : nil }

  /// How long it will take, if it goes on as it has; nil where that cannot be told.
  var secondsLeft: Double? {
    guard seconds >= 1, let total = bytesTotal, bytesDone > 0, total > bytesDone else { return nil }
    return seconds * Double(total - bytesDone) / Double(bytesDone)
  }
}

extension String {
  /// Cut in the middle: the ends of names tell them apart.
  fileprivate func shortened(to width: Int) -> String {
    guard count > width, width > 4 else { return self }
    let kept = width - 1
    return prefix(kept / 3) + "…" + suffix(kept - kept / 3)
  }

  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}
