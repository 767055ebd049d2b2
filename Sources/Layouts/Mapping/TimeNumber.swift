internal import FlatFiles

/// A number read as a time, exact: `mantissa × 10^exponent`, and whether digits were left over.
struct TimeNumber {
  private var mantissa: Int64 = 0
  private var exponent = 0
  private var hasMore = false

  /// Reads digits with or without sign, point and exponent; nil for anything else.
  @inline(__always)
  init?(_ text: UnsafePointer<UInt8>, count: Int) {
    guard count > 0 else { return nil }
    var index = 0
    let isNegative = text[0] == UInt8(ascii: "-")
    if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
    var digits = 0
    var isFraction = false
    while index < count {
      let byte = text[index]
      let digit = byte &- UInt8(ascii: "0")
      if digit <= 9 {
        digits += 1
        if mantissa < 100_000_000_000_000_000 {
          mantissa = mantissa &* 10 &+ Int64(digit)
          if isFraction { exponent -= 1 }
        } else {
          if digit > 0 { hasMore = true }
          if !isFraction { exponent += 1 }
        }
      } else if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < count {
      guard text[index] | 0x20 == UInt8(ascii: "e"),
        let power = Self.power(text + index + 1, count - index - 1)
      else { return nil }
      exponent += power
    }
    if isNegative { mantissa = -mantissa }
  }

  /// Reads 8 to 17 digits and nothing else, as nearly all counts of time are; nil for others.
  @inline(__always)
  init?(digits text: UnsafePointer<UInt8>, count: Int) {
    guard count >= ByteWord.width, count <= 17 else { return nil }
    let word = ByteWord(text)
    guard word.nonDigits == 0 else { return nil }
    var value = word.number
    var index = ByteWord.width
    if count >= 2 * ByteWord.width {
      let second = ByteWord(text + index)
      guard second.nonDigits == 0 else { return nil }
      value = value * 100_000_000 + second.number
      index += ByteWord.width
    }
    if index < count {
      // The last eight bytes, those among them that were read already taken as zeros.
      let rest = ByteWord(text + count - ByteWord.width)
      guard rest.nonDigits == 0 else { return nil }
      value = value * Self.powers[count - index] + rest.number(ofLast: count - index)
    }
    mantissa = value
  }

  /// Powers of ten up to the seventh.
  private static let powers: [Int64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
  ]

  private static func power(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var scanner = ByteScanner(text, count: count)
    let isNegative = scanner.take(UInt8(ascii: "-"))
    if !isNegative { _ = scanner.take(UInt8(ascii: "+")) }
    guard let value = scanner.number(1, 3), scanner.isAtEnd else { return nil }
    return isNegative ? -value : value
  }

  /// The power of ten between the number's own unit, told by its size, and microseconds.
  @inline(__always)
  var microsecondPower: Int? {
    guard let whole = scaled(exponent) else { return nil }
    return switch whole.magnitude {
    case 100_000_000..<100_000_000_000: 6
    case 100_000_000_000..<100_000_000_000_000: 3
    case 100_000_000_000_000..<100_000_000_000_000_000: 0
    case 100_000_000_000_000_000...: -3
    default: nil
    }
  }

  /// The number in a unit that is `10^power` microseconds, rounded down; nil when it overflows.
  @inline(__always)
  func microseconds(power: Int) -> Int64? { scaled(exponent + power) }

  /// `mantissa × 10^power`, rounded down.
  @inline(__always)
  private func scaled(_ power: Int) -> Int64? {
    switch power {
    case 0 where !hasMore: return mantissa
    case 3 where !hasMore && mantissa.magnitude < 1_000_000_000_000_000: return mantissa &* 1_000
    default: return scaledStepwise(power)
    }
  }

  private func scaledStepwise(_ power: Int) -> Int64? {
    var value = mantissa
    if power >= 0 {
      for _ in 0..<min(power, 20) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        value = product
      }
      return hasMore && value < 0 ? value - 1 : value
    }
    guard power > -19 else { return value < 0 ? -1 : 0 }
    var divisor: Int64 = 1
    for _ in 0..<(-power) { divisor &*= 10 }
    let quotient = Calendar.floorDivide(value, divisor)
    return hasMore && value < 0 && quotient * divisor == value ? quotient - 1 : quotient
  }
}
