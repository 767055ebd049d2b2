/// JSON that is to go into a `jsonb` column: checked before the server is asked.
enum StorableJSON {
  enum Verdict {
    case valid
    case notJSON
    /// JSON, but with `\u0000` or half a surrogate pair, which `jsonb` refuses.
    case notStorable
  }

  static let depthLimit = 256

  /// Judges a whole text.
  static func judge(_ text: UnsafeBufferPointer<UInt8>) -> Verdict {
    var parser = Parser(text)
    parser.skipBlanks()
    guard parser.value(depth: 0) else { return .notJSON }
    parser.skipBlanks()
    guard parser.isAtEnd else { return .notJSON }
    return parser.isStorable ? .valid : .notStorable
  }

  /// Spells text as a JSON string.
  static func quote(_ text: UnsafeRawBufferPointer, into result: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    result.removeAll(keepingCapacity: true)
    result.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: result += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
  }

  private struct Parser {
    private let text: UnsafeBufferPointer<UInt8>
    private var index = 0
    private(set) var isStorable = true

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { index == text.count }
    private var peek: UInt8 { isAtEnd ? 0 : text[index] }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard !isAtEnd, text[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func skipBlanks() {
      while !isAtEnd, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    }

    mutating func value(depth: Int) -> Bool {
      guard depth < StorableJSON.depthLimit else { return false }
      switch peek {
      case UInt8(ascii: "{"): return members(until: UInt8(ascii: "}"), depth, hasKeys: true)
      case UInt8(ascii: "["): return members(until: UInt8(ascii: "]"), depth, hasKeys: false)
      case UInt8(ascii: "\""): return string()
      case UInt8(ascii: "t"): return word("true")
      case UInt8(ascii: "f"): return word("false")
      case UInt8(ascii: "n"): return word("null")
      default: return number()
      }
    }

    private mutating func members(until end: UInt8, _ depth: Int, hasKeys: Bool) -> Bool {
      index += 1
      skipBlanks()
      if take(end) { return true }
      while true {
        skipBlanks()
        if hasKeys {
          guard string() else { return false }
          skipBlanks()
          guard take(UInt8(ascii: ":")) else { return false }
          skipBlanks()
        }
        guard value(depth: depth + 1) else { return false }
        skipBlanks()
        if take(end) { return true }
        guard take(UInt8(ascii: ",")) else { return false }
      }
    }

    private mutating func word(_ word: StaticString) -> Bool {
      for offset in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[offset]) { return false }
      return true
    }

    private mutating func digits() -> Bool {
      let start = index
      while peek &- UInt8(ascii: "0") <= 9, !isAtEnd { index += 1 }
      return index > start
    }

    private mutating func number() -> Bool {
      _ = take(UInt8(ascii: "-"))
      if !take(UInt8(ascii: "0")) {
        guard digits() else { return false }
      }
      if take(UInt8(ascii: ".")) {
        guard digits() else { return false }
      }
      guard peek | 0x20 == UInt8(ascii: "e") else { return true }
      index += 1
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      return digits()
    }

    private mutating func string() -> Bool {
      guard take(UInt8(ascii: "\"")) else { return false }
      var isHighPending = false
      while !isAtEnd {
        let byte = text[index]
        index += 1
        if byte == UInt8(ascii: "\\"), peek == UInt8(ascii: "u") {
          index += 1
          guard let unit = hexUnit() else { return false }
          let isLow = (0xDC00..<0xE000).contains(unit)
          if unit == 0 || isLow != isHighPending { isStorable = false }
          isHighPending = (0xD800..<0xDC00).contains(unit)
          continue
        }
        if isHighPending { isStorable = false }
        isHighPending = false
        if byte == UInt8(ascii: "\"") { return true }
        if byte < 0x20 { return false }
        if byte == UInt8(ascii: "\\") {
          guard "\"\\/bfnrt".utf8.contains(peek) else { return false }
          index += 1
        }
      }
      return false
    }

    private mutating func hexUnit() -> Int? {
      guard text.count - index >= 4 else { return nil }
      var unit = 0
      for _ in 0..<4 {
        guard let digit = Character(Unicode.Scalar(text[index])).hexDigitValue else { return nil }
        unit = unit << 4 | digit
        index += 1
      }
      return unit
    }
  }
}
