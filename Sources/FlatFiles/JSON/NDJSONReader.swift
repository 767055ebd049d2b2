/// Reads NDJSON: each line is a JSON value, and a damaged line costs one record.
package final class NDJSONReader: RecordReader {
  package let columnNames: [String]? = nil
  package let format = FileFormat.ndjson

  private let window: InputWindow
  private let limits: ReadLimits
  private let tokeniser: JSONTokeniser

  init(_ window: InputWindow, _ options: ReadOptions) throws {
    self.window = window
    tokeniser = try JSONTokeniser(options.fieldPaths, options, path: window.path)
    limits = options.limits
    tokeniser.lineStart = { _ in 0 }
  }

  package var columnCount: Int { tokeniser.columnCount }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var frame: RecordFrame? { .lines }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    if !window.passLongLine() { return true }
    let start = window.offset
    var isMore = true
    tokeniser.begin(batch)
    while isMore, !tokeniser.isFull(batch), !window.isInLongLine,
      window.offset - start < limits.silentBytes
    {
      let lines = tokeniser.addLines(
        window.bytes, line: window.line, byte: window.offset, to: batch)
      use(lines.bytes, lines: lines.lines)
      if lines.lines == 0, !passBlankLine(), !readOn(batch) { isMore = false }
    }
    tokeniser.finish(batch)
    if !batch.isEmpty || isMore { return true }
    if let failure = window.damage { throw failure }
    return false
  }

  private func passBlankLine() -> Bool {
    guard let end = window.bytes.firstIndex(of: 0x0A, from: 0),
      window.bytes.withoutLineEnd(0, end).isBlank
    else { return false }
    use(end + 1, lines: 1)
    return true
  }

  /// Reads the next piece; at the end of the text adds the line that has no end. False when there
  /// is nothing more.
  private func readOn(_ batch: RecordBatch) -> Bool {
    if window.bytes.count > limits.recordBytes {
      tokeniser.refuseLongLine(of: window, in: batch)
      return true
    }
    if window.fill() { return true }
    // What is left of a damaged file is no record.
    if window.damage != nil { return false }
    let content = window.bytes.withoutLineEnd(0, window.bytes.count)
    if !content.isBlank {
      tokeniser.add(
        content, line: window.line, byte: window.offset, isUnfinished: true, to: batch)
    }
    use(window.bytes.count, lines: 0)
    return false
  }

  private func use(_ count: Int, lines: Int) {
    window.use(count)
    window.line += lines
  }
}
