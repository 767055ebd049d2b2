/// Writes records as JSON documents, as landing keeps them: a JSON record as it stands, a CSV record
/// or a row of a dump as an object of its columns.
///
///     {"time":"1609459200","price":"29001.5","note":null}
///
/// A CSV field without quotes and without content is `null`, one with nothing but quotes is `""`. A
/// line of a capture is its message with the time as its first member, `$received`; a message that
/// is no object is the member `$message`.
package struct RecordDocument {
  private let nonFinite: NonFinitePolicy
  /// What stands before each value: `"time":`, `,"price":`. nil for JSON records.
  private let prefixes: [[UInt8]]?

  /// Prepares to write the records of a reader, which was opened with the same policy.
  package init(of reader: any RecordReader, nonFinite: NonFinitePolicy = .reject) {
    self.nonFinite = nonFinite
    if reader.format.isJSON {
      prefixes = nil
      return
    }
    prefixes = Self.columnNames(of: reader).enumerated().map { column, name in
      let buffer = ByteBuffer()
      if column > 0 { buffer.append(byte: UInt8(ascii: ",")) }
      var text = name
      text.withUTF8 { JSONString.append(UnsafeRawBufferPointer($0), to: buffer) }
      buffer.append(byte: UInt8(ascii: ":"))
      return Array(buffer.bytes)
    }
  }

  /// What the fields of records are called in their documents, in order.
  package static func columnNames(of reader: any RecordReader) -> [String] {
    let names = reader.columnNames ?? []
    return (0..<reader.columnCount).map {
      $0 < names.count ? names[$0] : CSVHeader.generated($0)
    }
  }

  /// Appends the document of a record of a batch to a buffer that is not the batch's own.
  package func append(_ record: Int, of batch: RecordBatch, to buffer: ByteBuffer) {
    guard let prefixes else {
      return append(json: batch.raw(record), to: buffer)
    }
    buffer.append(byte: UInt8(ascii: "{"))
    for (column, prefix) in prefixes.enumerated() {
      prefix.withUnsafeBytes { _ = buffer.append($0) }
      let field = batch.field(record, column)
      switch field.kind {
      case .absent, .null: append("null", to: buffer)
      case .bare where field.length == 0: append("null", to: buffer)
      default: JSONString.append(batch.content(field), to: buffer)
      }
    }
    buffer.append(byte: UInt8(ascii: "}"))
  }

  private func append(json raw: UnsafeRawBufferPointer, to buffer: ByteBuffer) {
    // No JSON begins like the time of a capture.
    if let stamp = CaptureStamp.length(of: raw) {
      append("{\"\(FieldPath.Root.received.rawValue)\":\"", to: buffer)
      buffer.append(UnsafeRawBufferPointer(rebasing: raw[..<(stamp - 1)]))
      append("\"", to: buffer)
      append(message: UnsafeRawBufferPointer(rebasing: raw[stamp...]), to: buffer)
    } else if nonFinite == .reject {
      buffer.append(raw)
    } else {
      NonFiniteTokens.append(raw, nonFinite, to: buffer)
    }
  }

  /// Goes on in an object with the message of a capture, and closes it.
  private func append(message: UnsafeRawBufferPointer, to buffer: ByteBuffer) {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let text = message.drop(while: isBlank)
    let isObject = text.first == UInt8(ascii: "{")
    append(isObject ? "," : ",\"$message\":", to: buffer)
    let rest = isObject ? text.dropFirst().drop(while: isBlank) : text
    if isObject, rest.first == UInt8(ascii: "}") { buffer.truncate(to: buffer.count - 1) }
    append(json: UnsafeRawBufferPointer(rebasing: rest), to: buffer)
    if !isObject { append("}", to: buffer) }
  }

  private func append(_ word: String, to buffer: ByteBuffer) {
    var word = word
    word.withUTF8 { _ = buffer.append(UnsafeRawBufferPointer($0)) }
  }

  private func append(_ word: StaticString, to buffer: ByteBuffer) {
    buffer.append(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }
}

/// Text as a JSON string (RFC 8259, section 7).
enum JSONString {
  /// Where the closing quote of the string that begins at `start` stands, in valid JSON.
  static func end(_ raw: UnsafeRawBufferPointer, from start: Int) -> Int {
    var at = start + 1
    while at < raw.count, raw[at] != UInt8(ascii: "\"") {
      at += raw[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(at, raw.count - 1)
  }

  /// Appends UTF-8 text in quotes, with what must be escaped escaped.
  static func append(_ text: UnsafeRawBufferPointer, to buffer: ByteBuffer) {
    // No byte becomes more than six: \u001f.
    let start = buffer.reserve(text.count * 6 + 2).assumingMemoryBound(to: UInt8.self)
    var to = start
    to.pointee = UInt8(ascii: "\"")
    to += 1
    for byte in text {
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        to.pointee = byte
        to += 1
      } else {
        to = escape(byte, to)
      }
    }
    to.pointee = UInt8(ascii: "\"")
    buffer.commit(to + 1 - start)
  }

  private static func escape(
    _ byte: UInt8, _ to: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    to[0] = UInt8(ascii: "\\")
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): to[1] = byte
    case 0x08: to[1] = UInt8(ascii: "b")
    case 0x09: to[1] = UInt8(ascii: "t")
    case 0x0A: to[1] = UInt8(ascii: "n")
    case 0x0C: to[1] = UInt8(ascii: "f")
    case 0x0D: to[1] = UInt8(ascii: "r")
    default:
      let low = byte & 15
      to[1] = UInt8(ascii: "u")
      to[2] = UInt8(ascii: "0")
      to[3] = UInt8(ascii: "0")
      to[4] = UInt8(ascii: "0") + (byte >> 4)
      to[5] = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
      return to + 6
    }
    return to + 2
  }
}

/// The tokens `NaN`, `Infinity` and `-Infinity` in records that were read with a policy for them.
enum NonFiniteTokens {
  /// Appends a record with each such token replaced by `null` or by a string of its letters.
  static func append(
    _ raw: UnsafeRawBufferPointer, _ policy: NonFinitePolicy, to buffer: ByteBuffer
  ) {
    var copied = 0
    var at = 0
    while at < raw.count {
      if raw[at] == UInt8(ascii: "\"") {
        at = JSONString.end(raw, from: at) + 1
        continue
      }
      let length = tokenLength(raw, at)
      if length > 0 {
        buffer.append(UnsafeRawBufferPointer(rebasing: raw[copied..<at]))
        let token = UnsafeRawBufferPointer(rebasing: raw[at..<at + length])
        switch policy {
        case .asText: JSONString.append(token, to: buffer)
        case .asNull, .reject: "null".utf8.forEach { buffer.append(byte: $0) }
        }
        copied = at + length
      }
      at += max(length, 1)
    }
    buffer.append(UnsafeRawBufferPointer(rebasing: raw[copied...]))
  }

  /// The record is valid, so that outside of strings these letters begin nothing else.
  private static func tokenLength(_ raw: UnsafeRawBufferPointer, _ at: Int) -> Int {
    switch raw[at] {
    case UInt8(ascii: "N"): 3
    case UInt8(ascii: "I"): 8
    case UInt8(ascii: "-") where at + 1 < raw.count && raw[at + 1] == UInt8(ascii: "I"): 9
    default: 0
    }
  }
}
