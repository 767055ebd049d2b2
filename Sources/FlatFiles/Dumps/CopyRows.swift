/// Reads rows in the text format of COPY (PostgreSQL manual, COPY, File Formats).
///
/// How it works. Rows are physical lines, cut at their tabs where they lie; one whose last backslash
/// escapes its line end goes on on the next line. `\.` alone on a line ends them. `\N` is told from
/// text before escapes are undone. A damaged row costs itself.
final class CopyRows: DumpRows {
  let window: InputWindow
  private let records: TableRecords
  private let limits: ReadLimits
  private let cuts = CopyFields()
  /// Whether these rows are a file of their own: blank lines and `\.` mean nothing in it, and the
  /// last row may lack its line end.
  private let isBare: Bool
  /// Whether the line asked for last makes its row longer than a record may be.
  private var isTooLong = false
  /// While rows are passed over: whether the beginning of the line is used up.
  var isInLine = false
  /// While rows are passed over: whether the line before escapes its end.
  var continuesRow = false

  init(_ window: InputWindow, _ records: TableRecords, limits: ReadLimits, isBare: Bool = false) {
    self.window = window
    self.records = records
    self.limits = limits
    self.isBare = isBare
  }

  func read(into batch: RecordBatch) -> RowsEnd {
    while window.passLongLine(), !records.isFull(batch, at: window.offset) {
      if let end = readLines(into: batch) { return end }
      if records.isFull(batch, at: window.offset) { break }
      if let end = readRow(into: batch) { return end }
    }
    return .full
  }

  func hasRow() -> Bool {
    // The mark and its line end decide; the row may be of any length.
    while window.bytes.count < 3, window.fill() {}
    let bytes = window.bytes
    if bytes.isEmpty { return false }
    guard bytes.starts(with: "\\.".utf8) else { return true }
    return bytes.count > 2 && bytes[2] != 0x0A && bytes[2] != 0x0D
  }

  func firstWidth() throws -> Int? {
    guard let line = try firstLine() else { return nil }
    let content = window.bytes.withoutLineEnd(0, line.contentEnd)
    if isEndMark(content) { return nil }
    if isWide(content) {
      throw unreadable("it has more than \(limits.recordFields) fields, the limit")
    }
    return cuts.cut(content, at: 0, unescapingInto: nil)
  }

  /// Takes the first line as the names of the columns.
  func header() throws -> [String]? {
    guard let line = try firstLine() else { return nil }
    let content = window.bytes.withoutLineEnd(0, line.contentEnd)
    if isWide(content) {
      throw unreadable("it has more than \(limits.recordFields) fields, the limit")
    }
    let names = content.split(separator: 0x09, omittingEmptySubsequences: false)
    let header = CSVHeader.names(names.map { String(decoding: $0, as: UTF8.self) })
    use(line.end, lines: 1)
    return header
  }

  /// The line at the front, where it tells what the rows are.
  private func firstLine() throws -> (contentEnd: Int, end: Int, isLast: Bool)? {
    if let line = line(from: 0) { return line }
    guard isTooLong else { return nil }
    throw unreadable("its line is longer than \(limits.recordBytes) bytes, the limit")
  }

  private func unreadable(_ reason: String) -> FileError {
    FileError(
      path: window.path, position: Position(record: 1, line: window.line, byte: window.offset),
      problem: .header(reason))
  }

  /// Takes a line that is no row.
  func passLine() throws {
    if let line = try firstLine() { use(line.end, lines: 1) }
  }

  // MARK: - Lines that are there

  /// Reads the rows that are whole, up to one that goes on on the next line, or to the end of the
  /// rows. Nothing here allocates per field.
  private func readLines(into batch: RecordBatch) -> RowsEnd? {
    let bytes = window.bytes
    var at = 0
    var lines = 0
    // Rows are hashed where they lie, many at a time.
    var hashed = 0
    defer { use(at, lines: lines) }
    while !records.isFull(batch, at: window.offset + at),
      let end = bytes.firstIndex(of: 0x0A, from: at), end - at <= limits.recordBytes
    {
      let content = bytes.withoutLineEnd(at, end)
      let hasBackslash = content.contains(byte: UInt8(ascii: "\\"))
      let isMark = hasBackslash && isEndMark(content)
      if isMark || (isBare && content.isEmpty) {
        records.hash(lines: UnsafeRawBufferPointer(rebasing: bytes[hashed..<at]))
        hashed = end + 1
      } else if hasBackslash, Self.continues(content) {
        break
      } else {
        let position = records.next(line: window.line + lines, byte: window.offset + at)
        add(content, hasBackslash, at: position, to: batch)
        if content.count < end - at {
          records.hash(lines: UnsafeRawBufferPointer(rebasing: bytes[hashed..<at]))
          records.hash(content)
          hashed = end + 1
        }
      }
      at = end + 1
      lines += 1
      if isMark, !isBare { return .ended }
    }
    records.hash(lines: UnsafeRawBufferPointer(rebasing: bytes[hashed..<at]))
    return nil
  }

  // MARK: - Any row

