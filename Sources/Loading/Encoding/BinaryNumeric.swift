package import FlatFiles

/// Decimal text to the server's binary `numeric`, digit for digit and without a Double on the way.
///
/// A numeric is a count of base-10000 digits, the weight of the first (as a power of 10000), a
/// sign, and `dscale`, the number of decimal digits shown after the point (numeric_recv in
/// PostgreSQL's numeric.c). As the server's own input does, `1.50` keeps two digits after the
/// point, `1e-5` has five, and `1e3` none.
package enum BinaryNumeric {
  private static let negative: UInt16 = 0x4000
  /// The largest scale that a numeric's 14 bits of dscale hold.
  private static let largestScale = 16383
  /// Of the first digit of a number with 131072 digits before the point, the most there can be.
  private static let greatestWeight = 32767

  /// Appends the field. `text` is `[+-]?digits[.digits][e[+-]digits]`, with digits on at least one
  /// side of the point. False, and nothing appended, when the number is beyond what a numeric holds.
  package static func write(_ text: UnsafeRawBufferPointer, to out: ByteBuffer) -> Bool {
    if text.count <= PlainDecimal.longest, let number = PlainDecimal(text) {
      var digits = Digits(target: out.reserve(headerBytes + PlainDecimal.groupBytes) + headerBytes)
      if number.appendGroups(to: &digits) {
        digits.dropTrailingZeros()
        finish(digits, isNegative: number.isNegative, scale: number.scale, out)
        return true
      }
    }
    let number = Parts(text)
    guard number.scale <= largestScale else { return false }
    // At most one base-10000 digit per four decimal ones plus one on either side of the point.
    let target = out.reserve(headerBytes + 2 * (number.digitCount / 4 + 3))
    var digits = Digits(target: target + headerBytes)
    number.appendGroups(to: &digits)
    digits.dropTrailingZeros()
    guard digits.count == 0 || digits.weight <= greatestWeight else { return false }
    finish(digits, isNegative: number.isNegative, scale: number.scale, out)
    return true
  }

  /// The length, and four numbers of two bytes.
  private static let headerBytes = 12

  /// Writes what stands in front of the digits, and counts all of it in.
  @inline(__always)
  private static func finish(_ digits: Digits, isNegative: Bool, scale: Int, _ out: ByteBuffer) {
    let target = digits.target - headerBytes
    let isZero = digits.count == 0
    BinaryField.store(Int32(8 + 2 * digits.count), at: target)
    BinaryField.store(Int16(truncatingIfNeeded: digits.count), at: target + 4)
    BinaryField.store(Int16(truncatingIfNeeded: isZero ? 0 : digits.weight), at: target + 6)
    BinaryField.store(isNegative && !isZero ? negative : 0, at: target + 8)
    BinaryField.store(UInt16(truncatingIfNeeded: scale), at: target + 10)
    out.commit(headerBytes + 2 * digits.count)
  }

  /// Whether a number fits a column `numeric(precision, scale)`, which rounds it half away from
  /// zero to its scale and then takes no more than `precision - scale` digits before the point.
  package static func fits(_ text: UnsafeRawBufferPointer, precision: Int, scale: Int) -> Bool {
    let number = Parts(text)
    var index = number.start
    var position = number.pointPosition
    func isZero(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "0") }
    while index < number.end, index == number.point || isZero(text[index]) {
      if index != number.point { position -= 1 }
      index += 1
    }
    if index == number.end || position < precision - scale { return true }
    if position > precision - scale { return false }
    // As many digits as there may be: only 99.95 can still become one more by rounding.
    var nines = 0
    while index < number.end, nines < precision {
      if index != number.point {
        if text[index] != UInt8(ascii: "9") { return true }
        nines += 1
      }
      index += 1
    }
    if index == number.point { index += 1 }
    return nines < precision || index >= number.end || text[index] < UInt8(ascii: "5")
  }

  /// Base-10000 digits as they are written; zeros in front are left out.
  struct Digits {
    let target: UnsafeMutableRawPointer
    var count = 0
    var weight = 0

    @inline(__always)
    mutating func append(_ digit: UInt16, weight: Int) {
      if count == 0 {
        if digit == 0 { return }
        self.weight = weight
      }
      BinaryField.store(digit, at: target + 2 * count)
      count += 1
    }

    mutating func dropTrailingZeros() {
      while count > 0, target.loadUnaligned(fromByteOffset: 2 * (count - 1), as: UInt16.self) == 0 {
        count -= 1
      }
    }
  }

  /// The text taken apart.
  private struct Parts {
    let text: UnsafeRawBufferPointer
    var isNegative = false
    /// The digits, with a point in between or not, lie in this range of `text`.
    var start = 0
    var end = 0
    /// Where in `text` the point is, or `end`.
    var point = 0
    /// How many digits stand before the decimal point once the exponent has moved it; may be
    /// negative.
    var pointPosition = 0
    var scale = 0

    var digitCount: Int { point == end ? end - start : end - start - 1 }

    init(_ text: UnsafeRawBufferPointer) {
      self.text = text
      end = text.count
      if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        isNegative = sign == UInt8(ascii: "-")
        start = 1
      }
      var exponent = 0
      point = -1
      var index = start
      while index < text.count {
        let byte = text[index]
        if byte == UInt8(ascii: ".") {
          point = index
        } else if byte | 0x20 == UInt8(ascii: "e") {
          end = index
          exponent = Self.exponent(text, from: index + 1)
          break
        }
        index += 1
      }
      if point < 0 { point = end }
      pointPosition = point - start + exponent
      scale = max(0, digitCount - (point - start) - exponent)
    }

    /// An exponent that is absurdly long stops growing far beyond what a numeric holds.
    private static func exponent(_ text: UnsafeRawBufferPointer, from first: Int) -> Int {
      var index = first
      var isNegative = false
      if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
        isNegative = text[index] == UInt8(ascii: "-")
        index += 1
      }
      var value = 0
      while index < text.count {
        value = min(value * 10 + Int(text[index] &- UInt8(ascii: "0")), 1_000_000)
        index += 1
      }
      return isNegative ? -value : value
    }

    /// Cuts the digits into groups of four that line up with the decimal point.
    @inline(__always)
    func appendGroups(to digits: inout Digits) {
      // The weight of the group that holds the first digit, rounded down also below zero.
      var weight = Self.floorDivide(pointPosition - 1, 4)
      // How many digits that first group lacks in front.
      var filled = (weight + 1) * 4 - pointPosition
      var group: UInt16 = 0
      var index = start
      while index < end {
        if index != point {
          group = group * 10 + UInt16(text[index] &- UInt8(ascii: "0"))
          filled += 1
          if filled == 4 {
            digits.append(group, weight: weight)
            group = 0
            filled = 0
            weight -= 1
          }
        }
        index += 1
      }
      guard filled > 0 else { return }
      for _ in filled..<4 { group *= 10 }
      digits.append(group, weight: weight)
    }

    @inline(__always)
    private static func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
      dividend >= 0 ? dividend / divisor : (dividend - divisor + 1) / divisor
    }
  }
}
