/// Whole numbers and truths as files write them.
enum IntegerText {
  /// Reads a whole number, also one that ends in `.0`; nil when it is none or does not fit.
  static func read(_ text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    guard count > 0 else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    var index = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
    let start = index
    var value: Int64 = 0
    while index < count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      // Below zero from the start: the smallest number has no positive twin.
      let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
      let (next, overflow) = tens.subtractingReportingOverflow(Int64(digit))
      if tensOverflow || overflow { return nil }
      value = next
      index += 1
    }
    guard index > start else { return nil }
    if index < count {
      guard text[index] == UInt8(ascii: ".") else { return nil }
      while index + 1 < count {
        index += 1
        guard text[index] == UInt8(ascii: "0") else { return nil }
      }
    }
    if isNegative { return value }
    return value == Int64.min ? nil : -value
  }
}

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
