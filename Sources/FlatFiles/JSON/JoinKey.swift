/// A key by which values are joined: a JSON number by its value, however it is written, or a string
/// by its text.
enum JoinKey: Hashable, Comparable {
  case integer(Int64)
  /// Another number as its digits and its exponent, or a string with its quotes.
  case text(String)

  /// Whether what begins with this byte can be a key: a number or a string.
  static func isKey(_ first: UInt8) -> Bool {
    first == UInt8(ascii: "\"") || first == UInt8(ascii: "-") || isDigit(first)
  }

  /// Reads a number or string that is known to be valid.
  init(_ token: UnsafeRawBufferPointer) {
    let text = String(decoding: token, as: UTF8.self)
    if let number = Int64(text) {
      self = .integer(number)
    } else if token.first == UInt8(ascii: "\"") || !Self.isKey(token.first ?? 0) {
      self = .text(text)
    } else {
      self = Self.normalised(token)
    }
  }

  /// Takes the point, the exponent and zeros out of a number.
  private static func normalised(_ token: UnsafeRawBufferPointer) -> JoinKey {
    var digits: [UInt8] = []
    var exponent = 0
    var isFraction = false
    var rest = token[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte) }
        if isFraction { exponent -= 1 }
      }
      rest = rest.dropFirst()
    }
    let written = String(decoding: rest.dropFirst().drop { $0 == UInt8(ascii: "+") }, as: UTF8.self)
    // An exponent that does not fit into an Int stands as it is written.
    guard let shift = rest.isEmpty ? 0 : Int(written), abs(shift) < 1 << 40 else {
      return digits.isEmpty ? .integer(0) : .text(String(decoding: token, as: UTF8.self))
    }
    exponent += shift
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty { return .integer(0) }
    let sign = isNegative ? "-" : ""
    if exponent >= 0, digits.count + exponent <= 19 {
      let zeros = String(repeating: "0", count: exponent)
      if let number = Int64(sign + String(decoding: digits, as: UTF8.self) + zeros) {
        return .integer(number)
      }
    }
    return .text("\(sign)\(String(decoding: digits, as: UTF8.self))e\(exponent)")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
