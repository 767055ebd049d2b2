/// What damage costs, and where reading goes on behind it.
extension InsertRows {
  /// Rejects the line at the front of the window, and goes on to the next that begins a row or a
  /// statement.
  func reject(_ fault: InsertFault, _ batch: RecordBatch?) -> RowsEnd? {
    met += 1
    if let end = lineEnd() {
      let line = window.bytes.withoutLineEnd(0, end)
      if let batch {
        let position = records.next(line: window.line, byte: window.offset)
        records.hash(line)
        batch.rejects.append(DumpReject.insert(fault, column: nil, line, at: position))
      }
      useLine(end)
    } else {
      rejectLong(batch)
    }
    isRecovering = true
    return recover()
  }

  /// Goes on to the next line that begins a row or a statement; `.full` where that is far.
  func recover() -> RowsEnd? {
    let start = window.offset
    while true {
      if !window.passLongLine() || window.offset - start >= window.silentBytes { return .full }
      while window.bytes.count < Self.longestStart, window.fill() {}
      isRecovering = false
      if window.bytes.isEmpty { return window.damage == nil ? .ended : .cut }
      if window.bytes.starts(with: Self.rowStart.utf8) { return nil }
      if Self.statementStarts.contains(where: { window.bytes.starts(with: $0.utf8) }) {
        return .ended
      }
      isRecovering = true
      passLine()
    }
  }

  /// Rejects a line that is longer than a row may be.
  private func rejectLong(_ batch: RecordBatch?) {
    let (line, byte) = (window.line, window.offset)
    let beginning = window.useLongLine()
    guard let batch else { return }
    beginning.withUnsafeBytes { records.hash($0) }
    batch.rejects.append(
      CSVReject.tooLong(
        beginning, limit: limits.recordBytes, at: records.next(line: line, byte: byte)))
  }

  /// How the lines begin that pg_dump begins rows and statements with.
  private static var rowStart: String { "\t(" }
  private static let statementStarts = [
    "INSERT INTO ", "COPY ", "SELECT pg_catalog.", "--\n", "--\r\n", "ALTER TABLE ", "CREATE ",
    "\\unrestrict ", "-- ",
  ]
  private static let longestStart = 32

  /// Where the line feed of the line at the front stands, or the end of the text; nil for a line that
  /// is longer than a row may be.
  private func lineEnd() -> Int? {
    var searched = 0
    while true {
      let end = window.bytes.firstIndex(of: 0x0A, from: searched)
      if let end, end <= limits.recordBytes { return end }
      searched = end ?? window.bytes.count
      if searched > limits.recordBytes { return nil }
      if !window.fill() { return searched }
    }
  }

  private func useLine(_ end: Int) {
    window.useCountingLineEnds(min(end + 1, window.bytes.count))
  }

  /// Passes over the line at the front.
  func passLine() {
    if let end = lineEnd() { useLine(end) } else { _ = window.useLongLine() }
  }
}
