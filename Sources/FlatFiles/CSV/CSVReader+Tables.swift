/// Where tables begin and end: headers, gaps, footers, and the tables beside the one that is read.
extension CSVReader {
  /// Goes on with the table that follows, where the policy is to read them one by one; false when
  /// there is none. Throws `FileError` where its header cannot be read.
  package func nextTable() throws -> Bool {
    guard nextTableLine != nil else { return false }
    nextTableLine = nil
    (hasRecords, isBehindRecord) = (false, false)
    if isNextWrittenAnew {
      isNextWrittenAnew = false
      while window.bytes.count < InputWindow.sampleBytes, window.fill() {}
      let isWhole =
        window.isAtEnd && window.damage == nil && window.sample.count == window.bytes.count
      try adopt(DialectSniffer(options, sample: window.sample, isWhole: isWhole).sniff())
      return true
    }
    outline = TableEdge(dialect, outline).outline(of: lookAhead(), options)
    dialect.headerLines = outline.headerLines
    dialect.preambleLines = 0
    try readBeginning()
    return true
  }

  /// Ends the table before one that is written in another way.
  func meetTableWrittenAnew() {
    nextTableStart = .max
    (nextTableLine, isNextWrittenAnew) = (window.line, true)
  }

  var isBehindTable: Bool { nextTableLine != nil && options.tables != .rejectOthers }

  /// Passes over the tables before one, counted from 1.
  func passOver(before number: Int) throws {
    let batch = RecordBatch()
    for passed in 1..<max(number, 1) {
      repeat {
        batch.removeAll(columnCount: columnCount)
      } while readUntilFull(batch)
      if let failure = failure ?? window.damage { throw failure }
      guard try nextTable() else {
        throw FileError(path: window.path, problem: .noTable(number, found: passed))
      }
      leftOut.tables += 1
    }
    recordNumber = 0
  }

  /// Reads towards the end of the file, which is known by all of its bytes; false where there is
  /// more of it.
  func passOverTheRest() -> Bool {
    let start = window.offset
    repeat {
      window.use(window.bytes.count)
      if window.offset - start >= limits.silentBytes { return false }
    } while window.fill()
    leftOut.tables += 1
    nextTableLine = nil
    return true
  }

  // MARK: - The edges of the table

  /// How far the reader looks ahead, in bytes…
  static let sight = 8 << 10
  /// …and in lines: a file may have a gap behind each second one.
  private static let linesInSight = 32

