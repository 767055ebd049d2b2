/// Reads CSV: records with exact positions and raw text, and damage that stays where it is.
///
/// How it works. The text is taken one physical line at a time. A line without quotes is a record
/// and is cut at its delimiters where it lies. A line with quotes goes to libcsv, and so do the
/// lines that its open quotes draw in. When the quotes turn out wrong, only the line on which the
/// record began is rejected, and reading goes on with the next one: a single stray quote costs
/// one record. At a gap, and at a line that is not like the others, `TableEdge` looks ahead at
/// whether the table goes on there.
package final class CSVReader: RecordReader {
  package private(set) var dialect: Dialect
  package private(set) var columnNames: [String]?
  package private(set) var columnCount = 0
  /// Lines behind the table that are no records: totals, notes.
  package private(set) var footerLines = 0
  /// The physical line on which the next table begins; nil while none has been met.
  package private(set) var nextTableLine: Int?

  private let window: InputWindow
  private let limits: ReadLimits
  private let options: DialectOptions
  private let quoted: QuotedRecordParser
  private let cuts: FieldCuts
  private let mending: RecordMending
  private var outline: TableOutline
  private var recordNumber = 0
  /// Whether records of this table have been read: a gap before them is no edge.
  private var hasRecords = false
  /// The offset at which the batch began.
  private var batchStart = 0
  private var failure: (any Error)?
  // What is asked of every byte or line, taken out of the dialect once.
  private let lastByte: UInt8
  private let strayByte: UInt8?
  private let delimiterCount: Int

  init(_ window: InputWindow, options: DialectOptions, limits: ReadLimits) throws {
    self.window = window
    self.limits = limits
    self.options = options
    (dialect, outline) = DialectSniffer(
      options, sample: window.sample, isWhole: window.isAtEnd && window.damage == nil
    ).sniff()
    try dialect.check(path: window.path)
    quoted = QuotedRecordParser(dialect)
    cuts = FieldCuts(delimiter: dialect.delimiter)
    mending = RecordMending(dialect)
    lastByte = dialect.recordEnd.lastByte
    strayByte = dialect.recordEnd.strayByte
    delimiterCount = dialect.delimiter.count
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
    while !isFull(batch), failure == nil, !isBehindTable {
      if readPlainLines(into: batch) { continue }
      if !readRecord(into: batch) { break }
    }
    if !batch.isEmpty { return true }
    if let failure = failure ?? window.damage { throw failure }
    return false
  }

  /// Goes on with the table that follows, where the policy is to read them one by one; false when
  /// there is none. Throws `FileError` where its header cannot be read.
  package func nextTable() throws -> Bool {
    guard nextTableLine != nil else { return false }
    nextTableLine = nil
    hasRecords = false
    columnNames = nil
    outline =
      TableEdge(dialect, outline).outline(of: lookAhead(), headerLines: options.headerLines)
    dialect.headerLines = outline.headerLines
    dialect.preambleLines = 0
    if dialect.headerLines > 0 { try readHeader() } else { skipBlankLines() }
    columnCount = columnNames?.count ?? firstFieldCount()
    return true
  }

  private var isBehindTable: Bool { nextTableLine != nil && options.tables == .oneByOne }

  /// Counted in what was read, not in what was kept: rejects hold raw text too.
  @inline(__always)
  private func isFull(_ batch: RecordBatch, ahead: Int = 0) -> Bool {
    window.offset + ahead - batchStart >= limits.batchBytes
      || batch.records.count + batch.rejects.count >= limits.batchRecords
  }

  // MARK: - Lines without quotes

  /// Reads the lines that are there, up to one that has quotes, is not complete or not like the
  /// others; false when that is the first. Nothing here allocates or calls out per field.
  private func readPlainLines(into batch: RecordBatch) -> Bool {
    if nextTableLine != nil { return false }
    let bytes = window.bytes
    var at = 0
    var lines = 0
    let marked = firstMark(in: bytes) ?? bytes.count
    while !isFull(batch, ahead: at), let end = bytes.firstIndex(of: lastByte, from: at),
      end <= marked, end - at <= limits.recordBytes
    {
      let content = content(bytes, at, end)
      if content.isEmpty { break }
      if content[0] != dialect.comment {
        let position = nextPosition(line: window.line + lines, byte: window.offset + at)
        if !addPlain(content, at: position, to: batch) {
          recordNumber -= 1
          break
        }
      }
      at = end + 1
      lines += 1
    }
    window.use(at)
    window.line += lines
    return at > 0
  }

  /// The first byte that takes a line to libcsv: a quote or an escape.
  private func firstMark(in bytes: UnsafeRawBufferPointer) -> Int? {
    let quote = dialect.quote.flatMap { bytes.firstIndex(of: $0, from: 0) }
    guard let escape = dialect.escape, let found = bytes.firstIndex(of: escape, from: 0)
    else { return quote }
    return min(found, quote ?? found)
  }

  /// Adds a line without quotes as a record or a reject; false where it is neither, because its
  /// number of fields is another and has to be looked into.
  @inline(__always)
  private func addPlain(
    _ content: UnsafeRawBufferPointer, at position: Position, to batch: RecordBatch
  ) -> Bool {
    let isSuspect = position.byte < window.suspectBefore
    if isSuspect, let reject = CSVReject.ofText(content, at: position) {
      batch.rejects.append(reject)
      return true
    }
    if let strayByte, content.firstIndex(of: strayByte, from: 0) != nil {
      batch.rejects.append(CSVReject.strayCarriageReturn(content, at: position))
      return true
    }
    let offset = batch.bytes.append(content)
    if cuts.cut(content, at: offset) != columnCount {
      batch.bytes.truncate(to: offset)
      return false
    }
    batch.fields.append(contentsOf: cuts.fields)
    batch.append(.init(position: position, rawOffset: offset, rawLength: content.count))
    hasRecords = true
    return true
  }

  @inline(__always)
  private func nextPosition(line: Int, byte: Int) -> Position {
    recordNumber += 1
    return Position(record: recordNumber, line: line, byte: byte)
  }

  /// A line without what ends it: `end` is where its last byte stands or stood.
  @inline(__always)
  private func content(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> UnsafeRawBufferPointer {
    var end = end
    if end > start, end <= bytes.count, bytes[end - 1] == lastByte { end -= 1 }
    while end > start, dialect.recordEnd.isTrailing(bytes[end - 1]) { end -= 1 }
    if dialect.endsInDelimiter, end - start > delimiterCount {
      let tail = UnsafeRawBufferPointer(rebasing: bytes[end - delimiterCount..<end])
      if tail.elementsEqual(dialect.delimiter) { end -= delimiterCount }
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  // MARK: - Any record

  /// Reads one record, however many lines it takes; false at the end.
  private func readRecord(into batch: RecordBatch) -> Bool {
    guard let first = line(from: 0) else { return false }
    let content = content(window.bytes, 0, first.contentEnd)
    if content.isEmpty || content[0] == dialect.comment {
      use(first.end, lines: 1)
      if content.isEmpty, hasRecords, nextTableLine == nil { return lookBehindGap() }
      return true
    }
    let position = nextPosition(line: window.line, byte: window.offset)
    if let line = nextTableLine {
      batch.rejects.append(CSVReject.otherTable(beginningOn: line, content, at: position))
      use(first.end, lines: 1)
      return true
    }
    guard hasMark(content) else {
      if addPlain(content, at: position, to: batch) {
        use(first.end, lines: 1)
        return true
      }
      return settle(first, at: position, batch)
    }
    guard let record = parseQuoted() else {
      recordNumber -= 1
      return false
    }
    if record.state == .complete, add(record, at: position, to: batch) {
      use(record.end, lines: record.lines)
      hasRecords = true
      return true
    }
    return settle(first, record, at: position, batch)
  }

  private func hasMark(_ content: UnsafeRawBufferPointer) -> Bool {
    dialect.quote.map { content.contains(byte: $0) } ?? false
      || dialect.escape.map { content.contains(byte: $0) } ?? false
  }

  private typealias Line = (contentEnd: Int, end: Int, isLast: Bool)
  private typealias Parsed = (state: QuotedRecordParser.State, end: Int, lines: Int)

  /// What became of the record at the front of the window: where it ends, line end included. nil
  /// where damage to the file cuts it short: what is left of it is no record.
  private func parseQuoted() -> Parsed? {
    quoted.reset()
    var at = 0
    var lines = 0
    while let line = line(from: at) {
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes[..<line.end])
      lines += 1
      let contentEnd = at + content(bytes, at, line.contentEnd).count
      let state = quoted.feed(at..<line.end, contentEnd: contentEnd, of: bytes, isLast: line.isLast)
      at = line.end
      if state != .open || at > limits.quotedBytes { return (state, at, lines) }
    }
    return window.damage == nil ? (.open, at, lines) : nil
  }

  /// Adds a record that libcsv has parsed; false where it has another number of fields.
  private func add(_ record: Parsed, at position: Position, to batch: RecordBatch) -> Bool {
    let raw = content(window.bytes, 0, record.end)
    let isSuspect = position.byte < window.suspectBefore
    if isSuspect, let reject = CSVReject.ofText(raw, at: position, hasNULSign: dialect.hasNULSign) {
      batch.rejects.append(reject)
      return true
    }
    let surplus = dialect.endsInDelimiter && quoted.endsEmpty ? 1 : 0
    guard quoted.fieldCount - surplus == columnCount else { return false }
    let offset = batch.bytes.append(raw)
    quoted.give(batch, to: cuts)
    cuts.keepFirst(columnCount)
    batch.fields.append(contentsOf: cuts.fields)
    batch.append(.init(position: position, rawOffset: offset, rawLength: raw.count))
    return true
  }

  /// Decides on a record that is not like the others: a footer, a reject, or what can be kept.
  private func settle(
    _ first: Line, _ parsed: Parsed? = nil, at position: Position, _ batch: RecordBatch
  ) -> Bool {
    let line = content(window.bytes, 0, first.contentEnd)
    if hasRecords, parsed?.state ?? .complete == .complete, isFooter(behindGap: false) {
      recordNumber -= 1
      return takeFooter()
    }
    // A record over several lines whose fields do not count up has a quote that was none.
    let isSwallowing = (parsed?.lines ?? 1) > 1
    let isWhole = parsed?.state == .complete && !isSwallowing
    let fault =
      isSwallowing && parsed?.state == .complete
      ? CSVReject.quotes(.open, isFirstLine: false, line, at: position)
      : parsed.map { $0.state == .complete ? nil : $0.state }?.map {
        // A fault on a later line means that the quote on the first one was never closed.
        CSVReject.quotes($0, isFirstLine: parsed?.lines == 1, line, at: position)
      }
        ?? CSVReject.fieldCount(
          isWhole ? quoted.fieldCount : cuts.cut(line, at: 0), expected: columnCount, line,
          at: position)
    if let reject = CSVReject.ofText(line, at: position, hasNULSign: dialect.hasNULSign) {
      batch.rejects.append(reject)
    } else if !mending.mend(
      line, fault, to: columnCount, by: options.ragged, outline, at: position, batch)
    {
      batch.rejects.append(fault)
    }
    use(first.end, lines: 1)
    return true
  }

  /// A line of the window: `end` is behind its line end. Reads on until the line is complete; nil
  /// where the text ends, and what is left of a damaged file is no line.
  private func line(from start: Int) -> Line? {
    var searched = start
    while true {
      let end = window.bytes.firstIndex(of: lastByte, from: searched)
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

  // MARK: - The edges of the table

  /// How far the reader looks ahead, in bytes.
  private static let sight = 8 << 10

  /// What follows, as far as it is looked at.
  private func lookAhead() -> TableEdge.Sight {
    while window.bytes.count < Self.sight, window.fill() {}
    let isWhole =
      window.isAtEnd && window.damage == nil && window.bytes.count <= Self.sight
    return TableEdge.Sight(
      UnsafeRawBufferPointer(rebasing: window.bytes.prefix(Self.sight)), dialect,
      isWhole: isWhole)
  }

  /// Passes over a gap, and looks at what stands behind it.
  private func lookBehindGap() -> Bool {
    skipBlankLines()
    if window.bytes.isEmpty { return true }
    switch TableEdge(dialect, outline).judge(lookAhead(), width: columnCount) {
    case .goesOn: return true
    case .footer: return takeFooter()
    case .table(let preamble):
      for _ in 0..<preamble { skipLine() }
      nextTableLine = window.line
      return true
    }
  }

  /// Whether nothing but a footer stands from here on.
  private func isFooter(behindGap: Bool) -> Bool {
    // Cheap where it is not near the end: a file may be bad from its first line to its last.
    if window.bytes.count > Self.sight { return false }
    return TableEdge(dialect, outline).isFooter(
      lookAhead(), width: columnCount, behindGap: behindGap)
  }

  private func takeFooter() -> Bool {
    while let line = line(from: 0) {
      footerLines += 1
      use(line.end, lines: 1)
    }
    return false
  }

  // MARK: - The beginning of the file

  private func skipLine() {
    guard let line = line(from: 0) else { return }
    use(line.end, lines: 1)
  }

  /// Passes over blank lines and comments.
  private func skipBlankLines() {
    while let first = line(from: 0) {
      let content = content(window.bytes, 0, first.contentEnd)
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
    let number = recordNumber
    guard let fields = firstFields(into: header) else {
      throw window.damage
        ?? FileError(
          path: window.path, position: start,
          problem: .header(header.rejects.first?.message ?? "the file ends before it"))
    }
    columnNames = CSVHeader.names(
      fields.map { String(decoding: header.content($0), as: UTF8.self) })
    recordNumber = number
    hasRecords = false
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
    if hasMark(content(window.bytes, 0, first.contentEnd)), parseQuoted()?.state == .complete {
      return quoted.fieldCount - (dialect.endsInDelimiter && quoted.endsEmpty ? 1 : 0)
    }
    return cuts.cut(content(window.bytes, 0, first.contentEnd), at: 0)
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
