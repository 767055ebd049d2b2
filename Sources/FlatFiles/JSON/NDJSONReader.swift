/// Reads NDJSON: each line is a JSON value, and a damaged line costs one record.
package final class NDJSONReader: RecordReader {
  package let columnNames: [String]? = nil
  package let format = FileFormat.ndjson

  private let window: InputWindow
  private let limits: ReadLimits
  private let tokeniser: JSONTokeniser
  private var recordNumber = 0
  private var failure: (any Error)?

  init(_ window: InputWindow, _ tokeniser: JSONTokeniser, limits: ReadLimits) {
    self.window = window
    self.tokeniser = tokeniser
    self.limits = limits
  }

  package var columnCount: Int { tokeniser.columnCount }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    tokeniser.begin(batch)
    repeat {
      addLines(to: batch)
      // No record and no failure: there were only blank lines, or a line is not complete yet.
    } while !isFull(batch) && failure == nil && readOn(batch)
    tokeniser.finish(batch)
    if !batch.isEmpty { return true }
    if let failure = failure ?? window.damage { throw failure }
    return false
  }

  private func isFull(_ batch: RecordBatch) -> Bool {
    batch.bytes.count >= limits.batchBytes || tokeniser.count >= limits.batchRecords
  }

  /// Adds the complete lines that are there.
  private func addLines(to batch: RecordBatch) {
    let bytes = window.bytes
    var at = 0
    var lines = 0
    while !isFull(batch), let end = bytes.firstIndex(of: 0x0A, from: at),
      end - at <= limits.recordBytes
    {
      let content = bytes.withoutLineEnd(at, end)
      add(content, line: window.line + lines, byte: window.offset + at, to: batch)
      at = end + 1
      lines += 1
    }
    window.use(at)
    window.line += lines
  }

  /// Reads the next piece; at the end of the text adds the line that has no end. False when there
  /// is nothing more.
  private func readOn(_ batch: RecordBatch) -> Bool {
    if window.bytes.count > limits.recordBytes {
      failure = FileError(
        path: window.path,
        position: Position(record: recordNumber + 1, line: window.line, byte: window.offset),
        problem: .recordTooLong(limit: limits.recordBytes))
      return false
    }
    if window.fill() { return true }
    // What is left of a damaged file is no record.
    if window.damage == nil {
      let content = window.bytes.withoutLineEnd(0, window.bytes.count)
      add(content, line: window.line, byte: window.offset, mayBeCutShort: true, to: batch)
      window.use(window.bytes.count)
    }
    return false
  }

  @inline(__always)
  private func add(
    _ content: UnsafeRawBufferPointer, line: Int, byte: Int, mayBeCutShort: Bool = false,
    to batch: RecordBatch
  ) {
    if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
    recordNumber += 1
    let position = Position(record: recordNumber, line: line, byte: byte)
    tokeniser.add(content, at: position, mayBeCutShort: mayBeCutShort, to: batch)
  }
}
