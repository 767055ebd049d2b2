/// A time format in the letters of `strptime`, as far as files need them.
///
/// `%Y %y %m %d %H %I %M %S %f %p %b %B %z %%`; any other byte stands for itself. Numbers may be
/// written without their leading zero, except where digits follow directly.
struct TimePattern: Sendable {
  private enum Step: Sendable {
    case literal(UInt8)
    case field(UInt8)
    /// A number directly followed by another: its full width counts.
    case fixedField(UInt8)
  }
  private let steps: [Step]

  private static let numeric = Set("YymdHIMS".utf8)
  private static let letters = Set("YymdHIMSfpbBz".utf8)

  /// Nil when the pattern has a letter that is not known, or no date.
  init?(_ pattern: String) {
    var steps: [Step] = []
    var rest = Array(pattern.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        steps.append(.literal(byte))
        continue
      }
      guard let letter = rest.popFirst() else { return nil }
      if letter == byte {
        steps.append(.literal(byte))
      } else if Self.letters.contains(letter) {
        let next = rest.count >= 2 && rest.first == byte ? rest[rest.startIndex + 1] : 0
        let isFixed = Self.numeric.contains(letter) && Self.numeric.contains(next)
        steps.append(isFixed ? .fixedField(letter) : .field(letter))
      } else {
        return nil
      }
    }
    let used = steps.map { step in
      switch step {
      case .literal: UInt8(0)
      case .field(let letter), .fixedField(let letter): letter
      }
    }
    guard !Set("Yy".utf8).isDisjoint(with: used) else { return nil }
    self.steps = steps
  }

  /// Reads a text that follows the pattern from its first byte to its last.
  func read(_ text: UnsafePointer<UInt8>, count: Int) -> WallClock? {
    var scanner = ByteScanner(text, count: count)
    var clock = WallClock()
    var isAfternoon: Bool?
    for step in steps {
      switch step {
      case .literal(let byte):
        guard scanner.take(byte) else { return nil }
      case .field(let letter):
        guard Self.read(letter, least: 1, &scanner, &clock, &isAfternoon) else { return nil }
      case .fixedField(let letter):
        guard Self.read(letter, least: 2, &scanner, &clock, &isAfternoon) else { return nil }
      }
    }
    guard scanner.isAtEnd else { return nil }
    if let isAfternoon, !clock.setHalf(isAfternoon: isAfternoon) { return nil }
    return clock
  }

  private static func read(
    _ letter: UInt8, least: Int, _ scanner: inout ByteScanner, _ clock: inout WallClock,
    _ isAfternoon: inout Bool?
  ) -> Bool {
    var value: Int?
    switch letter {
    case UInt8(ascii: "Y"):
      value = scanner.number(4, 4)
      clock.year = value ?? 0
    case UInt8(ascii: "y"):
      value = scanner.number(2, 2)
      clock.year = value.map { $0 < 69 ? 2000 + $0 : 1900 + $0 } ?? 0
    case UInt8(ascii: "m"):
      value = scanner.number(least, 2)
      clock.month = value ?? 0
    case UInt8(ascii: "d"):
      value = scanner.number(least, 2)
      clock.day = value ?? 0
    case UInt8(ascii: "H"), UInt8(ascii: "I"):
      value = scanner.number(least, 2)
      clock.hour = value ?? 0
      clock.hasTimeOfDay = true
    case UInt8(ascii: "M"):
      value = scanner.number(least, 2)
      clock.minute = value ?? 0
    case UInt8(ascii: "S"):
      value = scanner.number(least, 2)
      clock.second = value ?? 0
    case UInt8(ascii: "f"):
      value = scanner.fraction()
      clock.microsecond = value ?? 0
    case UInt8(ascii: "b"), UInt8(ascii: "B"):
      value = scanner.word(of: letter == UInt8(ascii: "b") ? shortMonths : months)
      clock.month = (value ?? 0) + 1
    case UInt8(ascii: "p"):
      value = scanner.word(of: halves)
      isAfternoon = value == 1
    default:
      value = scanner.offset()
      clock.offset = value
    }
    return value != nil
  }

  private static let halves = ["am", "pm"].map { Array($0.utf8) }
  static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ].map { Array($0.utf8) }
  static let shortMonths = months.map { Array($0.prefix(3)) }
}
