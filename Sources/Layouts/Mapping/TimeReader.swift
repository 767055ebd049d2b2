/// Reads the times of one column, in the form that was told or found out from the first of them.
///
/// A number is told apart by its size: each unit has 1973-03-03 … 5138 to itself, as `1e8` seconds
/// are `1e11` milliseconds. Smaller numbers are not guessed at, unless they have the eight digits
/// of a date; and 10, 12 or 14 digits are a time in digits where those of the whole sample can be one.
struct TimeReader {
  enum Reading {
    /// Microseconds since 1970, what is finer cut off downwards.
    case moment(Int64)
    case notATime
    /// A number that could be any unit.
    case untellable
    /// A date whose day and month the file does not tell apart.
    case ambiguous(dayFirst: String, monthFirst: String)
    /// A time that the clocks of the zone showed twice, or never; what it could be.
    case unclear(before: Int64, after: Int64, zone: String)
    /// In another form than the file began with.
    case mixed(found: String, began: String)
  }

  private enum Form: Hashable {
    case count(microsecondPower: Int)
    /// A count in the unit that its own size tells.
    case anyCount
    case iso
    /// An index into `patterns`.
    case pattern(Int)
    case written(WrittenTime.Form)
    /// Not found out yet.
    case open
  }

  private var form = Form.open
  /// The forms that the file may turn out to have; empty for any, where `isFoundOut`.
  private var choices: [Form] = []
  /// Those that were told; where any form may be found, those of times in digits.
  private var patterns: [(text: String, pattern: TimePattern)] = []
  private let isFoundOut: Bool
  private var order: Layout.DateOrder?
  private var zone: ZoneOffsets?
  private let zoneName: String
  private let clockChange: Layout.ClockChange?
  /// Whether a time of day was read that names no zone, and none was told.
  private(set) var assumedUTC = false

  init(_ rule: Layout.TimeRule) {
    zone = rule.zone.flatMap { ZoneOffsets($0) }
    zoneName = rule.zone ?? ""
    clockChange = rule.clockChange
    order = rule.order
    let units = rule.unit.choices
    isFoundOut = rule.unit.isFoundOut
    for unit in units where unit != .auto {
      if case .pattern(let text) = unit, let pattern = TimePattern(text) {
        patterns.append((text, pattern))
      }
      choices.append(form(of: unit))
    }
    if choices.isEmpty { patterns = TimeInDigits.patterns }
    if !isFoundOut { form = choices.first ?? .open }
  }

  private func form(of unit: TimeUnit) -> Form {
    switch unit {
    case .seconds: .count(microsecondPower: 6)
    case .milliseconds: .count(microsecondPower: 3)
    case .microseconds: .count(microsecondPower: 0)
    case .nanoseconds: .count(microsecondPower: -3)
    case .perValue: .anyCount
    case .iso: .iso
    case .pattern: .pattern(patterns.count - 1)
    case .auto, .firstOf: .open
    }
  }

  /// The unit that the times are in, as a layout spells it; nil as long as it is not found out.
  var unit: String? {
    switch form {
    case .open: nil
    case .written: "auto"
    default: name(form)
    }
  }

  /// The form in letters of a pattern where it has no word in layouts, such as `%d/%m/%Y`; nil as
  /// long as it is not found out.
  var formName: String? { form == .open ? nil : name(form) }

  /// Whether the times are numbers that count from 1970.
  var isCount: Bool {
    switch form {
    case .count, .anyCount: true
    default: false
    }
  }

  /// Whether they are numbers so large that hardly anything else has that size: no seconds.
  var isFineCount: Bool { if case .count(let power) = form { power < 6 } else { false } }

  /// What the file's dates told of day and month, or the layout.
  var dateOrder: Layout.DateOrder? { order }

  // MARK: - Finding out

  /// Learns from a time of the file's beginning, before any is read.
  mutating func look(at text: UnsafePointer<UInt8>, count: Int) {
    guard isFoundOut else { return }
    switch form {
    case .open: form = found(text, count) ?? .open
    case .pattern(let index) where choices.isEmpty && TimeInDigits.index(ofDigits: count) == index:
      // Counts of time come by such digits too, but not one after the other.
      if TimeInDigits.index(of: text, count: count) == nil,
        let power = TimeNumber(text, count: count)?.microsecondPower
      {
        form = .count(microsecondPower: power)
      }
    default: break
    }
    guard order == nil, case .written(.figures) = form,
      let written = WrittenTime(text, count: count), .written(written.form) == form
    else { return }
    order = written.tellingOrder
  }

  /// The form that a text has, among those that the file may have.
  private func found(_ text: UnsafePointer<UInt8>, _ count: Int) -> Form? {
    if !choices.isEmpty { return choices.first { reads($0, text, count) } }
    if let index = TimeInDigits.index(of: text, count: count) { return .pattern(index) }
    if let power = TimeNumber(text, count: count)?.microsecondPower {
      return .count(microsecondPower: power)
    }
    if ISOTime.read(text, count: count) != nil { return .iso }
    guard let written = WrittenTime(text, count: count), written.existsInSomeOrder else {
      return nil
    }
    return .written(written.form)
  }

