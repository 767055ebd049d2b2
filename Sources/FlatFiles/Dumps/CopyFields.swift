/// Cuts a row of COPY's text format at its tabs, into room that is reused, and undoes escapes.
final class CopyFields {
  private let cuts = FieldCuts(delimiter: [0x09])
  /// What is wrong with the row that was cut last.
  private(set) var fault: Fault?

  enum Fault {
    /// Escaped bytes that make no valid text.
    case invalidText(field: Int)
    /// A zero byte, spelled as an escape.
    case nul(field: Int)
    /// `\.` inside a row, or a backslash with nothing behind it.
    case badEscape(field: Int)

    var field: Int {
      switch self {
      case .invalidText(let field), .nul(let field), .badEscape(let field): field
      }
    }
  }

  /// The fields of the row cut last.
  @inline(__always)
  var fields: UnsafeBufferPointer<RecordBatch.Field> { cuts.fields }

  /// Whether a row has a carriage return that does not belong to an escaped line end.
  static func hasStrayReturn(_ row: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while let found = row.firstIndex(of: 0x0D, from: at) {
      if found + 1 == row.count || row[found + 1] != 0x0A { return true }
      at = found + 1
    }
    return false
  }

  /// Cuts a row without a backslash, whose first byte stands at an offset of the batch, and returns
  /// how many fields it has.
  @inline(__always)
  func cut(_ row: UnsafeRawBufferPointer, at offset: Int) -> Int {
    fault = nil
    let count = cuts.cut(row, at: offset)
    cuts.quoteEmpty()
    return count
  }

  /// Cuts a row that may have backslashes. Fields with escapes get their content appended to a
  /// buffer, which is the one that offsets count in; with none, fields are only counted.
  func cut(
    _ row: UnsafeRawBufferPointer, at offset: Int, unescapingInto buffer: ByteBuffer?
  ) -> Int {
    fault = nil
    cuts.keepFirst(0)
    var start = 0
    var backslash = row.firstIndex(of: UInt8(ascii: "\\"), from: 0) ?? row.count
    while true {
      var end = row.firstIndex(of: 0x09, from: start) ?? row.count
      if backslash >= end {
        cuts.add(offset + start, end - start, kind: end == start ? .quoted : .bare)
      } else if end - start == 2, row[start] == UInt8(ascii: "\\"),
        row[start + 1] == UInt8(ascii: "N")
      {
        cuts.add(offset + start, 0, kind: .null)
        backslash = row.firstIndex(of: UInt8(ascii: "\\"), from: end) ?? row.count
      } else {
        end = escapedEnd(row, from: backslash)
        unescape(UnsafeRawBufferPointer(rebasing: row[start..<end]), into: buffer)
        backslash = row.firstIndex(of: UInt8(ascii: "\\"), from: end) ?? row.count
      }
      if end == row.count { return cuts.fields.count }
      start = end + 1
    }
  }

  /// The tab that ends a field, or the end of the row: a tab behind a backslash is content.
  private func escapedEnd(_ row: UnsafeRawBufferPointer, from backslash: Int) -> Int {
    var at = backslash
    while true {
      let tab = row.firstIndex(of: 0x09, from: at) ?? row.count
      guard let next = row.firstIndex(of: UInt8(ascii: "\\"), from: at), next < tab else {
        return tab
      }
      at = min(next + 2, row.count)
    }
  }

  private func unescape(_ field: UnsafeRawBufferPointer, into buffer: ByteBuffer?) {
    let number = cuts.fields.count
    guard let buffer else { return cuts.add(0, 0) }
    let offset = buffer.count
    var text = EscapedText(.copy)
    let isWhole = text.append(field, to: buffer)
    let length = buffer.count - offset
    if !isWhole { fault = fault ?? .badEscape(field: number) }
    if text.hasBytes {
      let content = buffer.slice(offset, length)
      if content.contains(byte: 0) {
        fault = fault ?? .nul(field: number)
      } else if !TextEncoding.isValidUTF8(content) {
        fault = fault ?? .invalidText(field: number)
      }
    }
    cuts.add(offset, length, kind: length == 0 ? .quoted : .bare)
  }
}

