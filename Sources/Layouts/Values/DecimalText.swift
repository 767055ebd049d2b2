internal import FlatFiles

/// Numbers kept as the text that a file spells them with: checked and compared digit by digit,
/// never through a Double.
enum DecimalText {
  enum Verdict {
    /// `[+-]?digits[.digits][e±digits]`, as it stands.
    case valid
    /// A number, but with a bare point, as in `.5` and `5.`.
    case barePoint
    case notANumber
    /// More digits or a larger exponent than `numeric` should be asked to hold.
    case outOfRange
  }

  /// The most digits, and the largest exponent either way, that are let through.
  static let limit = 1_000

  /// Judges a text against the grammar of an exact number.
  @inline(__always)
  static func judge(_ text: UnsafePointer<UInt8>, count: Int) -> Verdict {
    judge(text, count, digits: digits)
  }

  /// The same for a text behind which `ByteWord.width` more bytes can be read.
  @inline(__always)
  static func judge(padded text: UnsafePointer<UInt8>, count: Int) -> Verdict {
    judge(text, count, digits: digitsOfPadded)
  }

  @inline(__always)
  private static func judge(
    _ text: UnsafePointer<UInt8>, _ count: Int,
    digits: (UnsafePointer<UInt8>, inout Int, Int) -> Int
  ) -> Verdict {
    var index = 0
    if count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") { index = 1 }
    let whole = digits(text, &index, count)
    var fraction = 0
    var hasPoint = false
    if index < count, text[index] == UInt8(ascii: ".") {
      hasPoint = true
      index += 1
      fraction = digits(text, &index, count)
    }
    guard whole + fraction > 0 else { return .notANumber }
    if index < count {
      guard text[index] | 0x20 == UInt8(ascii: "e") else { return .notANumber }
      index += 1
      guard let exponent = exponent(text, &index, count), index == count else {
        return .notANumber
      }
      if abs(exponent) > limit { return .outOfRange }
    }
    if whole + fraction > limit { return .outOfRange }
    return hasPoint && (whole == 0 || fraction == 0) ? .barePoint : .valid
  }

