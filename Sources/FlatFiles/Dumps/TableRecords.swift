/// What the records of one table have in common, however and in however many places a dump writes
/// its rows: their number, their fields in one order, and the hash of their text.
///
/// What is hashed: the names of the columns, once and again wherever a place lists them in another
/// order, and then each row as the dump spells it and a line feed. So the same rows have the same
/// hash whatever else is in the dump, and in however many partitions they lie.
final class TableRecords {
  /// Fields per record; nil before the first row of a table whose columns the dump does not name.
  private(set) var columnCount: Int?
  private(set) var columnNames: [String]?
  /// Fields per row where the reading is now; nil while that is not known.
  private(set) var rowWidth: Int?
  /// Which field of a row each field of the record is; empty where they are the same.
  private(set) var order: [Int] = []
  /// Records so far, rejected ones among them.
  private(set) var count = 0

  private let limits: ReadLimits
  private var batchStart = 0
  private let digest: ContentDigest?
  /// The names that were hashed last.
  private var hashedNames: [String]?

  /// `hashing` is false where the file as a whole is hashed by its stream.
  init(limits: ReadLimits, hashing: Bool) {
    self.limits = limits
    digest = hashing ? ContentDigest() : nil
  }

  /// Tells the columns of the rows that follow: those of one COPY block or INSERT statement.
  ///
  /// - Returns: false where they are not those of the rows before them.
  func begin(_ columns: [DumpColumn]?) -> Bool {
    guard let columns else {
      rowWidth = columnCount
      order = []
      hashNames([])
      return columnNames == nil
    }
    let kept = columns.filter { !$0.isGenerated }.map(\.name)
    if columnCount == nil {
      columnNames = kept
      columnCount = kept.count
    }
    guard let names = columnNames else { return false }
    let places = names.compactMap { name in columns.firstIndex { $0.name == name } }
    guard places.count == names.count, kept.count == names.count else { return false }
    rowWidth = columns.count
    order = places == Array(columns.indices) ? [] : places
    hashNames(columns.map(\.name))
    return true
  }

  /// Tells how wide the rows of a table are whose columns are not known.
  func begin(width: Int) {
    if columnCount == nil { columnCount = width }
    rowWidth = columnCount
  }

  /// Tells the names that a first row gives.
  func begin(header: [String]) {
    columnNames = header
    begin(width: header.count)
  }

  /// The name of a field of a row, where the dump gives it one.
  func columnName(ofField field: Int) -> String? {
    guard let names = columnNames else { return nil }
    let place = order.isEmpty ? field : order.firstIndex(of: field)
    return place.flatMap { $0 < names.count ? names[$0] : nil }
  }

  /// The position of the next record.
  @inline(__always)
  func next(line: Int, byte: Int) -> Position {
    count += 1
    return Position(record: count, line: line, byte: byte)
  }

  /// Tells where in the file a batch begins.
  func beginBatch(at offset: Int) { batchStart = offset }

  /// Whether a batch has enough, counted in what was read, not in what was kept.
  @inline(__always)
  func isFull(_ batch: RecordBatch, at offset: Int) -> Bool {
    offset - batchStart >= limits.batchBytes
      || batch.records.count + batch.rejects.count >= limits.batchRecords
  }

  // MARK: - What is hashed

  /// Hashes rows that each end in a line feed.
  @inline(__always)
  func hash(lines: UnsafeRawBufferPointer) { digest?.update(lines) }

  /// Hashes a row, and a line feed.
  func hash(_ row: UnsafeRawBufferPointer) {
    guard let digest else { return }
    digest.update(row)
    withUnsafeBytes(of: 0x0A as UInt8) { digest.update($0) }
  }

  /// SHA-256 of all rows; nil where the file as a whole is hashed. Nothing can be added afterwards.
  func finishHash() -> String? { digest?.finish() }

  /// A line that no row can look like: `\.` and the names in double quotes.
  private func hashNames(_ names: [String]) {
    if digest == nil || hashedNames == names { return }
    hashedNames = names
    var line = "\\." + names.map(SQLName.quoted).joined(separator: ",")
    line.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }
}
