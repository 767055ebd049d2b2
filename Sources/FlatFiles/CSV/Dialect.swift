/// How a CSV file is written, with nothing left open.
package struct Dialect: Sendable, Hashable {
  /// One byte or more between two fields.
  package var delimiter: [UInt8]
  /// nil where fields are never in quotes.
  package var quote: UInt8?
  /// The byte that takes the meaning from a quote, a delimiter or itself; nil where a quote in
  /// quotes is written twice.
  package var escape: UInt8?
  package var recordEnd: RecordEnd
  /// Whether a delimiter stands behind the last field too.
  package var endsInDelimiter: Bool
  /// Lines of the header: 0 when there is none. Of several, the last one names the columns.
  package var headerLines: Int
  /// Lines before the header that are none of the table's.
  package var preambleLines: Int
  /// Lines that begin with this byte are passed over.
  package var comment: UInt8?

  package init(
    delimiter: [UInt8] = [UInt8(ascii: ",")], quote: UInt8? = UInt8(ascii: "\""),
    escape: UInt8? = nil, recordEnd: RecordEnd = .lineFeed, endsInDelimiter: Bool = false,
    headerLines: Int = 1, preambleLines: Int = 0, comment: UInt8? = nil
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.escape = escape
    self.recordEnd = recordEnd
    self.endsInDelimiter = endsInDelimiter
    self.headerLines = headerLines
    self.preambleLines = preambleLines
    self.comment = comment
  }
}

/// What ends a record.
package enum RecordEnd: String, Sendable, Hashable, CaseIterable {
  /// LF, with or without CRs before it: `\n`, `\r\n`, `\r\r\n`.
  case lineFeed = "lf"
  /// CR alone, as on old Macs.
  case carriageReturn = "cr"
  /// LF and then CR.
  case lineFeedCarriageReturn = "lf-cr"
  /// The record separator of ASCII, 1E.
  case recordSeparator = "rs"

  /// The byte that a record's last one is.
  var lastByte: UInt8 {
    switch self {
    case .lineFeed: 0x0A
    case .carriageReturn, .lineFeedCarriageReturn: 0x0D
    case .recordSeparator: 0x1E
    }
  }

  /// What a record is written to end in.
  var bytes: [UInt8] {
    switch self {
    case .lineFeed: [0x0A]
    case .carriageReturn: [0x0D]
    case .lineFeedCarriageReturn: [0x0A, 0x0D]
    case .recordSeparator: [0x1E]
    }
  }

  /// The line end that is none in this file, and stands in a record only between quotes.
  var strayByte: UInt8? {
    switch self {
    case .lineFeed: 0x0D
    case .carriageReturn, .lineFeedCarriageReturn: 0x0A
    case .recordSeparator: nil
    }
  }

  /// Whether a byte belongs to what is cut off at the end of a line.
  @inline(__always)
  func isTrailing(_ byte: UInt8) -> Bool {
    switch self {
    case .lineFeed: byte == 0x0D
    case .lineFeedCarriageReturn: byte == 0x0A
    case .carriageReturn, .recordSeparator: false
    }
  }
}

extension RecordEnd {
  /// The lines of a block without their ends. The last one is left out where the block may have cut
  /// it, unless it is the only one.
  func lines(of block: [UInt8], isWhole: Bool) -> [ArraySlice<UInt8>] {
    let lines = block.split(separator: lastByte, omittingEmptySubsequences: false).map {
      line -> ArraySlice<UInt8> in
      var line = line
      while let last = line.last, isTrailing(last) { line.removeLast() }
      return line
    }
    return lines.count > 1 && !isWhole ? lines.dropLast() : lines
  }
}

/// What is told of a CSV file's dialect; nil is found out.
package struct DialectOptions: Sendable, Hashable {
  package var delimiter: [UInt8]?
  package var quote: QuoteRule = .auto
  package var escape: UInt8?
  package var recordEnd: RecordEnd?
  /// 0 says that there is no header.
  package var headerLines: Int?
  package var preambleLines: Int?
  package var comment: UInt8?
  /// How many fields a record must have; by default as many as the header, or the first record.
  package var columnCount: Int?
  /// What becomes of a record with another number of fields.
  package var ragged = RaggedPolicy.reject
  /// What becomes of the tables behind the first, or beside one.
  package var tables = TablePolicy.rejectOthers

  package init() {}

  /// What `CSVWriter` and PostgreSQL write, with a header: nothing is left to be found out.
  package static let canonical: DialectOptions = {
    var options = DialectOptions()
    options.delimiter = [UInt8(ascii: ",")]
    options.quote = .byte(UInt8(ascii: "\""))
    options.recordEnd = .lineFeed
    options.preambleLines = 0
    options.headerLines = 1
    return options
  }()
}

/// Which byte stands around fields that need it.
package enum QuoteRule: Sendable, Hashable {
  case auto
  case none
  case byte(UInt8)
}

/// What becomes of a record with too many or too few fields.
package enum RaggedPolicy: String, Sendable, Hashable, CaseIterable {
  case reject
  /// One with too few gets empty ones at its end.
  case pad
  /// One with too many loses the last ones.
  case truncate
  /// Whatever can be kept of it is kept, also of one with a stray quote.
  case mend
}

/// What becomes of the other tables of a file.
package enum TablePolicy: Sendable, Hashable {
  /// Their records are rejected.
  case rejectOthers
  /// They are left out, and so are those before one of this number, counted from 1.
  case only(Int)
  /// The reader ends before each, and goes on with `nextTable`.
  case oneByOne
}

extension Dialect {
  /// Throws `FileError` where delimiter, quote and line end could not be told apart.
  func check(path: String) throws {
    let isUsable =
      !delimiter.isEmpty && delimiter.count <= 16
      && delimiter.allSatisfy { $0 != quote && $0 != escape && $0 != 0x0A && $0 != 0x0D }
      && delimiter.first.map { $0 < 0x80 } ?? false
    if !isUsable {
      throw FileError(
        path: path, problem: .delimiter(String(decoding: delimiter, as: UTF8.self)))
    }
  }

  /// Whether a byte loses its meaning behind the escape.
  ///
  /// Only a backslash escapes more than the quote: `/` before a quote is an escape in files whose
  /// addresses have `//` in them.
  @inline(__always)
  func isEscaped(_ byte: UInt8) -> Bool {
    byte == quote
      || (escape == UInt8(ascii: "\\")
        && (byte == escape || byte == delimiter.first || byte == 0x0A))
  }

  /// The signs of the dialect that may be NUL, which is then no character of a record's text.
  var hasNULSign: Bool { quote == 0 || escape == 0 }

  /// Whether libcsv parses the dialect as it is written.
  var isPlain: Bool {
    delimiter.count == 1 && escape == nil && recordEnd != .recordSeparator
  }
}
