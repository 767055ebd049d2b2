/// Truths as files write them.
enum BooleanText {
  /// Reads `true`, `false`, `t`, `f`, `1` and `0`, in any case; nil for anything else.
  static func read(_ text: UnsafePointer<UInt8>, count: Int) -> Bool? {
    func spells(_ word: StaticString) -> Bool {
      guard count == word.utf8CodeUnitCount else { return false }
      for index in 0..<count where text[index] | 0x20 != word.utf8Start[index] { return false }
      return true
    }
    if count == 1, text[0] == UInt8(ascii: "1") || text[0] | 0x20 == UInt8(ascii: "t") {
      return true
    }
    if count == 1, text[0] == UInt8(ascii: "0") || text[0] | 0x20 == UInt8(ascii: "f") {
      return false
    }
    return spells("true") ? true : spells("false") ? false : nil
  }
}
