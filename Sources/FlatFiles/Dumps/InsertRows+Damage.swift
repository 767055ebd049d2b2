/// What damage costs, and where reading goes on behind it.
extension InsertRows {
  /// Rejects the line at the front of the window, and goes on to the next that begins a row or a
  /// statement.
  func reject(_ fault: InsertFault, _ batch: RecordBatch?) throws -> RowsEnd? {
    met += 1
    let end = try lineEnd()
    let line = window.bytes.withoutLineEnd(0, end)
    if let batch {
      let position = records.next(line: window.line, byte: window.offset)
      records.hash(line)
      batch.rejects.append(DumpReject.insert(fault, column: nil, line, at: position))
    }
    useLine(end)
    while true {
      while window.bytes.count < Self.longestStart, window.fill() {}
      if window.bytes.isEmpty { return window.damage == nil ? .ended : .cut }
      if window.bytes.starts(with: Self.rowStart.utf8) { return nil }
      if Self.statementStarts.contains(where: { window.bytes.starts(with: $0.utf8) }) {
        return .ended
      }
      useLine(try lineEnd())
    }
  }

  /// How the lines begin that pg_dump begins rows and statements with.
  private static var rowStart: String { "\t(" }
  private static let statementStarts = [
    "INSERT INTO ", "COPY ", "SELECT pg_catalog.", "--\n", "--\r\n", "ALTER TABLE ", "CREATE ",
    "\\unrestrict ", "-- ",
  ]
  private static let longestStart = 32

  /// Where the line feed of the line at the front stands, or the end of the text.
  func lineEnd() throws -> Int {
    var searched = 0
    while true {
      let end = window.bytes.firstIndex(of: 0x0A, from: searched)
      if let end, end <= limits.recordBytes { return end }
      searched = end ?? window.bytes.count
      if searched > limits.recordBytes { throw tooLong }
      if !window.fill() { return searched }
    }
  }

  func useLine(_ end: Int) {
    window.useCountingLineEnds(min(end + 1, window.bytes.count))
  }

  var tooLong: FileError {
    FileError(
      path: window.path,
      position: Position(record: records.count + 1, line: window.line, byte: window.offset),
      problem: .recordTooLong(limit: limits.recordBytes))
  }
}
