/// Numbers as people and spreadsheets write them, spelled the plain way: `1.234.567,89` becomes
/// `1234567.89`, and `1.5 %` becomes `0.015`. Only characters are moved; nothing is calculated.
enum StyledNumber {
  enum Verdict { case valid, notANumber, outOfRange }

  /// Spells a number of the style into `result`.
  static func spell(
    _ text: UnsafeRawBufferPointer, _ style: Layout.NumberStyle, into result: inout [UInt8]
  ) -> Verdict {
    result.removeAll(keepingCapacity: true)
    var rest = text[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      if sign == UInt8(ascii: "-") { result.append(sign) }
      rest.removeFirst()
    }
    let start = result.count
    guard takeWhole(&rest, style, into: &result) else { return .notANumber }
    let whole = result.count - start
    if rest.first == style.decimal {
      rest.removeFirst()
      takeDigits(&rest, into: &result)
    }
    if result.count == start { return .notANumber }
    if result.count - start > DecimalText.limit { return .outOfRange }
    let exponent = exponent(&rest)
    if style.isPercent { takePercent(&rest) }
    guard rest.isEmpty else { return .notANumber }
    putPoint(at: whole + style.shift - (style.isPercent ? 2 : 0), from: start, in: &result)
    result += exponent
    return result.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .notANumber }
      return switch DecimalText.judge(base, count: buffer.count) {
      case .valid: .valid
      case .outOfRange: .outOfRange
      case .barePoint, .notANumber: .notANumber
      }
    }
  }

  /// Takes the digits before the point, and the marks between groups of exactly three.
  private static func takeWhole(
    _ rest: inout Slice<UnsafeRawBufferPointer>, _ style: Layout.NumberStyle,
    into result: inout [UInt8]
  ) -> Bool {
    let first = takeDigits(&rest, into: &result)
    guard let grouping = style.grouping, (1...3).contains(first) else { return true }
    while takeMark(grouping, &rest) {
      guard takeDigits(&rest, into: &result) == 3 else { return false }
    }
    return true
  }

  private static func takeMark(
    _ grouping: UInt8, _ rest: inout Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    let marks = grouping == UInt8(ascii: " ") ? spaces : [[grouping]]
    guard let mark = marks.first(where: { rest.starts(with: $0) }) else { return false }
    rest.removeFirst(mark.count)
    return true
  }

  /// A space, and the ones that break no line: U+00A0, U+202F.
  private static let spaces: [[UInt8]] = [[0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]]

  @discardableResult
  private static func takeDigits(
    _ rest: inout Slice<UnsafeRawBufferPointer>, into result: inout [UInt8]
  ) -> Int {
    let digits = rest.prefix { $0 &- UInt8(ascii: "0") <= 9 }
    result += digits.prefix(DecimalText.limit + 1)
    rest = rest[digits.endIndex...]
    return digits.count
  }

  /// What is left where it begins with an `e`, but for a percent sign; whether it is one is judged
  /// with the whole.
  private static func exponent(_ rest: inout Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    guard let first = rest.first, ASCII.lower(first) == UInt8(ascii: "e") else { return [] }
    let exponent = rest.prefix { $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: " ") }.prefix(8)
    rest = rest[exponent.endIndex...]
    return Array(exponent)
  }

  private static func takePercent(_ rest: inout Slice<UnsafeRawBufferPointer>) {
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
    if rest.first == UInt8(ascii: "%") { rest.removeFirst() }
  }

  /// Puts the point behind so many of the digits that begin at `start`, with zeros where there are
  /// not so many.
  private static func putPoint(at place: Int, from start: Int, in result: inout [UInt8]) {
    let zero = UInt8(ascii: "0")
    let count = result.count - start
    if place <= 0 {
      result.insert(contentsOf: [zero, UInt8(ascii: ".")], at: start)
      result.insert(contentsOf: repeatElement(zero, count: -place), at: start + 2)
    } else if place < count {
      result.insert(UInt8(ascii: "."), at: start + place)
    } else {
      result.append(contentsOf: repeatElement(zero, count: place - count))
    }
    let leading = result[start...].prefix { $0 == zero }
    let hasDigit = leading.endIndex < result.count && result[leading.endIndex] &- zero <= 9
    let spare = leading.count - (hasDigit ? 0 : 1)
    if spare > 0 { result.removeSubrange(start..<start + spare) }
  }
}