  /// What follows, as far as it is looked at.
  private func lookAhead() -> TableEdge.Sight {
    // One byte more tells whether the file ends there.
    while window.bytes.count <= Self.sight, window.fill() {}
    // For this table the file ends where another one is known to begin.
    let rest = window.bytes.prefix(nextTableStart - window.offset)
    let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.sight))
    var end = 0
    // A line that is too long is a reject wherever it stands: it belongs to no footer.
    var isInBounds = true
    for _ in 0..<Self.linesInSight where end < bytes.count {
      let contentEnd = bytes.firstIndex(of: lines.lastByte, from: end) ?? bytes.count
      if contentEnd - end > limits.recordBytes { isInBounds = false }
      end = min(contentEnd + 1, bytes.count)
    }
    let isAtEnd = nextTableStart < .max || (window.isAtEnd && window.damage == nil)
    let isWhole = isInBounds && isAtEnd && end == rest.count
    return TableEdge.Sight(
      UnsafeRawBufferPointer(rebasing: bytes[..<end]), dialect, isWhole: isWhole)
  }

  /// Passes over a gap, and looks at what stands behind it.
  func lookBehindGap() -> Bool {
    skipBlankLines()
    // Of a gap that goes on, the end is looked behind when it is reached.
    if window.bytes.isEmpty || isBlankNext || isRecordNext() { return true }
    if window.offset >= nextTableStart { return true }
    let sight = lookAhead()
    if isTableWrittenAnew(sight) {
      // Where the dialect is told, that holds for this table too: its lines are rejects, no footer.
      isBehindRecord = false
      if options.delimiter == nil { meetTableWrittenAnew() }
      return true
    }
    switch TableEdge(dialect, outline).judge(sight, width: columnCount) {
    case .goesOn: return true
    case .footer: return takeFooter()
    case .table(let preamble):
      for _ in 0..<preamble { lines.skip() }
      nextTableLine = window.line
      return true
    }
  }

  /// How often a table in another dialect is looked for in vain: a file may have text behind each
  /// gap.
  private static let mostVainLooks = 32

  /// Whether what stands behind a gap is a table of which the dialect cuts nothing.
  private func isTableWrittenAnew(_ sight: TableEdge.Sight) -> Bool {
    let block = sight.block(from: 0)
    guard columnCount > 1, vainLooks < Self.mostVainLooks, block.count > 2,
      block.allSatisfy({ $0.cells.count == 1 })
    else { return false }
    let end = sight.lines.dropFirst().firstIndex(where: \.isEmpty) ?? sight.lines.endIndex
    let sniffer = DialectSniffer(options, dialect.recordEnd, sight.lines)
    if sniffer.table(in: sight.lines[..<end])?.outline.isTable == true { return true }
    vainLooks += 1
    return false
  }

  private var isBlankNext: Bool { lines.line().map { lines.content($0).isEmpty } ?? false }

  /// Whether the line at the front is as wide as the table and has a field that no header has:
  /// what `TableEdge` would see as well, at the cost of many lines.
  private func isRecordNext() -> Bool {
    guard let line = lines.line() else { return false }
    let content = lines.content(line)
    guard !hasMark(content), cuts.cut(content, at: 0) == columnCount else { return false }
    return cuts.fields.contains { field in
      let cell = content[Int(field.offset)..<Int(field.offset) + Int(field.length)]
      return !CellLook(Array(cell)[...]).isOfHeader
    }
  }

  /// Whether nothing but a footer stands from here on, without a gap before it.
  var isFooter: Bool {
    // Cheap where it is not near the end: a file may be bad from its first line to its last.
    if window.bytes.count > Self.sight { return false }
    return TableEdge(dialect, outline).isFooter(lookAhead(), width: columnCount, behindGap: false)
  }

  func takeFooter() -> Bool {
    while window.offset < nextTableStart, let line = lines.line() {
      leftOut.linesBehind += 1
      lines.use(line.end, lines: 1)
    }
    return nextTableStart < .max
  }

  // MARK: - The beginning of the file

  /// Reads the header, or finds out how many fields the records of a table without one have.
  func readBeginning() throws {
    columnNames = nil
    if dialect.headerLines > 0 { try readHeader() } else { skipBlankLines() }
    columnCount = try options.columnCount ?? columnNames?.count ?? widthOfRecords()
  }

  func skipBlankLines() { lines.skipBlank(comment: dialect.comment) }

  func readHeader() throws {
    let lines = try (0..<dialect.headerLines).map { _ in try readHeaderLine() }
    var cells = CSVHeader.cells(of: lines)
    let unnamed = Array(repeating: "", count: outline.unnamed.count)
    cells.insert(contentsOf: unnamed, at: outline.unnamed == .first ? 0 : cells.endIndex)
    let names = CSVHeader.names(cells)
    leftOut.unnamed += outline.unnamed == .first ? names.prefix(1) : names.suffix(unnamed.count)
    columnNames = names
  }

  /// The beginning of the file as it has to stand before some of its records: with the names that
  /// were made up, so that those of the file stay where they are.
  func framing(_ beginning: [UInt8], from start: Int) -> [UInt8]? {
    guard outline.unnamed != .none, let names = columnNames else { return beginning }
    let missing = outline.unnamed == .first ? names.prefix(1) : names.suffix(outline.unnamed.count)
    var head = beginning
    switch outline.unnamed {
    case .first:
      head.insert(contentsOf: Array(missing[0].utf8) + dialect.delimiter, at: headerStart - start)
    case .none, .last:
      while let last = head.last, "\n\r\u{1E}".utf8.contains(last) { head.removeLast() }
      for name in missing { head += dialect.delimiter + Array(name.utf8) }
      head += dialect.recordEnd.bytes
    }
    return head
  }

  private func readHeaderLine() throws -> [String] {
    let header = RecordBatch()
    let start = Position(record: 0, line: window.line, byte: window.offset)
    columnCount = 0
    let number = recordNumber
    guard let fields = firstFields(into: header) else {
      let reason = header.rejects.first?.message ?? tooLong
      // Damage that is known may be what the header suffers from, and can be helped.
      let damage = reason == nil ? window.damage : window.sampleDamage
      throw damage
        ?? FileError(
          path: window.path, position: start, problem: .header(reason ?? "the file ends before it"))
    }
    recordNumber = number
    (hasRecords, isBehindRecord) = (false, false)
    return fields.map { String(decoding: header.content($0), as: UTF8.self) }
  }

  /// The number of fields of the records, where no header tells how many there are: that of the
  /// first one, unless most in the sample have another.
  private func widthOfRecords() throws -> Int {
    let count = firstFieldCount()
    let isWide = count > limits.recordFields
    if let reason = tooLong ?? (isWide ? "it has more than \(limits.recordFields) fields" : nil) {
      throw FileError(
        path: window.path, position: Position(record: 1, line: window.line, byte: window.offset),
        problem: .header(reason))
    }
    return outline.isFirstTorn ? outline.width : count
  }

  private var tooLong: String? {
    lines.isTooLong ? "its line is longer than \(limits.recordBytes) bytes, the limit" : nil
  }

  /// Reads the next record for its fields, whatever their number; nil where it is damaged or there
  /// is none.
  private func firstFields(into batch: RecordBatch) -> [RecordBatch.Field]? {
    skipBlankLines()
    headerStart = window.offset
    columnCount = firstFieldCount()
    if lines.isTooLong { return nil }
    batch.removeAll(columnCount: columnCount)
    guard readRecord(into: batch), batch.rejects.isEmpty else { return nil }
    return Array(batch.fields)
  }

  /// The number of fields of the record at the front of the window, which stays there; of one that
  /// is damaged, that of its first line.
  func firstFieldCount() -> Int {
    guard let first = lines.line() else { return 0 }
    if hasMark(lines.content(first)), parseQuoted()?.state == .complete {
      return quoted.fieldCount - trailingFields
    }
    let count = countFields(of: lines.content(first))
    return count > limits.recordFields ? count : cuts.cut(lines.content(first), at: 0)
  }
}
