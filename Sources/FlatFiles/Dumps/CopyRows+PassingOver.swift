/// Rows of a table that is not read.
extension CopyRows {
  func skip(bytes limit: Int) throws -> (end: RowsEnd, rows: Int) {
    let start = window.offset
    var rows = 0
    while window.offset - start < limit {
      if skipLines(&rows) { return (.ended, rows) }
      // What is left is the beginning of a line, and may be longer than a record may be.
      if window.bytes.count > Self.heldBytes { dropBeginning() }
      if window.fill() { continue }
      let isMark = !isInLine && !continuesRow && window.damage == nil
      guard isMark, isEndMark(window.bytes.withoutLineEnd(0, window.bytes.count)) else {
        return (.cut, rows)
      }
      use(window.bytes.count, lines: 0)
      return (.ended, rows)
    }
    return (.full, rows)
  }

  /// How much of a line is kept until its end is there, while rows are passed over.
  private static let heldBytes = 64 << 10

  /// Passes over the lines that are there; true where the rows end among them.
  private func skipLines(_ rows: inout Int) -> Bool {
    let bytes = window.bytes
    var at = 0
    var lines = 0
    defer { use(at, lines: lines) }
    while let end = bytes.firstIndex(of: 0x0A, from: at) {
      let content = bytes.withoutLineEnd(at, end)
      at = end + 1
      lines += 1
      if !isInLine, !continuesRow, isEndMark(content) { return true }
      isInLine = false
      continuesRow = Self.continues(content)
      if !continuesRow { rows += 1 }
    }
    return false
  }

  /// Uses up the beginning of a line, but for the backslashes that may escape its end.
  private func dropBeginning() {
    let bytes = window.bytes
    let backslashes = bytes.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    use(bytes.count - backslashes % 2, lines: 0)
    isInLine = true
  }
}