/// Undoes escapes with backslashes, by the rules of COPY or of texts with an `E` before them
/// (PostgreSQL manual, String Constants with C-Style Escapes).
struct EscapedText {
  enum Rules {
    /// Any other letter stands for itself, and `\.` may not be there.
    case copy
    /// The same with `\u0041` and `\U00000041`, without `\v`, and with doubled quotes.
    case string
  }

  /// Whether bytes were spelled by number, which may make no valid text.
  private(set) var hasBytes = false
  private let rules: Rules

  init(_ rules: Rules) { self.rules = rules }

  /// Appends a text without its escapes; false where one of them is wrong.
  mutating func append(_ text: UnsafeRawBufferPointer, to buffer: ByteBuffer) -> Bool {
    // Nothing becomes longer than it is spelled.
    let start = buffer.reserve(text.count).assumingMemoryBound(to: UInt8.self)
    var to = start
    var at = 0
    var isRight = true
    while at < text.count {
      let byte = text[at]
      at += 1
      if byte == UInt8(ascii: "'"), rules == .string {
        at += 1  // the second one of two
      } else if byte == UInt8(ascii: "\\") {
        isRight = escape(text, &at, &to) && isRight
        continue
      }
      to.pointee = byte
      to += 1
    }
    buffer.commit(to - start)
    return isRight
  }

  /// Undoes the escape whose backslash was read.
  private mutating func escape(
    _ text: UnsafeRawBufferPointer, _ at: inout Int, _ to: inout UnsafeMutablePointer<UInt8>
  ) -> Bool {
    guard at < text.count else { return false }
    let letter = text[at]
    at += 1
    switch letter {
    case UInt8(ascii: "b"): to.pointee = 0x08
    case UInt8(ascii: "f"): to.pointee = 0x0C
    case UInt8(ascii: "n"): to.pointee = 0x0A
    case UInt8(ascii: "r"): to.pointee = 0x0D
    case UInt8(ascii: "t"): to.pointee = 0x09
    case UInt8(ascii: "v") where rules == .copy: to.pointee = 0x0B
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      at -= 1
      to.pointee = UInt8(truncatingIfNeeded: number(text, &at, base: 8, digits: 3).value)
      hasBytes = true
    case UInt8(ascii: "x"):
      let (value, count) = number(text, &at, base: 16, digits: 2)
      // Without digits it is an x.
      to.pointee = count == 0 ? letter : UInt8(truncatingIfNeeded: value)
      hasBytes = true
    case UInt8(ascii: "u") where rules == .string, UInt8(ascii: "U") where rules == .string:
      return unicode(text, &at, &to, digits: letter == UInt8(ascii: "u") ? 4 : 8)
    case UInt8(ascii: ".") where rules == .copy: return false
    case 0x0D where at < text.count && text[at] == 0x0A:
      // An escaped line end of a file whose lines end in CRLF.
      to.pointee = 0x0A
      at += 1
    default: to.pointee = letter
    }
    to += 1
    return true
  }

  private func number(
    _ text: UnsafeRawBufferPointer, _ at: inout Int, base: UInt32, digits: Int
  ) -> (value: UInt32, count: Int) {
    var value: UInt32 = 0
    var count = 0
    while count < digits, at < text.count, let digit = Self.digit(text[at]), digit < base {
      value = value &* base &+ digit
      at += 1
      count += 1
    }
    return (value, count)
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  /// Writes a character that is spelled by its number, maybe as a pair of surrogates.
  private mutating func unicode(
    _ text: UnsafeRawBufferPointer, _ at: inout Int, _ to: inout UnsafeMutablePointer<UInt8>,
    digits: Int
  ) -> Bool {
    var (value, count) = number(text, &at, base: 16, digits: digits)
    if count != digits { return false }
    if (0xD800..<0xDC00).contains(value) {
      guard at + 1 < text.count, text[at] == UInt8(ascii: "\\") else { return false }
      let isLong = text[at + 1] == UInt8(ascii: "U")
      guard isLong || text[at + 1] == UInt8(ascii: "u") else { return false }
      at += 2
      let low = number(text, &at, base: 16, digits: isLong ? 8 : 4)
      guard low.count == (isLong ? 8 : 4), (0xDC00..<0xE000).contains(low.value) else {
        return false
      }
      value = 0x10000 + (value - 0xD800) << 10 + (low.value - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    for byte in UTF8.encode(scalar) ?? .init() {
      to.pointee = byte
      to += 1
    }
    hasBytes = true
    return true
  }
}
