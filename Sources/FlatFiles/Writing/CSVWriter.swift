/// Writes CSV (RFC 4180, with a line feed at the end of each record) that `CSVReader` reads back
/// as it was: NULL is an empty field, the empty string is `""`.
///
///     writer.field("1.5")
///     writer.null()
///     try writer.endRecord()      // 1.5,
package final class CSVWriter {
  private let sink: any ByteSink
  private let delimiter: UInt8
  private let quotesAll: Bool
  private let buffer = ByteBuffer(capacity: flushBytes * 2)
  private var fieldCount = 0
  private var recordStart = 0
  private var isAtStart = true

  private static let flushBytes = 64 << 10
  private static let quote = UInt8(ascii: "\"")

  /// With `quotesAll` every field that holds something is in quotes, not only those that need them.
  package init(
    to sink: any ByteSink, delimiter: UInt8 = UInt8(ascii: ","), quotesAll: Bool = false
  ) {
    self.sink = sink
    self.delimiter = delimiter
    self.quotesAll = quotesAll
  }

  /// Adds a field with content, in quotes where it needs them.
  package func field(_ content: UnsafeRawBufferPointer) {
    let isFirst = isAtStart
    separate()
    if quotesAll || needsQuotes(content) || (isFirst && isMisleading(content)) {
      appendQuoted(content)
    } else {
      buffer.append(content)
    }
  }

  /// Adds a field with content, in quotes where it needs them.
  package func field(_ text: String) {
    var text = text
    text.withUTF8 { field(UnsafeRawBufferPointer($0)) }
  }

  /// Adds a field that holds nothing.
  package func null() { separate() }

  /// Ends a record. Throws `FileError` where the sink does.
  ///
  /// A record of one NULL is a blank line, which readers pass over: it is written as `""`.
  package func endRecord() throws {
    if buffer.count == recordStart { appendQuoted(UnsafeRawBufferPointer(start: nil, count: 0)) }
    buffer.append(byte: 0x0A)
    fieldCount = 0
    recordStart = buffer.count
    if buffer.count >= Self.flushBytes { try flush() }
  }

  /// Writes a record of texts, such as a header.
  package func record(_ texts: [String]) throws {
    for text in texts { field(text) }
    try endRecord()
  }

  /// Hands on all complete records.
  package func flush() throws {
    try sink.write(buffer.bytes)
    buffer.removeAll()
    recordStart = 0
  }

  private func separate() {
    if fieldCount > 0 { buffer.append(byte: delimiter) }
    fieldCount += 1
    isAtStart = false
  }

  /// Whether a file that begins with this is taken for one of another format.
  private func isMisleading(_ content: UnsafeRawBufferPointer) -> Bool {
    OtherFormat(firstBytes: content) != nil
  }

  private func needsQuotes(_ content: UnsafeRawBufferPointer) -> Bool {
    if content.isEmpty { return true }
    for byte in content
    where byte == delimiter || byte == Self.quote || byte == 0x0A || byte == 0x0D {
      return true
    }
    // PostgreSQL before 17 takes a line of these two for the end of the data.
    return content.elementsEqual("\\.".utf8)
  }

  private func appendQuoted(_ content: UnsafeRawBufferPointer) {
    buffer.append(byte: Self.quote)
    for byte in content {
      if byte == Self.quote { buffer.append(byte: Self.quote) }
      buffer.append(byte: byte)
    }
    buffer.append(byte: Self.quote)
  }
}
