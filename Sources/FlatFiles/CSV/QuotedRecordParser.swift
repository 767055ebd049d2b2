internal import CCSV

/// Parses the records that have quotes, by libcsv, one physical line at a time.
///
/// libcsv is told not to trim blanks, to refuse stray quotes, and to tell an empty field from an
/// empty quoted one.
final class QuotedRecordParser {
  enum State: Equatable {
    /// A quoted field is open at the end of the line.
    case open
    /// One is open so many bytes behind its record's beginning, where nobody looks further.
    case openBeyond(Int)
    case complete
    case malformed
    /// The record ended before its line did, at a carriage return.
    case endedEarly

    var isOpenBeyond: Bool {
      if case .openBeyond = self { true } else { false }
    }
  }

  private let dialect: Dialect
  private let parser: UnsafeMutablePointer<csv_parser>
  private let record: UnsafeMutablePointer<ParsedRecord>
  private var isBegun = false
  /// For a dialect that libcsv does not have.
  private var reduction: DialectReduction?

  init(_ dialect: Dialect, mostFields: Int) {
    self.dialect = dialect
    reduction = dialect.isPlain ? nil : DialectReduction(dialect)
    parser = .allocate(capacity: 1)
    parser.initialize(to: csv_parser())
    record = .allocate(capacity: 1)
    record.initialize(
      to: ParsedRecord(
        quote: reduction == nil ? dialect.quote : DialectReduction.quote, mostFields: mostFields))
    start()
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
    record.pointee.deallocate()
    record.deallocate()
  }

  /// How many fields the record has so far.
  var fieldCount: Int { record.pointee.count }

  /// Whether its last field has nothing and no quotes.
  var endsEmpty: Bool {
    record.pointee.fields.last.map { $0.length == 0 && $0.kind == .bare } ?? false
  }

  /// Forgets the record in work.
  func reset() {
    if isBegun {
      csv_free(parser)
      start()
    }
    record.pointee.reset()
    reduction?.reset()
  }

  /// Feeds the next physical line of a record: `line` of the raw record so far. Its content ends
  /// at `contentEnd`; `isLast` says that the file ends here.
  func feed(
    _ line: Range<Int>, contentEnd: Int, of raw: UnsafeRawBufferPointer, isLast: Bool
  ) -> State {
    guard reduction != nil else {
      return feed(UnsafeRawBufferPointer(rebasing: raw[line]), of: raw, isLast: isLast)
    }
    let start = reduction?.bytes.count ?? 0
    reduction?.add(
      UnsafeRawBufferPointer(rebasing: raw[line]), contentCount: contentEnd - line.lowerBound)
    return reduction?.bytes.withUnsafeBytes { bytes in
      feed(UnsafeRawBufferPointer(rebasing: bytes[start...]), of: bytes, isLast: isLast)
    } ?? .malformed
  }

  private func feed(
    _ line: UnsafeRawBufferPointer, of raw: UnsafeRawBufferPointer, isLast: Bool
  ) -> State {
    isBegun = true
    record.pointee.expect(raw)
    let parsed = csv_parse(parser, line.baseAddress, line.count, Self.onField, Self.onEnd, record)
    if parsed != line.count { return .malformed }
    if isLast, record.pointee.ends == 0 {
      // Refused where a quoted field is open: CSV_STRICT_FINI.
      if csv_fini(parser, Self.onField, Self.onEnd, record) != 0 { return .open }
    }
    if record.pointee.ends == 0 { return .open }
    // 0 is libcsv's state between records.
    let isBetween = record.pointee.ends == 1 && parser.pointee.pstate == 0
    if !isBetween { return .endedEarly }
    isBegun = false
    return .complete
  }

  /// Adds the fields of a complete record to cuts, and their contents to a batch.
  func give(_ batch: RecordBatch, to cuts: FieldCuts) {
    let base = batch.bytes.append(record.pointee.contents)
    cuts.keepFirst(0)
    for field in record.pointee.fields {
      cuts.add(base + Int(field.offset), Int(field.length), kind: field.kind)
    }
  }

