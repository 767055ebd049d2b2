/// Reads CSV: records with exact positions and raw text, and damage that stays where it is.
///
/// How it works. The text is taken one physical line at a time. A line without quotes is a record
/// and is cut at its delimiters where it lies. A line with quotes goes to libcsv, and so do the
/// lines that its open quotes draw in. When the quotes turn out wrong, only the line on which the
/// record began is rejected, and reading goes on with the next one: a single stray quote costs
/// one record. At a gap, and at a line that is not like the others, `TableEdge` looks ahead at
/// whether the table goes on there.
package final class CSVReader: RecordReader {
  package internal(set) var dialect: Dialect
  package internal(set) var columnNames: [String]?
  package internal(set) var columnCount = 0
  /// What stands before the first record; nil where that is more than a frame may have.
  private var head: [UInt8]?
  /// The offset at which the last line of the header begins.
  var headerStart = 0
  var leftOut = LeftOut()
  /// The physical line on which the next table begins; nil while none has been met.
  var nextTableLine: Int?
  /// Whether that table is written in a way of its own.
  var isNextWrittenAnew = false
  /// The offset at which a table of that kind begins, where the sample shows one.
  var nextTableStart = Int.max

  let window: InputWindow
  var lines: PhysicalLines
  let limits: ReadLimits
  let options: DialectOptions
  private var tools: DialectTools
  var outline: TableOutline
  var recordNumber = 0
  /// Whether records of this table have been read: a gap before them is no edge.
  var hasRecords = false
  /// Whether the line before was such a record: a footer follows one.
  var isBehindRecord = false
  /// The offset at which the batch began.
  private var batchStart = 0
  var failure: (any Error)?
  /// How often lines behind a gap were no table in another dialect.
  var vainLooks = 0
  /// The offset up to which a quoted field was open in vain.
  var openUpTo = 0

  init(_ window: InputWindow, options: DialectOptions, limits: ReadLimits) throws {
    self.window = window
    self.limits = limits
    self.options = options
    let start = window.offset
    let beginning = Array(window.sample.prefix(Self.longestHead))
    let found = DialectSniffer(
      options, sample: window.sample, isWhole: window.isSampleWhole
    ).sniff()
    (dialect, outline) = (found.dialect, found.outline)
    try dialect.check(path: window.path)
    tools = DialectTools(dialect, limits)
    lines = PhysicalLines(window, dialect, limits: limits)
    try begin(found)
    let isBlank = columnNames == nil && window.bytes.isEmpty && window.isAtEnd
    if isBlank, window.damage == nil { throw FileError(path: window.path, problem: .empty) }
    if window.offset - start <= beginning.count {
      head = framing(Array(beginning.prefix(window.offset - start)), from: start)
    }
    if case .only(let number) = options.tables {
      if number > 1 { head = nil }
      try passOver(before: number)
    }
  }

  private static let longestHead = 16 << 10

  /// Goes on in a dialect of its own with the table at the front of the window.
  func adopt(_ found: DialectSniffer.Finding) throws {
    (dialect, outline) = (found.dialect, found.outline)
    try dialect.check(path: window.path)
    tools = DialectTools(dialect, limits)
    lines = PhysicalLines(window, dialect, limits: limits)
    try begin(found)
  }

  /// Takes the lines before the first record of a table.
  private func begin(_ found: DialectSniffer.Finding) throws {
    nextTableStart = found.nextTable.map { window.offset + $0 } ?? .max
    if options.preambleLines == nil { leftOut.linesBefore += dialect.preambleLines }
    for _ in 0..<dialect.preambleLines { lines.skip() }
    try readBeginning()
  }

  var quoted: QuotedRecordParser { tools.quoted }
  var cuts: FieldCuts { tools.cuts }
  var mending: RecordMending { tools.mending }

  package var frame: RecordFrame? {
    guard let head else { return nil }
    let end = (dialect.endsInDelimiter ? dialect.delimiter : []) + dialect.recordEnd.bytes
    return RecordFrame(head: head, between: end, tail: end)
  }

  package var format: FileFormat { .csv(dialect) }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package var notes: [String] { leftOut.notes }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    let isMore = readUntilFull(batch)
    if !batch.isEmpty || isMore { return true }
    if isBehindTable, case .only = options.tables, !passOverTheRest() { return true }
    if let failure = failure ?? window.damage { throw failure }
    return false
  }

  /// Fills a batch; false where it stays empty because the table ends. Blank lines and comments may
  /// fill what a batch may have, and none of them is a record.
  @discardableResult
  func readUntilFull(_ batch: RecordBatch) -> Bool {
    let start = window.offset
    if !window.passLongLine() { return true }
    var isMore = true
    while isMore, batch.isEmpty, failure == nil, !isBehindTable {
      if window.offset - start >= limits.silentBytes { return true }
      batchStart = window.offset
      while isMore, !isFull(batch), failure == nil, !isBehindTable, !window.isInLongLine {
        isMore = readPlainLines(into: batch) || readRecord(into: batch)
      }
    }
    return !batch.isEmpty
  }

  /// Counted in what was read, not in what was kept: rejects hold raw text too.
  @inline(__always)
  private func isFull(_ batch: RecordBatch) -> Bool {
    window.offset - batchStart >= limits.batchBytes
      || batch.records.count + batch.rejects.count >= limits.batchRecords
      || batch.fields.count >= limits.batchFields
  }

  // MARK: - Lines without quotes

  /// Reads the lines that are there, up to one that has quotes, is not complete or not like the
  /// others; false when that is the first.
  ///
  /// Nothing here allocates or calls out per field, and bytes and fields of all lines go into the
  /// batch at once.
  private func readPlainLines(into batch: RecordBatch) -> Bool {
    if nextTableLine != nil { return false }
    let bytes = window.bytes
    let lines = self.lines
    let cuts = self.cuts
    let marked = min(tools.nextQuote.index(in: window), tools.nextEscape.index(in: window))
    let stray = tools.nextStray.index(in: window)
    // One that may have more fields than a record may is looked at by itself.
    let longestPlain = min(limits.recordBytes, limits.recordFields)
    let start = batch.bytes.count
    let room = min(
      limits.batchBytes - (window.offset - batchStart), nextTableStart - window.offset)
    let fieldRoom = limits.batchFields - batch.fields.count
    var records = batch.takeRecords()
    var at = 0
    var count = 0
    cuts.keepFirst(0)
    while at < room, records.count + batch.rejects.count < limits.batchRecords,
      cuts.count < fieldRoom,
      let end = bytes.firstIndex(of: lines.lastByte, from: at),
      end <= marked, end - at <= longestPlain
    {
      let content = lines.content(bytes, at, end)
      if content.isEmpty { break }
      if content[0] != dialect.comment {
        let place = Position(
          record: recordNumber + 1, line: window.line + count, byte: window.offset + at)
        let isDoubtful = place.byte < window.suspectBefore || end > stray
        if isDoubtful, let reject = plainReject(content, at: place) {
          batch.rejects.append(reject)
        } else if isRecord(cuts.append(content, at: start + at), bytes.count - at) {
          records.append(.init(position: place, rawOffset: start + at, rawLength: content.count))
        } else {
          cuts.keepFirst(records.count * columnCount - batch.fields.count)
          break
        }
        recordNumber += 1
      }
      at = end + 1
      count += 1
    }
    batch.giveBack(&records)
    if cuts.count > 0 { (hasRecords, isBehindRecord) = (true, true) }
    batch.bytes.append(UnsafeRawBufferPointer(rebasing: bytes[..<at]))
    batch.fields.append(contentsOf: cuts.fields)
    lines.use(at, lines: count)
    return at > 0
  }

  /// Whether fields that were cut are those of a record, or can be made that of a line so far from
  /// the end of what is there: of the last ones, footers are told first.
  @inline(__always)
  private func isRecord(_ count: Int, _ left: Int) -> Bool {
    count == columnCount || (left > Self.sight && fit(count))
  }

  /// Makes the fields that were cut last as many as a record has, where the policy is that.
  func fit(_ count: Int) -> Bool {
    guard canFit(count) else { return false }
    if count < columnCount {
      for _ in count..<columnCount { cuts.add(0, 0, kind: .absent) }
      leftOut.padded += 1
    } else {
      cuts.keepFirst(cuts.count - count + columnCount)
      leftOut.truncated += 1
    }
    return true
  }

  func canFit(_ count: Int) -> Bool {
    switch options.ragged {
    case .pad: count < columnCount
    case .truncate: count > columnCount
    case .reject, .mend: false
    }
  }

  /// Adds a line without quotes as a record or a reject; false where it is neither, because its
  /// number of fields is another and has to be looked into.
  func addPlain(
    _ content: UnsafeRawBufferPointer, at position: Position, to batch: RecordBatch,
    isFitted: Bool = false
  ) -> Bool {
    if let reject = plainReject(content, at: position) {
      batch.rejects.append(reject)
      return true
    }
    let count = cuts.cut(content, at: batch.bytes.count)
    guard count == columnCount || (isFitted && fit(count)) else { return false }
    let offset = batch.bytes.append(content)
    batch.fields.append(contentsOf: cuts.fields)
    batch.append(.init(position: position, rawOffset: offset, rawLength: content.count))
    (hasRecords, isBehindRecord) = (true, true)
    return true
  }

  /// What is wrong with the text of a line without quotes, if anything is.
  private func plainReject(
    _ content: UnsafeRawBufferPointer, at position: Position
  ) -> Reject? {
    let isSuspect = position.byte < window.suspectBefore
    if isSuspect, let reject = CSVReject.ofText(content, at: position) { return reject }
    guard let stray = tools.nextStray.byte, content.contains(byte: stray) else { return nil }
    return CSVReject.strayCarriageReturn(content, at: position)
  }

  @inline(__always)
  private func nextPosition(line: Int, byte: Int) -> Position {
    recordNumber += 1
    return Position(record: recordNumber, line: line, byte: byte)
  }

  // MARK: - Any record

  /// Reads one record, however many lines it takes; false at the end.
  func readRecord(into batch: RecordBatch) -> Bool {
    if window.offset >= nextTableStart {
      meetTableWrittenAnew()
      if isBehindTable { return true }
    }
    guard let first = lines.line() else { return lines.isTooLong && passLongLine(batch) }
    let content = lines.content(first)
    if content.isEmpty || content[0] == dialect.comment {
      lines.use(first.end, lines: 1)
      if content.isEmpty, hasRecords, nextTableLine == nil { return lookBehindGap() }
      return true
    }
    let position = nextPosition(line: window.line, byte: window.offset)
    if let line = nextTableLine {
      batch.rejects.append(CSVReject.otherTable(beginningOn: line, content, at: position))
      lines.use(first.end, lines: 1)
      return true
    }
    guard hasMark(content) else {
      if countFields(of: content) > limits.recordFields { return passWide(first, position, batch) }
      if !addPlain(content, at: position, to: batch) { return settle(first, at: position, batch) }
      lines.use(first.end, lines: 1)
      return true
    }
    guard let record = parseQuoted() else {
      recordNumber -= 1
      return false
    }
    if record.state == .complete, add(record, at: position, to: batch) {
      lines.use(record.end, lines: record.lines)
      (hasRecords, isBehindRecord) = (true, true)
      return true
    }
    if quoted.fieldCount > limits.recordFields { return passWide(first, position, batch) }
    return settle(first, record, at: position, batch)
  }
}