  /// Passes over digits and says how many there were.
  @inline(__always)
  private static func digits(_ text: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int) -> Int
  {
    let start = index
    while index + ByteWord.width <= count {
      let others = ByteWord(text + index).nonDigits
      index += ByteWord.first(others)
      if others != 0 { return index - start }
    }
    while index < count, text[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
    return index - start
  }

  @inline(__always)
  private static func digitsOfPadded(
    _ text: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int
  ) -> Int {
    let start = index
    while index < count {
      let others = ByteWord(text + index).nonDigits
      index += ByteWord.first(others)
      if others != 0 { break }
    }
    index = min(index, count)
    return index - start
  }

  /// Reads an exponent; nil when there are no digits. A huge one is read as one past the limit.
  private static func exponent(
    _ text: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int
  ) -> Int? {
    var isNegative = false
    if index < count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < count else { return nil }
    var value = 0
    while index < count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = min(value * 10 + Int(digit), limit + 1)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// Whether one number is smaller than another, by value: `1.10` is not below `1.1`.
  ///
  /// Both texts must have been judged `valid`.
  static func isLess(
    _ a: UnsafePointer<UInt8>, _ aCount: Int, than b: UnsafePointer<UInt8>, _ bCount: Int
  ) -> Bool {
    if let isLess = isPlainlyLess(a, aCount, than: b, bCount, digits: digits) { return isLess }
    return isLessByMagnitude(a, aCount, than: b, bCount)
  }

  /// The same for texts behind which `ByteWord.width` more bytes can be read.
  @inline(__always)
  static func isLess(
    padded a: UnsafePointer<UInt8>, _ aCount: Int, than b: UnsafePointer<UInt8>, _ bCount: Int
  ) -> Bool {
    isPlainlyLess(a, aCount, than: b, bCount, digits: digitsOfPadded)
      ?? isLessByMagnitude(a, aCount, than: b, bCount)
  }

  private static func isLessByMagnitude(
    _ a: UnsafePointer<UInt8>, _ aCount: Int, than b: UnsafePointer<UInt8>, _ bCount: Int
  ) -> Bool {
    let left = Magnitude(a, aCount)
    let right = Magnitude(b, bCount)
    if left.isZero { return !right.isZero && !right.isNegative }
    if right.isZero { return left.isNegative }
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// The same for two numbers like most: as many digits before their points, no sign, no exponent.
  /// nil for others.
  @inline(__always)
  private static func isPlainlyLess(
    _ a: UnsafePointer<UInt8>, _ aCount: Int, than b: UnsafePointer<UInt8>, _ bCount: Int,
    digits: (UnsafePointer<UInt8>, inout Int, Int) -> Int
  ) -> Bool? {
    var (end, otherEnd) = (0, 0)
    let whole = digits(a, &end, aCount)
    guard whole > 0, digits(b, &otherEnd, bCount) == whole,
      endsInFraction(a, end, aCount, digits: digits),
      endsInFraction(b, otherEnd, bCount, digits: digits)
    else { return nil }
    let count = min(aCount, bCount)
    var same = 0
    while same + ByteWord.width <= count {
      let first = ByteWord.first(ByteWord(a + same).differences(to: ByteWord(b + same)))
      same += first
      if first < ByteWord.width { return a[same] < b[same] }
    }
    while same < count, a[same] == b[same] { same += 1 }
    return same < count ? a[same] < b[same] : nil
  }

  /// Whether nothing but the fraction of a number follows.
  @inline(__always)
  private static func endsInFraction(
    _ text: UnsafePointer<UInt8>, _ index: Int, _ count: Int,
    digits: (UnsafePointer<UInt8>, inout Int, Int) -> Int
  ) -> Bool {
    var index = index
    if index < count, text[index] == UInt8(ascii: ".") {
      index += 1
      _ = digits(text, &index, count)
    }
    return index == count
  }

  /// Appends the one spelling that all equal numbers have: `15e-1` for `1.5` and `+01.50`.
  ///
  /// The text must have been judged `valid`.
  static func appendCanonical(
    _ text: UnsafePointer<UInt8>, _ count: Int, to result: inout [UInt8]
  ) {
    var index = 0
    let start = result.count
    if text[0] == UInt8(ascii: "-") { result.append(text[0]) }
    let digitsStart = result.count
    var places = 0
    var isFraction = false
    while index < count, text[index] | 0x20 != UInt8(ascii: "e") {
      let byte = text[index]
      if byte == UInt8(ascii: ".") { isFraction = true }
      if byte &- UInt8(ascii: "0") <= 9 {
        if isFraction { places += 1 }
        if byte != UInt8(ascii: "0") || result.count > digitsStart { result.append(byte) }
      }
      index += 1
    }
    index += 1
    var exponent = (index < count ? self.exponent(text, &index, count) ?? 0 : 0) - places
    while result.count > digitsStart, result.last == UInt8(ascii: "0") {
      result.removeLast()
      exponent += 1
    }
    if result.count == digitsStart {
      result.removeLast(result.count - start)
      result.append(UInt8(ascii: "0"))
    } else if exponent != 0 {
      result += Array("e\(exponent)".utf8)
    }
  }

  /// A number as its first digit that counts, the power of ten of it, and the digits from there.
  private struct Magnitude {
    let isNegative: Bool
    var isZero: Bool { start == end }
    private let text: UnsafePointer<UInt8>
    /// Where the digits that count begin, and where the digits end.
    private let start: Int
    private let end: Int
    private let power: Int

    @inline(__always)
    init(_ text: UnsafePointer<UInt8>, _ count: Int) {
      self.text = text
      isNegative = text[0] == UInt8(ascii: "-")
      var end = 0
      var point = -1
      var start = -1
      while end < count {
        let byte = text[end]
        if byte == UInt8(ascii: ".") {
          point = end
        } else if byte | 0x20 == UInt8(ascii: "e") {
          break
        } else if start < 0, byte != UInt8(ascii: "0"), byte &- UInt8(ascii: "0") <= 9 {
          start = end
        }
        end += 1
      }
      var exponent = 0
      if end < count {
        var index = end + 1
        exponent = DecimalText.exponent(text, &index, count) ?? 0
      }
      self.end = end
      self.start = start < 0 ? end : start
      let units = point < 0 ? end : point
      let distance = start < units ? units - start - 1 : units - start
      power = start < 0 ? 0 : distance + exponent
    }

    func isSmaller(than other: Magnitude) -> Bool {
      guard power == other.power else { return power < other.power }
      var (mine, theirs) = (start, other.start)
      while mine < end || theirs < other.end {
        let digit = digit(at: &mine)
        let otherDigit = other.digit(at: &theirs)
        if digit != otherDigit { return digit < otherDigit }
      }
      return false
    }

    /// The digit at a place, passing over the point; zeros go on without end.
    @inline(__always)
    private func digit(at index: inout Int) -> UInt8 {
      if index < end, text[index] == UInt8(ascii: ".") { index += 1 }
      guard index < end else { return UInt8(ascii: "0") }
      defer { index += 1 }
      return text[index]
    }
  }
}
