import FlatFiles

/// Decimal text of ordinary length without an exponent, which nearly all prices and volumes are: its
/// digits become a numeric's four at a time.
struct PlainDecimal {
  /// How many bytes such a text has at the most.
  static let longest = 60
  /// What its base-10000 digits take: one for each four of its own, and one on either side of the
  /// point.
  static let groupBytes = 2 * (longest / 4 + 2)

  private let text: UnsafeRawPointer
  let isNegative: Bool
  /// How many digits stand before the point, and how many behind it.
  private let whole: Int
  let scale: Int
  /// Where they begin.
  private let start: Int
  private let fraction: Int

  /// Nil where the digits before the point end in something else.
  @inline(__always)
  init?(_ text: UnsafeRawBufferPointer) {
    guard let base = text.baseAddress, let sign = text.first else { return nil }
    self.text = base
    let count = text.count
    isNegative = sign == UInt8(ascii: "-")
    start = isNegative || sign == UInt8(ascii: "+") ? 1 : 0
    var point = start
    if count - start >= ByteWord.width {
      point += ByteWord.first(ByteWord(base + start).nonDigits)
    }
    while point < count, text[point] &- UInt8(ascii: "0") < 10 { point += 1 }
    whole = point - start
    if point < count {
      guard text[point] == UInt8(ascii: ".") else { return nil }
      point += 1
    }
    fraction = point
    scale = count - point
    guard whole + scale > 0 else { return nil }
  }

  /// Cuts the digits into groups of four that line up with the decimal point.
  ///
  /// - Returns: false where something behind the point is no digit.
  @inline(__always)
  func appendGroups(to digits: inout BinaryNumeric.Digits) -> Bool {
    var weight = (whole + 3) / 4 - 1
    var index = start
    let odd = whole & 3
    if odd > 0 {
      guard let group = few(odd, at: index) else { return false }
      digits.append(group, weight: weight)
      index += odd
      weight -= 1
    }
    while index < start + whole {
      digits.append(four(at: index).number, weight: weight)
      index += 4
      weight -= 1
    }
    index = fraction
    let end = fraction + scale
    while index + 4 <= end {
      let group = four(at: index)
      guard group.areDigits else { return false }
      digits.append(group.number, weight: weight)
      index += 4
      weight -= 1
    }
    guard index < end else { return true }
    guard var group = few(end - index, at: index) else { return false }
    for _ in (end - index)..<4 { group *= 10 }
    digits.append(group, weight: weight)
    return true
  }

  /// The number of fewer than four digits; nil where one is none.
  @inline(__always)
  private func few(_ count: Int, at index: Int) -> UInt16? {
    var number: UInt16 = 0
    for place in index..<index + count {
      let digit = text.load(fromByteOffset: place, as: UInt8.self) &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ UInt16(digit)
    }
    return number
  }

  @inline(__always)
  private func four(at index: Int) -> Four {
    Four(values: UInt32(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
  }

  /// Four bytes of text looked at together, in the order in which they stand, as `ByteWord` does
  /// with eight.
  private struct Four {
    let values: UInt32

    @inline(__always)
    init(values: UInt32) { self.values = values ^ 0x3030_3030 }

    @inline(__always)
    var areDigits: Bool {
      ((values & 0x7F7F_7F7F) &+ 0x7676_7676 | values) & 0x8080_8080 == 0
    }

    /// Adjacent digits are made pairs, and pairs the number.
    @inline(__always)
    var number: UInt16 {
      let pairs = (values &* 10 &+ values >> 8) & 0x00FF_00FF
      return UInt16(truncatingIfNeeded: pairs &* 100 &+ pairs >> 16)
    }
  }
}
