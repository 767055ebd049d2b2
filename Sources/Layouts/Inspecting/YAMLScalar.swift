/// Texts as scalars of YAML that are read back as the same text.
enum YAMLScalar {
  /// Plain where that is safe, in quotes otherwise.
  static func text(_ text: String) -> String {
    if isPlain(text) { return text }
    let isPrintable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    if isPrintable, !text.unicodeScalars.contains(where: { $0.value > 0x7E && $0.value < 0xA0 }) {
      return "'" + text.replacing("'", with: "''") + "'"
    }
    return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  static func list(_ texts: [String]) -> String {
    "[" + texts.map(text).joined(separator: ", ") + "]"
  }

  private static let words: Set = [
    "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan",
  ]

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, last != 0x20,
      !words.contains(text.lowercased())
    else { return false }
    let isLetter = { (byte: UInt8) in (byte | 0x20) &- UInt8(ascii: "a") < 26 }
    return (isLetter(first) || first == UInt8(ascii: "_"))
      && text.utf8.allSatisfy {
        isLetter($0) || $0 &- UInt8(ascii: "0") <= 9 || $0 == UInt8(ascii: "_") || $0 == 0x20
          || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
      }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default:
      scalar.value < 0x20 || (scalar.value > 0x7E && scalar.value < 0xA0)
        ? "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
        : String(scalar)
    }
  }
}