  private func reads(_ form: Form, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    switch form {
    case .count(let power): TimeNumber(text, count: count)?.microsecondPower == power
    case .anyCount: TimeNumber(text, count: count)?.microsecondPower != nil
    case .iso: ISOTime.read(text, count: count) != nil
    case .pattern(let index): patterns[index].pattern.read(text, count: count) != nil
    case .written, .open: false
    }
  }

  // MARK: - Reading

  /// The time that a count in digits alone says; nil for every other form, and every text that
  /// needs a longer look.
  @inline(__always)
  func moment(ofDigits text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    guard case .count(let power) = form, let number = TimeNumber(digits: text, count: count),
      !isFoundOut || number.microsecondPower == power
    else { return nil }
    return number.microseconds(power: power)
  }

  @inline(__always)
  mutating func read(_ text: UnsafePointer<UInt8>, count: Int) -> Reading {
    switch form {
    case .count(let power):
      guard let number = TimeNumber(text, count: count) else { return instead(text, count) }
      if isFoundOut, number.microsecondPower != power { return instead(text, count) }
      return number.microseconds(power: power).map { .moment($0) } ?? .notATime
    case .iso:
      return reading(of: ISOTime.read(text, count: count)) ?? instead(text, count)
    default:
      return readOther(text, count)
    }
  }

  private mutating func readOther(_ text: UnsafePointer<UInt8>, _ count: Int) -> Reading {
    switch form {
    case .anyCount:
      guard let number = TimeNumber(text, count: count) else { return .notATime }
      guard let power = number.microsecondPower else { return .untellable }
      return number.microseconds(power: power).map { .moment($0) } ?? .notATime
    case .pattern(let index):
      let clock = patterns[index].pattern.read(text, count: count)
      return reading(of: clock) ?? instead(text, count)
    case .written(let form):
      guard let written = WrittenTime(text, count: count), written.form == form else {
        return instead(text, count)
      }
      return read(written)
    default:
      return open(text, count)
    }
  }

  private mutating func read(_ written: WrittenTime) -> Reading {
    guard let clock = written.clock(order) else {
      return .ambiguous(
        dayFirst: written.form.name(.dayFirst), monthFirst: written.form.name(.monthFirst))
    }
    if let reading = reading(of: clock) { return reading }
    // Day and month in the other order are a date, but not one of this file.
    guard let other = written.tellingOrder, other != order else { return .notATime }
    return .mixed(found: written.form.name(other), began: written.form.name(order))
  }

  /// The first time of the file decides.
  private mutating func open(_ text: UnsafePointer<UInt8>, _ count: Int) -> Reading {
    look(at: text, count: count)
    return form == .open ? instead(text, count) : read(text, count: count)
  }

  /// What a text is that is not what the file began with.
  private func instead(_ text: UnsafePointer<UInt8>, _ count: Int) -> Reading {
    guard isFoundOut else { return .notATime }
    if let found = found(text, count) {
      return found == form || form == .open
        ? .notATime : .mixed(found: name(found), began: name(form))
    }
    let isCount = TimeNumber(text, count: count).map { $0.microsecondPower == nil }
    return isCount ?? false ? .untellable : .notATime
  }

  @inline(__always)
  private mutating func reading(of clock: WallClock?) -> Reading? {
    guard let clock, let local = clock.microseconds else { return nil }
    if let offset = clock.offset { return .moment(local - Int64(offset) * 1_000_000) }
    switch zone?.utc(fromLocal: local) {
    case nil:
      if clock.hasTimeOfDay { assumedUTC = true }
      return .moment(local)
    case .one(let moment): return .moment(moment)
    case .two(let before, let after), .never(let before, let after):
      // A day begins when it begins, whatever its clocks show then.
      if !clock.hasTimeOfDay { return .moment(before) }
      return switch clockChange {
      case .before: .moment(before)
      case .after: .moment(after)
      case nil: .unclear(before: before, after: after, zone: zoneName)
      }
    }
  }

  /// The form in words for a message.
  private func name(_ form: Form) -> String {
    switch form {
    case .count(6): "s"
    case .count(3): "ms"
    case .count(0): "us"
    case .count: "ns"
    case .anyCount: "per-value"
    case .iso: "iso"
    case .pattern(let index): patterns[index].text
    case .written(let form): form.name(order)
    case .open: ""
    }
  }
}

extension WrittenTime {
  /// The date and time, day and month put in their order; nil where only the order could tell.
  fileprivate func clock(_ order: Layout.DateOrder?) -> WallClock? {
    let isFigures =
      switch form {
      case .figures: true
      case .points: order == .monthFirst
      default: false
      }
    guard isFigures, clock.day != clock.month else { return clock }
    switch order {
    case nil: return nil
    case .dayFirst: return clock
    case .monthFirst:
      var swapped = clock
      (swapped.day, swapped.month) = (clock.month, clock.day)
      return swapped
    }
  }

  /// The only order in which the figures can be a date.
  fileprivate var tellingOrder: Layout.DateOrder? {
    let isDayFirst = clock(.dayFirst)?.microseconds != nil
    let isMonthFirst = clock(.monthFirst)?.microseconds != nil
    if isDayFirst == isMonthFirst { return nil }
    return isDayFirst ? .dayFirst : .monthFirst
  }

  fileprivate var existsInSomeOrder: Bool {
    clock(.dayFirst)?.microseconds != nil || clock(.monthFirst)?.microseconds != nil
  }
}
