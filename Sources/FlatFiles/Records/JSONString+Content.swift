extension JSONString {
  /// What a string of valid JSON says, given what stands between its quotes.
  static func content(_ text: UnsafeRawBufferPointer) -> String {
    let spelled = String(decoding: text, as: UTF8.self)
    return text.contains(byte: UInt8(ascii: "\\")) ? unescaped(spelled) : spelled
  }

  private static func unescaped(_ key: String) -> String {
    var result = ""
    var rest = Substring(key)
    while let character = rest.popFirst() {
      guard character == "\\", let letter = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch letter {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "b": result.append("\u{8}")
      case "f": result.append("\u{C}")
      case "u":
        // Characters beyond the first 65,536 are spelled as two units.
        var units = [Self.unit(&rest)]
        if UTF16.isLeadSurrogate(units[0]), rest.hasPrefix("\\u") {
          rest = rest.dropFirst(2)
          units.append(Self.unit(&rest))
        }
        result += String(decoding: units, as: UTF16.self)
      default: result.append(letter)
      }
    }
    return result
  }

  private static func unit(_ rest: inout Substring) -> UInt16 {
    defer { rest = rest.dropFirst(4) }
    return UInt16(rest.prefix(4), radix: 16) ?? 0xFFFD
  }
}
