/// Reads the rows of one table out of a dump in pg_dump's plain format.
///
/// How it works. A `DumpWalker` goes from one block of rows to the next. Those of the table, and of
/// its partitions and chunks, are read; the others are passed over. The dump is always read to its
/// end: only there it is certain that the table has no more rows. Where no table was named, it is
/// the only one with rows.
package final class DumpReader: RecordReader {
  private let walker: DumpWalker
  private let choice: DumpChoice
  private let records: TableRecords
  private let limits: ReadLimits
  private let window: InputWindow
  private let acceptsCutShort: Bool
  private var place = Place.between
  private var failure: (any Error)?
  package private(set) var sha256: String?
  /// What stands before the rows of each place so far, and after them; several where they differ.
  private var frames: Set<RecordFrame?> = []
  private var framedTable: String?
  /// The table whose rows were read last.
  private var tableBefore: DumpTable?

  private enum Place {
    case between
    case reading(any DumpRows, DumpTable)
    case skipping(any DumpRows, DumpTable)
    case end

    var isBeforeEnd: Bool { if case .end = self { false } else { true } }
    var isReading: Bool { if case .reading = self { true } else { false } }
  }

  /// Opens a dump at the first rows of the table, for which the whole dump may have to be searched.
  init(_ window: InputWindow, of source: SourceFile, _ options: ReadOptions) throws {
    self.window = window
    limits = options.limits
    choice = try DumpChoice(table: options.table, path: window.path)
    // A file on disk can be looked at before.
    let isOnDisk = !source.isStandardInput && window.progress.totalBytes != nil
    if options.table == nil, isOnDisk { try DumpSurvey.check(source, options) }
    acceptsCutShort = options.acceptsCutShort
    walker = DumpWalker(window, limits: limits)
    walker.trustsEncoding = options.encoding != .auto
    records = TableRecords(limits: limits, hashing: true)
    while !place.isReading, place.isBeforeEnd { try step(nil, upTo: .max) }
    if !choice.isFound { throw choice.nothingFound(walker) }
  }

  package var columnNames: [String]? { records.columnNames }
  package var columnCount: Int { records.columnCount ?? 0 }
  package var format: FileFormat { .dump(table: choice.name) }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var frame: RecordFrame? { frames.count == 1 ? frames.first ?? nil : nil }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    records.beginBatch(at: window.offset)
    let start = window.offset
    // What is passed over for long is told by a batch without records, so that whoever reads can
    // tell of it, or stop.
    while failure == nil, place.isBeforeEnd, !records.isFull(batch, at: window.offset),
      batch.isEmpty || place.isReading, window.offset - start < limits.silentBytes
    {
      do {
        try step(batch, upTo: limits.silentBytes)
      } catch {
        failure = error
        // As good as the whole, then, and known by what is there.
        let isAccepted = acceptsCutShort && (error as? FileError)?.isCutShort ?? false
        if isAccepted { sha256 = records.finishHash() }
      }
    }
    if !batch.isEmpty || (failure == nil && place.isBeforeEnd) { return true }
    if let failure { throw failure }
    return false
  }

  /// Goes on to the next place; rows are read where there is a batch to take them.
  private func step(_ batch: RecordBatch?, upTo limit: Int) throws {
    switch place {
    case .between:
      if let next = try walker.nextRows() { try begin(next) } else { try finish() }
    case .skipping(let rows, let table):
      let (end, count) = try rows.skip(bytes: limit)
      choice.count(count, of: table, isComplete: end == .ended, isRead: false)
      try leave(end, table)
    case .reading(let rows, let table):
      guard let batch else { return }
      let before = records.count
      let end = try rows.read(into: batch)
      choice.count(
        records.count - before, of: table, isComplete: end == .ended, isRead: true)
      try leave(end, table)
    case .end: break
    }
  }

  private func leave(_ end: RowsEnd, _ table: DumpTable) throws {
    switch end {
    case .full: break
    case .ended: place = .between
    case .cut: throw walker.cut(inside: table)
    }
  }

  // MARK: - The beginning and the end of rows

  private func begin(_ next: DumpWalker.Rows) throws {
    let rows = walker.reader(of: next, records)
    guard try choice.takes(next.table, walker, hasRows: rows.hasRow()) else {
      place = .skipping(rows, next.table)
      return
    }
    if next.hasOptions { throw walker.error(.copyOptions(next.table)) }
    if rows.hasRow(), DumpCatalog.isCompressedChunk(next.table) {
      throw walker.error(.compressedChunk(next.table))
    }
    try align(next, rows)
    tableBefore = next.table
    let isWhole = records.order.isEmpty && records.rowWidth == records.columnCount
    frames.insert(
      isWhole
        ? RecordFrame(
          ofDump: frameTable(next.table), records.columnNames, isInsert: next.insertHead != nil,
          hasBackslashes: walker.hasBackslashes) : nil)
    // Rows whose width nobody tells are none at all.
    place =
      records.rowWidth == nil ? .skipping(rows, next.table) : .reading(rows, next.table)
  }

  /// The name under which the rows are found again: of several tables that of the first.
  private func frameTable(_ table: DumpTable) -> String {
    let name = framedTable ?? (choice.isOfOneTable ? choice.name : "\(table)")
    framedTable = name
    return name
  }

  /// Makes sure that the rows have the columns of those before them.
  private func align(_ next: DumpWalker.Rows, _ rows: any DumpRows) throws {
    if records.begin(next.columns) {
      if records.rowWidth == nil, let width = try rows.firstWidth() { records.begin(width: width) }
      return
    }
    throw walker.error(
      .columnsDiffer(
        table: next.table, isOneTable: tableBefore == next.table,
        found: next.columns?.map(\.name) ?? ["(not named)"],
        expected: records.columnNames ?? ["(not named)"]))
  }

  private func finish() throws {
    place = .end
    try choice.checkEnd(walker)
    sha256 = records.finishHash()
  }
}