  /// Reads one row, however many lines it takes; what ends the rows where there is none.
  private func readRow(into batch: RecordBatch) -> RowsEnd? {
    var lines = 0
    var end = 0
    var contentEnd = 0
    while true {
      guard let line = line(from: end) else {
        if isTooLong { return rejectLong(end, lines, batch) }
        if lines == 0 || !isBare || window.damage != nil { return .cut }
        break
      }
      let start = end
      (contentEnd, end) = (line.contentEnd, line.end)
      lines += 1
      let content = window.bytes.withoutLineEnd(start, contentEnd)
      if lines == 1, isEndMark(content) {
        use(end, lines: 1)
        return isBare ? nil : .ended
      }
      if line.isLast, !isBare { return .cut }
      if !Self.continues(content) || line.isLast { break }
    }
    let content = window.bytes.withoutLineEnd(0, contentEnd)
    if !content.isEmpty || !isBare {
      let position = records.next(line: window.line, byte: window.offset)
      records.hash(content)
      add(content, content.contains(byte: UInt8(ascii: "\\")), at: position, to: batch)
    }
    use(end, lines: lines)
    return nil
  }

  /// A line of the window: `end` is behind its line end. Reads on until it is whole; nil where the
  /// text ends, and where the row is longer than a record may be. What is left of a damaged file is
  /// no line.
  private func line(from start: Int) -> (contentEnd: Int, end: Int, isLast: Bool)? {
    var searched = start
    isTooLong = false
    while true {
      let end = window.bytes.firstIndex(of: 0x0A, from: searched)
      if let end, end <= limits.recordBytes { return (end, end + 1, false) }
      searched = end ?? window.bytes.count
      if searched > limits.recordBytes {
        isTooLong = true
        return nil
      }
      if window.fill() { continue }
      if searched == start || window.damage != nil { return nil }
      return (searched, searched, true)
    }
  }

  /// Rejects a row that is too long. It has so many whole lines, and a line behind them that makes it
  /// too long.
  private func rejectLong(_ end: Int, _ lines: Int, _ batch: RecordBatch) -> RowsEnd? {
    let position = records.next(line: window.line, byte: window.offset)
    var beginning = Array(window.bytes.prefix(min(end, 1 << 10)))
    use(end, lines: lines)
    let rest = window.useLongLine()
    if beginning.isEmpty { beginning = rest }
    beginning.withUnsafeBytes { records.hash($0) }
    batch.rejects.append(CSVReject.tooLong(beginning, limit: limits.recordBytes, at: position))
    return nil
  }

  func use(_ count: Int, lines: Int) {
    window.use(count)
    window.line += lines
  }

  @inline(__always)
  func isEndMark(_ content: UnsafeRawBufferPointer) -> Bool {
    content.count == 2 && content[0] == UInt8(ascii: "\\") && content[1] == UInt8(ascii: ".")
  }

  /// Whether the last backslash of a line escapes its end.
  @inline(__always)
  static func continues(_ content: UnsafeRawBufferPointer) -> Bool {
    var count = 0
    while count < content.count, content[content.count - 1 - count] == UInt8(ascii: "\\") {
      count += 1
    }
    return count % 2 == 1
  }

  // MARK: - Rows into records

  /// Whether a row has more fields than a record may have; looked at only where it is long enough.
  private func isWide(_ content: UnsafeRawBufferPointer) -> Bool {
    content.count > limits.recordFields && content.count { $0 == 0x09 } >= limits.recordFields
  }

  @inline(__always)
  private func add(
    _ content: UnsafeRawBufferPointer, _ hasBackslash: Bool, at position: Position,
    to batch: RecordBatch
  ) {
    if position.byte < window.suspectBefore,
      let reject = CSVReject.ofText(content, at: position)
    {
      return batch.rejects.append(reject)
    }
    if content.firstIndex(of: 0x0D, from: 0) != nil, CopyFields.hasStrayReturn(content) {
      return batch.rejects.append(DumpReject.carriageReturn(content, at: position))
    }
    if isWide(content) {
      return batch.rejects.append(
        CSVReject.tooWide(limit: limits.recordFields, content, at: position))
    }
    let offset = batch.bytes.append(content)
    let count =
      hasBackslash
      ? cuts.cut(content, at: offset, unescapingInto: batch.bytes) : cuts.cut(content, at: offset)
    if let fault = cuts.fault {
      batch.bytes.truncate(to: offset)
      return batch.rejects.append(
        DumpReject.escape(
          fault, column: records.columnName(ofField: fault.field), content, at: position))
    }
    // A table without columns has empty rows, which are no empty field.
    let isEmpty = records.rowWidth == 0 && content.isEmpty
    if count != records.rowWidth, !isEmpty {
      batch.bytes.truncate(to: offset)
      return batch.rejects.append(
        CSVReject.fieldCount(count, expected: records.rowWidth ?? 0, content, at: position))
    }
    if records.order.isEmpty {
      if !isEmpty { batch.fields.append(contentsOf: cuts.fields) }
    } else {
      for place in records.order { batch.fields.append(cuts.fields[place]) }
    }
    batch.append(.init(position: position, rawOffset: offset, rawLength: content.count))
  }
}
