/// Text for a terminal, with what would work on it spelled out: a file may hold anything, and its
/// names and records are shown.
enum VisibleText {
  /// Text over lines, whose ends stay.
  static func lines(_ text: String) -> String { spelledOut(text) { isControl($0) && $0 != "\n" } }

  /// Text that is to stay on its line.
  static func line(_ text: String) -> String { spelledOut(text, isControl) }

  private static func spelledOut(
    _ text: String, _ isSpelledOut: (Unicode.Scalar) -> Bool
  ) -> String {
    guard text.unicodeScalars.contains(where: isSpelledOut) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isSpelledOut(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += scalar.value < 0x100 ? "\\x" + digits : "\\u{" + digits + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7F..<0xA0: true
    // What turns the direction of writing: the text would not be in the order that it is seen in.
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
