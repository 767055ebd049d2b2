/// Reads the rows of an INSERT statement, `(…),` and so on up to the semicolon, and of those behind
/// it that begin like it: pg_dump writes a statement for each row.
///
/// A damaged row costs the line that it begins on, and what follows up to the next line that begins
/// a row or a statement: a quote that is missing may have drawn anything in.
final class InsertRows: DumpRows {
  let window: InputWindow
  let records: TableRecords
  let limits: ReadLimits
  private var parser = InsertRowParser()
  /// What stands before the rows: `INSERT INTO public.trades VALUES`.
  private let head: [UInt8]
  private var isBehindRow = false
  /// Whether the statement is one of DEFAULT VALUES, whose head others of the table begin with too.
  private var hasDefaults = false
  /// Rows met so far, whether or not they are read.
  var met = 0
  /// Whether damage is being passed over, up to where reading can go on.
  var isRecovering = false

  /// Begins behind the head of a statement.
  init(
    _ window: InputWindow, _ records: TableRecords, limits: ReadLimits, head: [UInt8],
    hasBackslashes: Bool
  ) {
    self.window = window
    self.records = records
    self.limits = limits
    self.head = head
    parser.hasBackslashes = hasBackslashes
    parser.mostValues = limits.recordFields
  }

  func read(into batch: RecordBatch) -> RowsEnd {
    while !records.isFull(batch, at: window.offset) {
      if let end = step(batch) { return end }
    }
    return .full
  }

  func hasRow() -> Bool { true }

  func firstWidth() -> Int? {
    guard next() == UInt8(ascii: "(") else { return nil }
    _ = parse()
    return parser.count
  }

  func skip(bytes limit: Int) -> (end: RowsEnd, rows: Int) {
    let start = window.offset
    let before = met
    while window.offset - start < limit {
      if let end = step(nil) { return (end, met - before) }
    }
    return (.full, met - before)
  }

  // MARK: - From row to row

  /// Goes over the next row, or over what follows one; what ends the rows where they end. Rows are
  /// passed over where there is no batch.
  private func step(_ batch: RecordBatch?) -> RowsEnd? {
    if isRecovering { return recover() }
    guard let byte = next() else { return .cut }
    if isBehindRow {
      isBehindRow = false
      switch byte {
      case UInt8(ascii: ","): window.use(1)
      case UInt8(ascii: ";"):
        window.use(1)
        return passHead() ? nil : .ended
      case let letter where SQLBytes.isWord(letter): return passClause(batch)
      default: return reject(.damaged, batch)
      }
      return nil
    }
    if byte != UInt8(ascii: "(") {
      return passDefaults(batch) ? nil : reject(.damaged, batch)
    }
    switch parse() {
    case .row(let end): take(end, nil, batch)
    case .complicated(let end, let value): take(end, value, batch)
    case .damaged(let isOpen):
      if isOpen, window.damage != nil { return .cut }
      return reject(isOpen ? .unclosed : .damaged, batch)
    // Only a row that is too long is left like this.
    case .needsMore: return reject(.unclosed, batch)
    }
    return nil
  }

  /// Parses the row at the front of the window, reading on until it is whole.
  ///
  /// No more is looked at than a row may have, however much of the file is there.
  private func parse() -> InsertRowParser.Outcome {
    var longest = min(limits.quotedBytes, limits.recordBytes)
    while true {
      let there = window.bytes
      let bytes = UnsafeRawBufferPointer(rebasing: there.prefix(longest + 1))
      let isLast = window.isAtEnd && bytes.count == there.count
      let outcome = parser.parse(bytes, isLast: isLast)
      guard case .needsMore = outcome else { return outcome }
      if bytes.count > longest {
        let isOverLines = bytes.contains(byte: 0x0A)
        let limit = isOverLines ? limits.quotedBytes : limits.recordBytes
        if longest >= limit { return .needsMore }
        longest = limit
      } else {
        // Twice as much each time, so that a long row is not parsed over and over.
        while window.bytes.count < bytes.count * 2, window.fill() {}
      }
    }
  }

  private func take(_ end: Int, _ complicated: Int?, _ batch: RecordBatch?) {
    met += 1
    isBehindRow = true
    let row = UnsafeRawBufferPointer(rebasing: window.bytes[..<end])
    if let batch {
      records.hash(row)
      add(row, complicated, to: batch)
    }
    window.useCountingLineEnds(end)
  }

  /// Takes the head of the next statement, if that is on the next line and, to the byte, the same.
  private func passHead() -> Bool {
    if hasDefaults { return false }
    while window.bytes.count < head.count + 2, window.fill() {}
    let bytes = window.bytes
    let lineEnd = bytes.starts(with: [0x0D, 0x0A]) ? 2 : 1
    guard bytes.first == 0x0A || lineEnd == 2, bytes.count >= lineEnd + head.count,
      bytes[lineEnd...].starts(with: head)
    else { return false }
    window.useCountingLineEnds(lineEnd + head.count)
    return true
  }