  private func start() {
    // csv_init fails for no reason but a null pointer.
    csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL))
    let plain = dialect.delimiter.first ?? DialectReduction.delimiter
    csv_set_delim(parser, reduction == nil ? plain : DialectReduction.delimiter)
    // Without a quote in the dialect only reduced records have any.
    let quote = reduction == nil ? dialect.quote : nil
    csv_set_quote(parser, quote ?? DialectReduction.quote)
    csv_set_space_func(parser) { _ in 0 }
    isBegun = false
  }

  private typealias Context = UnsafeMutableRawPointer

  private static let onField: @convention(c) (Context?, Int, Context?) -> Void = {
    content, length, context in
    context?.assumingMemoryBound(to: ParsedRecord.self).pointee
      .add(UnsafeRawBufferPointer(start: content, count: content == nil ? 0 : length))
  }

  private static let onEnd: @convention(c) (Int32, Context?) -> Void = { _, context in
    context?.assumingMemoryBound(to: ParsedRecord.self).pointee.ends += 1
  }
}

/// The record that libcsv's callbacks build up, in memory that is reused: a structure behind a
/// pointer, because the callbacks are called for every field.
///
/// libcsv does not say where a field stood or whether it was quoted, so the raw text is followed:
/// between two fields lies one delimiter, and a quoted field is longer than its content by its
/// quotes.
private struct ParsedRecord {
  private(set) var count = 0
  /// How often libcsv has said that a record ends.
  var ends = 0

  /// nil where nothing is in quotes.
  private let quote: UInt8?
  private var raw = UnsafeRawBufferPointer(start: nil, count: 0)
  private var rawAt = 0
  private var contentRoom = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
  private var contentCount = 0
  private var fieldRoom = UnsafeMutableBufferPointer<RecordBatch.Field>.allocate(capacity: 64)

  /// Fields behind so many are counted only.
  private let mostFields: Int

  init(quote: UInt8?, mostFields: Int) {
    self.quote = quote
    self.mostFields = mostFields
  }

  var contents: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: contentRoom[..<contentCount])
  }

  /// Offsets are in `contents`.
  var fields: UnsafeBufferPointer<RecordBatch.Field> {
    UnsafeBufferPointer(rebasing: fieldRoom[..<min(count, mostFields)])
  }

  mutating func reset() {
    count = 0
    ends = 0
    rawAt = 0
    contentCount = 0
  }

  func deallocate() {
    contentRoom.deallocate()
    fieldRoom.deallocate()
  }

  /// Makes room for the fields of a record, which are never longer than its raw text.
  mutating func expect(_ raw: UnsafeRawBufferPointer) {
    self.raw = raw
    if contentRoom.count >= raw.count { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: raw.count * 2, alignment: 16)
    larger.copyMemory(from: contents)
    contentRoom.deallocate()
    contentRoom = larger
  }

  mutating func add(_ content: UnsafeRawBufferPointer) {
    if ends > 0 { return }
    if count >= mostFields {
      count += 1
      return
    }
    if count == fieldRoom.count { growFields() }
    let isQuoted = rawAt < raw.count && raw[rawAt] == quote
    fieldRoom.initializeElement(
      at: count,
      to: RecordBatch.Field(
        offset: contentCount, length: content.count, kind: isQuoted ? .quoted : .bare))
    count += 1
    rawAt += content.count + 1 + (isQuoted ? 2 + quotes(in: content) : 0)
    UnsafeMutableRawBufferPointer(rebasing: contentRoom[contentCount...])
      .copyMemory(from: content)
    contentCount += content.count
  }

  private func quotes(in content: UnsafeRawBufferPointer) -> Int {
    guard let quote else { return 0 }
    var count = 0
    var at = 0
    while let next = content.firstIndex(of: quote, from: at) {
      count += 1
      at = next + 1
    }
    return count
  }

  private mutating func growFields() {
    let larger = UnsafeMutableBufferPointer<RecordBatch.Field>.allocate(
      capacity: fieldRoom.count * 2)
    _ = larger.initialize(fromContentsOf: fieldRoom)
    fieldRoom.deallocate()
    fieldRoom = larger
  }
}
