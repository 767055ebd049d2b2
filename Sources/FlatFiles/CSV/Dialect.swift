/// How a CSV file is written, with nothing left open.
package struct Dialect: Sendable, Hashable {
  package var delimiter: UInt8
  package var quote: UInt8
  /// Lines of the header: 0 when there is none. Of several, the last one names the columns.
  package var headerLines: Int
  /// Lines before the header that are none of the table's.
  package var preambleLines: Int
  /// Lines that begin with this byte are passed over.
  package var comment: UInt8?

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""), headerLines: Int = 1,
    preambleLines: Int = 0, comment: UInt8? = nil
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.headerLines = headerLines
    self.preambleLines = preambleLines
    self.comment = comment
  }
}

/// What is told of a CSV file's dialect; nil is found out.
package struct DialectOptions: Sendable, Hashable {
  package var delimiter: UInt8?
  package var quote = UInt8(ascii: "\"")
  /// 0 says that there is no header.
  package var headerLines: Int?
  package var preambleLines = 0
  package var comment: UInt8?
  /// How many fields a record must have; by default as many as the header, or the first record.
  package var columnCount: Int?

  package init() {}
}

extension Dialect {
  /// Throws `FileError` where libcsv could not tell delimiter, quote and line end apart.
  func check(path: String) throws {
    let isUsable =
      delimiter < 0x80 && delimiter != quote && delimiter != 0x0A && delimiter != 0x0D
    if !isUsable {
      let text = String(decoding: [delimiter], as: UTF8.self)
      throw FileError(path: path, problem: .delimiter(text))
    }
  }
}
