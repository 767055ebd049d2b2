/// Rewrites records of any dialect as what libcsv parses: one byte between fields, quotes doubled.
///
/// This is the one place that knows delimiters of several bytes, escapes and other record ends.
/// It is fed one physical line at a time, and remembers whether a quoted field is open between two
/// of them. A bare field that holds what would now have a meaning is put into quotes.
struct DialectReduction {
  /// What stands between fields in the rewritten record: the unit separator of ASCII.
  static let delimiter: UInt8 = 0x1F
  static let quote = UInt8(ascii: "\"")

  private(set) var bytes: [UInt8] = []
  private let dialect: Dialect
  private var isQuoted = false
  /// Where the field at hand begins in `bytes`.
  private var fieldStart = 0
  private var isFieldStart = true
  /// Whether a bare field has been put into quotes.
  private var isWrapped = false

  init(_ dialect: Dialect) { self.dialect = dialect }

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    isQuoted = false
    beginField()
  }

  /// Adds a physical line whose content is the first `contentCount` bytes.
  mutating func add(_ line: UnsafeRawBufferPointer, contentCount: Int) {
    var at = 0
    while at < contentCount { at += isQuoted ? quoted(line, at, contentCount) : bare(line, at) }
    if isQuoted {
      bytes += line[contentCount...]
    } else {
      closeWrap()
      bytes.append(0x0A)
    }
  }

  /// Takes what stands at `at` outside of quotes, and returns how many bytes that is.
  private mutating func bare(_ line: UnsafeRawBufferPointer, _ at: Int) -> Int {
    let byte = line[at]
    if isFieldStart, byte == dialect.quote {
      isQuoted = true
      isFieldStart = false
      bytes.append(Self.quote)
      return 1
    }
    if dialect.delimiter.first == byte, line[at...].starts(with: dialect.delimiter) {
      closeWrap()
      bytes.append(Self.delimiter)
      beginField()
      return dialect.delimiter.count
    }
    isFieldStart = false
    if byte == dialect.escape, at + 1 < line.count, dialect.isEscaped(line[at + 1]) {
      wrap()
      append(line[at + 1])
      return 2
    }
    if byte == Self.quote || byte == Self.delimiter {
      // A stray quote of the dialect's own is left for libcsv to refuse.
      if byte != dialect.quote { wrap() }
    }
    append(byte)
    return 1
  }

  private mutating func quoted(
    _ line: UnsafeRawBufferPointer, _ at: Int, _ contentCount: Int
  ) -> Int {
    let byte = line[at]
    let next = at + 1 < contentCount ? line[at + 1] : nil
    if byte == dialect.escape, let next, dialect.isEscaped(next) {
      bytes.append(next)
      if next == Self.quote { bytes.append(next) }
      return 2
    }
    if byte == dialect.quote {
      if next == byte {
        bytes.append(byte)
        if byte == Self.quote { bytes.append(byte) }
        return 2
      }
      isQuoted = false
      bytes.append(Self.quote)
      return 1
    }
    bytes.append(byte)
    if byte == Self.quote { bytes.append(byte) }
    return 1
  }

  private mutating func append(_ byte: UInt8) {
    bytes.append(byte)
    if isWrapped, byte == Self.quote { bytes.append(byte) }
  }

  private mutating func beginField() {
    fieldStart = bytes.count
    isFieldStart = true
    isWrapped = false
  }

  /// Puts the bare field at hand into quotes.
  private mutating func wrap() {
    if isWrapped { return }
    isWrapped = true
    bytes.insert(Self.quote, at: fieldStart)
  }

  private mutating func closeWrap() {
    if isWrapped { bytes.append(Self.quote) }
    isWrapped = false
  }
}
