internal import CCSV

/// Parses the records that have quotes, by libcsv, one physical line at a time.
///
/// libcsv is told not to trim blanks, to refuse stray quotes, and to tell an empty field from an
/// empty quoted one. It says nothing of where a field stood, so the parser follows the raw text:
/// between two fields lies one delimiter, and a quoted field is longer than its content by its
/// quotes.
final class QuotedRecordParser {
  enum State {
    /// A quoted field is open at the end of the line.
    case open
    case complete
    case malformed
    /// The record ended before its line did, at a carriage return.
    case endedEarly
  }

  private let dialect: Dialect
  private let parser: UnsafeMutablePointer<csv_parser>
  private var isBegun = false

  // The record in work; libcsv's callbacks write here.
  private var contents = ByteBuffer()
  private var found: [RecordBatch.Field] = []
  private var recordEnds = 0
  private var raw: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  private var rawAt = 0
  private var strayFields = 0

  init(_ dialect: Dialect) {
    self.dialect = dialect
    parser = .allocate(capacity: 1)
    parser.initialize(to: csv_parser())
    start()
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
  }

  /// How many fields the record has so far.
  var fieldCount: Int { found.count }

  /// Forgets the record in work.
  func reset() {
    if isBegun {
      csv_free(parser)
      start()
    }
    contents.removeAll()
    found.removeAll(keepingCapacity: true)
    recordEnds = 0
    strayFields = 0
    rawAt = 0
  }

  /// Feeds the next physical line, with its end. `record` is the raw record so far, line included;
  /// `isLast` says that the file ends here.
  func feed(_ line: UnsafeRawBufferPointer, of record: UnsafeRawBufferPointer, isLast: Bool)
    -> State
  {
    isBegun = true
    raw = record
    let context = Unmanaged.passUnretained(self).toOpaque()
    let parsed = csv_parse(parser, line.baseAddress, line.count, Self.onField, Self.onEnd, context)
    if parsed != line.count { return .malformed }
    if isLast, recordEnds == 0 {
      // Refused where a quoted field is open: CSV_STRICT_FINI.
      if csv_fini(parser, Self.onField, Self.onEnd, context) != 0 { return .open }
    }
    if recordEnds == 0 { return .open }
    if recordEnds > 1 || strayFields > 0 || parser.pointee.pstate != 0 { return .endedEarly }
    isBegun = false
    return .complete
  }

  /// Appends the fields of a complete record to a batch.
  func give(to batch: RecordBatch) {
    let base = batch.bytes.append(contents.bytes)
    for field in found {
      batch.fields.append(
        RecordBatch.Field(
          offset: base + Int(field.offset), length: Int(field.length), kind: field.kind))
    }
  }

  private func start() {
    // csv_init fails for no reason but a null pointer.
    csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL))
    csv_set_delim(parser, dialect.delimiter)
    csv_set_quote(parser, dialect.quote)
    csv_set_space_func(parser) { _ in 0 }
    isBegun = false
  }

  private typealias Context = UnsafeMutableRawPointer

  private static let onField: @convention(c) (Context?, Int, Context?) -> Void = {
    content, length, context in
    guard let context else { return }
    let parser = Unmanaged<QuotedRecordParser>.fromOpaque(context).takeUnretainedValue()
    parser.take(UnsafeRawBufferPointer(start: content, count: content == nil ? 0 : length))
  }

  private static let onEnd: @convention(c) (Int32, Context?) -> Void = { _, context in
    guard let context else { return }
    Unmanaged<QuotedRecordParser>.fromOpaque(context).takeUnretainedValue().recordEnds += 1
  }

  private func take(_ content: UnsafeRawBufferPointer) {
    if recordEnds > 0 {
      strayFields += 1
      return
    }
    let isQuoted = rawAt < raw.count && raw[rawAt] == dialect.quote
    var rawLength = content.count
    if isQuoted { rawLength += 2 + content.count { $0 == dialect.quote } }
    rawAt += rawLength + 1
    let offset = contents.append(content)
    found.append(
      RecordBatch.Field(offset: offset, length: content.count, kind: isQuoted ? .quoted : .bare))
  }
}
