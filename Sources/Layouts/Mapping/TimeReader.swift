/// Reads the times of one column, in the unit that was told or found out from the first of them.
///
/// A number is told apart by its size: each unit has 1973-03-03 … 5138 to itself, as `1e8` seconds
/// are `1e11` milliseconds. Numbers below are not guessed at: 20240101 may be a date.
struct TimeReader {
  enum Reading {
    /// Microseconds since 1970, what is finer cut off downwards.
    case moment(Int64)
    case notATime
    /// A number that could be any unit, or a date in digits.
    case untellable
    /// In another unit than the file began with.
    case mixed(found: String, began: String)
  }

  private enum Form: Equatable {
    case count(microsecondPower: Int)
    case iso
    case pattern
    /// Not found out yet.
    case open
  }

  private var form: Form
  private let isFoundOut: Bool
  private let pattern: TimePattern?
  private var zone: ZoneOffsets?

  init(unit: TimeUnit, zone: String?) {
    self.zone = zone.flatMap { ZoneOffsets($0) }
    isFoundOut = unit == .auto
    switch unit {
    case .auto: (form, pattern) = (.open, nil)
    case .seconds: (form, pattern) = (.count(microsecondPower: 6), nil)
    case .milliseconds: (form, pattern) = (.count(microsecondPower: 3), nil)
    case .microseconds: (form, pattern) = (.count(microsecondPower: 0), nil)
    case .nanoseconds: (form, pattern) = (.count(microsecondPower: -3), nil)
    case .iso: (form, pattern) = (.iso, nil)
    case .pattern(let text): (form, pattern) = (.pattern, TimePattern(text))
    }
  }

  /// The unit that the times are in; nil as long as it is not found out.
  var unit: String? { Self.name(form) }

  @inline(__always)
  mutating func read(_ text: UnsafePointer<UInt8>, count: Int) -> Reading {
    switch form {
    case .count(let power):
      guard let number = TimeNumber(text, count: count) else {
        return isFoundOut ? instead(text, count) : .notATime
      }
      if isFoundOut {
        guard let own = number.microsecondPower else { return .untellable }
        guard own == power else {
          return mixed(.count(microsecondPower: own))
        }
      }
      return number.microseconds(power: power).map { .moment($0) } ?? .notATime
    case .iso:
      if let moment = moment(ISOTime.read(text, count: count)) { return .moment(moment) }
      return isFoundOut ? instead(text, count) : .notATime
    case .pattern:
      return moment(pattern?.read(text, count: count)).map { .moment($0) } ?? .notATime
    case .open:
      return open(text, count)
    }
  }

  /// The first time of the file decides.
  private mutating func open(_ text: UnsafePointer<UInt8>, _ count: Int) -> Reading {
    if let number = TimeNumber(text, count: count) {
      guard let power = number.microsecondPower else { return .untellable }
      form = .count(microsecondPower: power)
    } else if ISOTime.read(text, count: count) != nil {
      form = .iso
    } else {
      return .notATime
    }
    return read(text, count: count)
  }

  /// What a text is that is not what the file began with.
  private mutating func instead(_ text: UnsafePointer<UInt8>, _ count: Int) -> Reading {
    if let number = TimeNumber(text, count: count) {
      return number.microsecondPower.map { mixed(.count(microsecondPower: $0)) } ?? .untellable
    }
    return form != .iso && ISOTime.read(text, count: count) != nil ? mixed(.iso) : .notATime
  }

  private func mixed(_ found: Form) -> Reading {
    .mixed(found: Self.name(found) ?? "", began: Self.name(form) ?? "")
  }

  private mutating func moment(_ clock: WallClock?) -> Int64? {
    guard let clock, let local = clock.microseconds else { return nil }
    if let offset = clock.offset { return local - Int64(offset) * 1_000_000 }
    return zone?.utc(fromLocal: local) ?? local
  }

  private static func name(_ form: Form) -> String? {
    switch form {
    case .count(6): "s"
    case .count(3): "ms"
    case .count(0): "us"
    case .count: "ns"
    case .iso: "iso"
    case .pattern: "pattern"
    case .open: nil
    }
  }
}

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
  private func scaled(_ power: Int) -> Int64? {
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
