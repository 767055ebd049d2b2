/// Reads a file of bare rows in COPY's text format: tab-separated, without what stands around them
/// in a dump, and without names unless the first line is said to have them.
package final class CopyReader: RecordReader {
  package private(set) var columnNames: [String]?
  package let format = FileFormat.copy
  package let frame: RecordFrame?

  private let window: InputWindow
  private let records: TableRecords
  private let rows: CopyRows
  private var isAtEnd = false

  init(_ window: InputWindow, options: DialectOptions, limits: ReadLimits) throws {
    self.window = window
    let start = window.offset
    let beginning = Array(window.sample.prefix(Self.longestHead))
    records = TableRecords(limits: limits, hashing: false)
    rows = CopyRows(window, records, limits: limits, isBare: true)
    for _ in 0..<(options.preambleLines ?? 0) { try rows.passLine() }
    if options.headerLines ?? 0 > 0, let header = try rows.header() {
      columnNames = header
      records.begin(width: header.count)
    } else {
      records.begin(width: try options.columnCount ?? rows.firstWidth() ?? 0)
    }
    let head = window.offset - start
    frame =
      head <= beginning.count
      ? RecordFrame(head: Array(beginning.prefix(head)), between: [0x0A], tail: [0x0A]) : nil
  }

  private static let longestHead = 16 << 10

  package var columnCount: Int { records.columnCount ?? 0 }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    let start = window.offset
    // Blank lines may fill what a batch may have, and none of them is a record.
    while batch.isEmpty, !isAtEnd {
      if window.offset - start >= window.silentBytes { return true }
      records.beginBatch(at: window.offset)
      isAtEnd = rows.read(into: batch) == .cut
    }
    if !batch.isEmpty { return true }
    if let damage = window.damage { throw damage }
    return false
  }
}
