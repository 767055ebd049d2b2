/// Whole numbers as files write them.
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