  /// `ON CONFLICT DO NOTHING` and the like: up to the semicolon.
  private func passClause(_ batch: RecordBatch?) -> RowsEnd? {
    var scan = SQLScan(hasBackslashes: parser.hasBackslashes)
    while true {
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes.prefix(Self.clauseBytes))
      if let end = scan.end(in: bytes, isLast: window.isAtEnd) {
        window.useCountingLineEnds(end)
        return passHead() ? nil : .ended
      }
      if bytes.count == Self.clauseBytes || !window.fill() {
        return reject(.damaged, batch)
      }
    }
  }

  /// A clause behind the rows is a few words.
  private static let clauseBytes = 64 << 10

  /// `DEFAULT VALUES`, which is how a row of a table without columns is written.
  private func passDefaults(_ batch: RecordBatch?) -> Bool {
    let words = "DEFAULT VALUES"
    while window.bytes.count < words.utf8.count, window.fill() {}
    guard window.bytes.starts(with: words.utf8) else { return false }
    let raw = UnsafeRawBufferPointer(rebasing: window.bytes[..<words.utf8.count])
    met += 1
    (isBehindRow, hasDefaults) = (true, true)
    if let batch {
      let position = records.next(line: window.line, byte: window.offset)
      records.hash(raw)
      if records.rowWidth == 0 {
        let offset = batch.bytes.append(raw)
        batch.append(.init(position: position, rawOffset: offset, rawLength: raw.count))
      } else {
        batch.rejects.append(DumpReject.insert(.defaults, column: nil, raw, at: position))
      }
    }
    window.use(raw.count)
    return true
  }

  /// The next byte that is neither blank nor in a comment; nil at the end of the text.
  private func next() -> UInt8? {
    while true {
      let bytes = window.bytes
      if let index = bytes.firstIndex(where: { !SQLBytes.isBlank($0) }) {
        if index > 0 { window.useCountingLineEnds(index) }
        while window.bytes.count < 2, window.fill() {}
        if !window.bytes.starts(with: "--".utf8) { return window.bytes[0] }
        passLine()
        while !window.passLongLine() {}
        continue
      }
      window.useCountingLineEnds(bytes.count)
      if !window.fill() { return nil }
    }
  }

  // MARK: - Rows into records

  private func add(
    _ row: UnsafeRawBufferPointer, _ complicated: Int?, to batch: RecordBatch
  ) {
    let position = records.next(line: window.line, byte: window.offset)
    if position.byte < window.suspectBefore, let reject = CSVReject.ofText(row, at: position) {
      return batch.rejects.append(reject)
    }
    if parser.count > limits.recordFields {
      return batch.rejects.append(
        CSVReject.tooWide(limit: limits.recordFields, row, at: position))
    }
    guard parser.values.count == records.rowWidth else {
      return batch.rejects.append(
        CSVReject.fieldCount(
          parser.values.count, expected: records.rowWidth ?? 0, row, at: position))
    }
    if let complicated {
      return batch.rejects.append(
        DumpReject.insert(
          .complicated, column: records.columnName(ofField: complicated), row, at: position))
    }
    let offset = batch.bytes.append(row)
    let fields = batch.fields.count
    for index in 0..<(records.order.isEmpty ? parser.values.count : records.order.count) {
      let place = records.order.isEmpty ? index : records.order[index]
      guard let fault = addField(parser.values[place], row, at: offset, to: batch) else {
        continue
      }
      batch.bytes.truncate(to: offset)
      batch.fields.removeLast(batch.fields.count - fields)
      return batch.rejects.append(
        DumpReject.insert(fault, column: records.columnName(ofField: place), row, at: position))
    }
    batch.append(.init(position: position, rawOffset: offset, rawLength: row.count))
  }

  @inline(__always)
  private func addField(
    _ value: InsertRowParser.Value, _ row: UnsafeRawBufferPointer, at offset: Int,
    to batch: RecordBatch
  ) -> InsertFault? {
    if value.spelling == .plain {
      batch.fields.append(
        .init(offset: offset + value.start, length: value.length, kind: value.kind))
      return nil
    }
    let text = UnsafeRawBufferPointer(
      rebasing: row[value.start..<value.start + value.length])
    let start = batch.bytes.count
    let fault =
      value.spelling == .doubled
      ? undouble(text, into: batch.bytes) : unescape(text, into: batch.bytes)
    batch.fields.append(
      .init(offset: start, length: batch.bytes.count - start, kind: value.kind))
    return fault
  }

  private func undouble(_ text: UnsafeRawBufferPointer, into buffer: ByteBuffer) -> InsertFault? {
    var at = 0
    while let quote = text.firstIndex(of: UInt8(ascii: "'"), from: at) {
      buffer.append(UnsafeRawBufferPointer(rebasing: text[at...quote]))
      at = quote + 2
    }
    if at < text.count { buffer.append(UnsafeRawBufferPointer(rebasing: text[at...])) }
    return nil
  }

  private func unescape(_ text: UnsafeRawBufferPointer, into buffer: ByteBuffer) -> InsertFault? {
    let start = buffer.count
    var escaped = EscapedText(.string)
    guard escaped.append(text, to: buffer) else { return .escape }
    if !escaped.hasBytes { return nil }
    let content = buffer.slice(start, buffer.count - start)
    if content.contains(byte: 0) { return .nul }
    return TextEncoding.isValidUTF8(content) ? nil : .invalidText
  }
}
