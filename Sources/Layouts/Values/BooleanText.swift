/// Truths as files write them.
enum BooleanText {
  /// Reads `true`, `t`, `yes`, `y`, `on`, `1` and their opposites, in any case; nil for anything
  /// else.
  static func read(_ text: UnsafePointer<UInt8>, count: Int) -> Bool? {
    func spells(_ word: StaticString) -> Bool {
      guard count == word.utf8CodeUnitCount else { return false }
      for index in 0..<count where ASCII.lower(text[index]) != word.utf8Start[index] {
        return false
      }
      return true
    }
    if count == 1 {
      return switch ASCII.lower(text[0]) {
      case UInt8(ascii: "1"), UInt8(ascii: "t"), UInt8(ascii: "y"): true
      case UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "n"): false
      default: nil
      }
    }
    if spells("true") || spells("yes") || spells("on") { return true }
    return spells("false") || spells("no") || spells("off") ? false : nil
  }
}
