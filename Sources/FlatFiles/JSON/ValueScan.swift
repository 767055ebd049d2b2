/// Finds where a JSON value ends without understanding it: brackets are counted outside strings.
/// A scan can be continued when more of the value has been read.
struct ValueScan {
  /// How far the value has been looked at.
  private var at = 0
  private var depth = 0
  private var isString = false

  enum Result: Equatable {
    /// The value's length.
    case end(Int)
    /// More bytes are needed. A number or a word ends here if the text does.
    case more(isScalar: Bool)
    case tooDeep
  }

  /// Looks on in a value that begins with the first byte.
  @inline(__always)
  mutating func findEnd(in bytes: UnsafeRawBufferPointer, depthLimit: Int) -> Result {
    if at == 0, !bytes.isEmpty, !Self.isBracketOrQuote(bytes[0]) { return scalarEnd(bytes) }
    while true {
      if isString {
        guard let close = closingQuote(in: bytes) else { return .more(isScalar: false) }
        isString = false
        at = close + 1
        if depth == 0 { return .end(at) }
      }
      while at < bytes.count, !Self.isBracketOrQuote(bytes[at]) { at += 1 }
      guard at < bytes.count else { return .more(isScalar: false) }
      switch bytes[at] {
      case UInt8(ascii: "\""): isString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > depthLimit { return .tooDeep }
      default: depth -= 1
      }
      at += 1
      if depth <= 0, !isString { return .end(at) }
    }
  }

  private mutating func closingQuote(in bytes: UnsafeRawBufferPointer) -> Int? {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""): return at
      // The byte behind a backslash is passed over, also when it has not been read yet.
      case UInt8(ascii: "\\"): at += 2
      default: at += 1
      }
    }
    return nil
  }

  private mutating func scalarEnd(_ bytes: UnsafeRawBufferPointer) -> Result {
    var end = 0
    while end < bytes.count, !Self.endsScalar(bytes[end]) { end += 1 }
    return end < bytes.count ? .end(end) : .more(isScalar: true)
  }

  @inline(__always)
  private static func isBracketOrQuote(_ byte: UInt8) -> Bool {
    // `[` and `{`, `]` and `}` differ in one bit.
    byte == 0x22 || byte | 0x20 == 0x7B || byte | 0x20 == 0x7D
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }
}
