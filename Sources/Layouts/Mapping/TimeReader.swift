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
