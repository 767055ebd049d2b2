/// Reads CSV: records with exact positions and raw text, and damage that stays where it is.
///
/// How it works. The text is taken one physical line at a time. A line without quotes is a record
/// and is cut at its delimiters where it lies. A line with quotes goes to libcsv, and so do the
/// lines that its open quotes draw in. When the quotes turn out wrong, only the line on which the
/// record began is rejected, and reading goes on with the next one: a single stray quote costs
/// one record.
package final class CSVReader: RecordReader {
  package let dialect: Dialect
  package private(set) var columnNames: [String]?
  package private(set) var columnCount = 0

  private let window: InputWindow
  private let limits: ReadLimits
  private let quoted: QuotedRecordParser
  private let cuts: FieldCuts
  private var recordNumber = 0
  /// The offset at which the batch began.
  private var batchStart = 0
  private var failure: (any Error)?

  init(_ window: InputWindow, options: DialectOptions, limits: ReadLimits) throws {
    self.window = window
    self.limits = limits
    dialect = Dialect(options, sample: window.sample)
    try dialect.check(path: window.path)
    quoted = QuotedRecordParser(dialect)
    cuts = FieldCuts(delimiter: dialect.delimiter)
    for _ in 0..<dialect.preambleLines { skipLine() }
    if dialect.headerLines > 0 { try readHeader() } else { skipBlankLines() }
    columnCount = options.columnCount ?? columnNames?.count ?? firstFieldCount()
  }

  package var format: FileFormat { .csv(dialect) }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    batchStart = window.offset
    while !isFull(batch), failure == nil {
      if readPlainLines(into: batch) { continue }
      if !readRecord(into: batch) { break }
    }
    if !batch.isEmpty { return true }
    if let failure = failure ?? window.damage { throw failure }
    return false
  }

  /// Counted in what was read, not in what was kept: rejects hold raw text too.
  @inline(__always)
  private func isFull(_ batch: RecordBatch, ahead: Int = 0) -> Bool {
    window.offset + ahead - batchStart >= limits.batchBytes
      || batch.records.count + batch.rejects.count >= limits.batchRecords
  }

  // MARK: - Lines without quotes

  /// Reads the lines that are there, up to one that has quotes or is not complete; false when that
  /// is the first. Nothing here allocates or calls out per field.
  private func readPlainLines(into batch: RecordBatch) -> Bool {
    let bytes = window.bytes
    var at = 0
    var lines = 0
    let nextQuote = bytes.firstIndex(of: dialect.quote, from: 0) ?? bytes.count
    while !isFull(batch, ahead: at), let end = bytes.firstIndex(of: 0x0A, from: at),
      end <= nextQuote, end - at <= limits.recordBytes
    {
      let content = bytes.withoutLineEnd(at, end)
      if !content.isEmpty, content[0] != dialect.comment {
        let position = nextPosition(line: window.line + lines, byte: window.offset + at)
        addPlain(content, at: position, to: batch)
      }
      at = end + 1
      lines += 1
    }
    window.use(at)
    window.line += lines
    return at > 0
  }

  @inline(__always)
  private func addPlain(
    _ content: UnsafeRawBufferPointer, at position: Position, to batch: RecordBatch
  ) {
    let isSuspect = position.byte < window.suspectBefore
    if isSuspect, let reject = CSVReject.ofText(content, at: position) {
      return batch.rejects.append(reject)
    }
    if content.firstIndex(of: 0x0D, from: 0) != nil {
      return batch.rejects.append(CSVReject.strayCarriageReturn(content, at: position))
    }
    let offset = batch.bytes.append(content)
    let count = cuts.cut(content, at: offset)
    if count != columnCount {
      batch.bytes.truncate(to: offset)
      return batch.rejects.append(
        CSVReject.fieldCount(count, expected: columnCount, content, at: position))
    }
    batch.fields.append(contentsOf: cuts.fields)
    batch.append(.init(position: position, rawOffset: offset, rawLength: content.count))
  }

  @inline(__always)
  private func nextPosition(line: Int, byte: Int) -> Position {
    recordNumber += 1
    return Position(record: recordNumber, line: line, byte: byte)
  }

  // MARK: - Any record

  /// Reads one record, however many lines it takes; false at the end.
  private func readRecord(into batch: RecordBatch) -> Bool {
    guard let first = line(from: 0) else { return false }
    let content = window.bytes.withoutLineEnd(0, first.contentEnd)
    if content.isEmpty || content[0] == dialect.comment {
      use(first.end, lines: 1)
      return true
    }
    let position = nextPosition(line: window.line, byte: window.offset)
    guard content.contains(byte: dialect.quote) else {
      addPlain(content, at: position, to: batch)
      use(first.end, lines: 1)
      return true
    }
    guard let record = parseQuoted() else {
      recordNumber -= 1
      return false
    }
    if record.state != .complete {
      // A fault on a later line means that the quote on the first one was never closed.
      let line = window.bytes.withoutLineEnd(0, first.contentEnd)
      batch.rejects.append(
        CSVReject.quotes(record.state, isFirstLine: record.lines == 1, line, at: position))
      use(first.end, lines: 1)
      return true
    }
    addQuoted(window.bytes.withoutLineEnd(0, record.end), at: position, to: batch)
    use(record.end, lines: record.lines)
    return true
  }

  /// What became of the record at the front of the window: where it ends, line end included. nil
  /// where damage to the file cuts it short: what is left of it is no record.
  private func parseQuoted() -> (state: QuotedRecordParser.State, end: Int, lines: Int)? {
    quoted.reset()
    var at = 0
    var lines = 0
    while let line = line(from: at) {
      let bytes = window.bytes
      lines += 1
      let state = quoted.feed(
        UnsafeRawBufferPointer(rebasing: bytes[at..<line.end]),
        of: UnsafeRawBufferPointer(rebasing: bytes[..<line.end]), isLast: line.isLast)
      at = line.end
      if state != .open || at > limits.quotedBytes { return (state, at, lines) }
    }
    return window.damage == nil ? (.open, at, lines) : nil
  }

  private func addQuoted(
    _ content: UnsafeRawBufferPointer, at position: Position, to batch: RecordBatch
  ) {
    let isSuspect = position.byte < window.suspectBefore
    if isSuspect, let reject = CSVReject.ofText(content, at: position) {
      return batch.rejects.append(reject)
    }
    guard quoted.fieldCount == columnCount else {
      return batch.rejects.append(
        CSVReject.fieldCount(
          quoted.fieldCount, expected: columnCount, content, at: position))
    }
    let offset = batch.bytes.append(content)
    quoted.give(to: batch)
    batch.append(.init(position: position, rawOffset: offset, rawLength: content.count))
  }

  /// A line of the window: `end` is behind its line end. Reads on until the line is complete; nil
  /// where the text ends, and what is left of a damaged file is no line.
  private func line(from start: Int) -> (contentEnd: Int, end: Int, isLast: Bool)? {
    var searched = start
    while true {
      let end = window.bytes.firstIndex(of: 0x0A, from: searched)
      if let end, end - start <= limits.recordBytes { return (end, end + 1, false) }
      searched = end ?? window.bytes.count
      if searched - start > limits.recordBytes {
        failure = failure ?? tooLong
        return nil
      }
      if window.fill() { continue }
      if searched == start || window.damage != nil { return nil }
      return (searched, searched, true)
    }
  }

  private var tooLong: FileError {
    FileError(
      path: window.path,
      position: Position(record: recordNumber + 1, line: window.line, byte: window.offset),
      problem: .recordTooLong(limit: limits.recordBytes))
  }

  private func use(_ count: Int, lines: Int) {
    window.use(count)
    window.line += lines
  }

  // MARK: - The beginning of the file

  private func skipLine() {
    guard let line = line(from: 0) else { return }
    use(line.end, lines: 1)
  }

  /// Passes over blank lines and comments.
  private func skipBlankLines() {
    while let first = line(from: 0) {
      let content = window.bytes.withoutLineEnd(0, first.contentEnd)
      if !content.isEmpty, content[0] != dialect.comment { return }
      use(first.end, lines: 1)
    }
  }

  private func readHeader() throws {
    for _ in 1..<dialect.headerLines {
      skipBlankLines()
      skipLine()
    }
    let header = RecordBatch()
    let start = Position(record: 0, line: window.line, byte: window.offset)
    columnCount = 0
    guard let fields = firstFields(into: header) else {
      throw window.damage
        ?? FileError(
          path: window.path, position: start,
          problem: .header(header.rejects.first?.message ?? "the file ends before it"))
    }
    columnNames = CSVHeader.names(
      fields.map { String(decoding: header.content($0), as: UTF8.self) })
    recordNumber = 0
  }

  /// Reads the next record for its fields, whatever their number; nil where it is damaged or there
  /// is none.
  private func firstFields(into batch: RecordBatch) -> [RecordBatch.Field]? {
    skipBlankLines()
    columnCount = firstFieldCount()
    batch.removeAll(columnCount: columnCount)
    guard readRecord(into: batch), batch.rejects.isEmpty else { return nil }
    return Array(batch.fields)
  }

  /// The number of fields of the record at the front of the window, which stays there; of one that
  /// is damaged, that of its first line.
  private func firstFieldCount() -> Int {
    guard let first = line(from: 0) else { return 0 }
    let content = window.bytes.withoutLineEnd(0, first.contentEnd)
    if content.contains(byte: dialect.quote), parseQuoted()?.state == .complete {
      return quoted.fieldCount
    }
    return cuts.cut(window.bytes.withoutLineEnd(0, first.contentEnd), at: 0)
  }
}

extension UnsafeRawBufferPointer {
  /// A line without its LF, CRLF or CR CR LF: `end` is where the LF stands or stood.
  @inline(__always)
  func withoutLineEnd(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    var end = end
    if end > start, self[end - 1] == 0x0A { end -= 1 }
    while end > start, self[end - 1] == 0x0D { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }
}
