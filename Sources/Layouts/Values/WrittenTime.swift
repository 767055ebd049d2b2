/// Dates as people and spreadsheets write them, beside ISO: `31/01/2024 9:30 PM`, `31.01.2024`,
/// `2024/01/31`, `2017-07-01 11-AM`, `20240131`, `2024-01`, `1987-Q1`, `Mon, 1 Jan 2000`.
///
/// Years have four digits. A time of day and a zone may follow any date that has a day.
struct WrittenTime {
  /// What the dates of one file have in common.
  enum Form: Hashable {
    /// `01/02/2024`, `1-2-2024`: the text alone does not tell the day from the month.
    case figures(separator: UInt8)
    /// `31.01.2024`: where dates have points, the day comes first.
    case points
    case yearFirst(separator: UInt8)
    /// `20240131`, `20240131 093015`
    case compact
    case month
    case quarter
    /// A month in words.
    case words
  }

  private(set) var form: Form
  /// Of figures, the first part stands in `day` and the second in `month`.
  private(set) var clock = WallClock()

  /// Nil when the text is no such date; whether the date exists is for `clock` to say.
  init?(_ text: UnsafePointer<UInt8>, count: Int) {
    var scanner = ByteScanner(text, count: count)
    if scanner.word(of: Self.weekdays) != nil {
      _ = scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: " ")) else { return nil }
    }
    var clock = WallClock()
    guard let form = Self.date(&scanner, &clock) else { return nil }
    switch form {
    case .month, .quarter: break
    case .compact: guard Self.compactTail(&scanner, &clock) else { return nil }
    default: guard Self.tail(&scanner, &clock) else { return nil }
    }
    guard scanner.isAtEnd else { return nil }
    self.form = form
    self.clock = clock
  }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "wed", "thu", "fri", "sat", "sun",
  ].map { Array($0.utf8) }
  private static let months = TimePattern.months + TimePattern.shortMonths
  private static let halves = ["am", "pm"].map { Array($0.utf8) }
  private static let utc = ["utc", "gmt"].map { Array($0.utf8) }

  // MARK: - Dates

  private static func date(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Form? {
    guard let digits = scanner.digits else { return wordFirst(&scanner, &clock) }
    switch digits {
    case 1, 2: return dayOrMonthFirst(&scanner, &clock)
    case 4: return yearFirst(&scanner, &clock)
    case 8: return compact(&scanner, &clock)
    default: return nil
    }
  }

  /// `Jan 1 2000`, `January 1, 2000` or `Q1 1987`
  private static func wordFirst(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Form? {
    if scanner.take(UInt8(ascii: "Q")) {
      guard let quarter = scanner.number(1, 1), takeSeparator(&scanner) != nil,
        let year = scanner.number(4, 4)
      else { return nil }
      return self.quarter(quarter, year, &clock)
    }
    guard let month = scanner.word(of: months), takeSeparator(&scanner) != nil,
      let day = scanner.number(1, 2)
    else { return nil }
    _ = scanner.take(UInt8(ascii: ","))
    guard takeSeparator(&scanner) != nil, let year = scanner.number(4, 4) else { return nil }
    (clock.year, clock.month, clock.day) = (year, month % 12 + 1, day)
    return .words
  }

  /// `31/01/2024`, `31.01.2024` or `1-Jan-2000`
  private static func dayOrMonthFirst(
    _ scanner: inout ByteScanner, _ clock: inout WallClock
  ) -> Form? {
    guard let first = scanner.number(1, 2), let separator = takeSeparator(&scanner) else {
      return nil
    }
    if let month = scanner.word(of: months) {
      guard scanner.take(separator), let year = scanner.number(4, 4) else { return nil }
      (clock.year, clock.month, clock.day) = (year, month % 12 + 1, first)
      return .words
    }
    guard let second = scanner.number(1, 2), scanner.take(separator),
      let year = scanner.number(4, 4)
    else { return nil }
    (clock.year, clock.month, clock.day) = (year, second, first)
    switch separator {
    case UInt8(ascii: " "): return nil
    case UInt8(ascii: "."): return .points
    default: return .figures(separator: separator)
    }
  }

  /// `2024/01/31`, `2024-01` or `1987-Q1`
  private static func yearFirst(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Form? {
    guard let year = scanner.number(4, 4) else { return nil }
    let separator = takeSeparator(&scanner)
    if scanner.take(UInt8(ascii: "Q")) || scanner.take(UInt8(ascii: "q")) {
      return scanner.number(1, 1).flatMap { quarter($0, year, &clock) }
    }
    guard let separator, separator != UInt8(ascii: " "), let month = scanner.number(1, 2) else {
      return nil
    }
    (clock.year, clock.month) = (year, month)
    if scanner.isAtEnd { return .month }
    guard scanner.take(separator), let day = scanner.number(1, 2) else { return nil }
    clock.day = day
    return .yearFirst(separator: separator)
  }

  /// Eight digits are a date where they can be one: nobody counts seconds in the year 1970.
  private static func compact(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Form? {
    guard let year = scanner.number(4, 4), (1700..<2200).contains(year),
      let month = scanner.number(2, 2), let day = scanner.number(2, 2)
    else { return nil }
    (clock.year, clock.month, clock.day) = (year, month, day)
    return .compact
  }

  private static func quarter(_ quarter: Int, _ year: Int, _ clock: inout WallClock) -> Form? {
    (clock.year, clock.month) = (year, quarter * 3 - 2)
    return .quarter
  }

  private static func takeSeparator(_ scanner: inout ByteScanner) -> UInt8? {
    let byte = scanner.peek
    guard "/-. ".utf8.contains(byte), scanner.take(byte) else { return nil }
    return byte
  }

  // MARK: - Times of day

  /// Nothing, or a time of day: `, 9:30:15.5 PM +01:00`, `T09:30Z`, ` 11-AM`.
  private static func tail(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool {
    if scanner.isAtEnd { return true }
    _ = scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: " ")) || scanner.take(UInt8(ascii: "T")),
      let hour = scanner.number(1, 2)
    else { return false }
    clock.hour = hour
    clock.hasTimeOfDay = true
    if scanner.take(UInt8(ascii: ":")) {
      guard minutes(&scanner, &clock) else { return false }
      return half(&scanner, &clock) != false && zone(&scanner, &clock)
    }
    _ = scanner.take(UInt8(ascii: "-"))
    // An hour alone is one only with the half of the day that it is in.
    return half(&scanner, &clock) == true && zone(&scanner, &clock)
  }

  private static func minutes(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool {
    guard let minute = scanner.number(2, 2) else { return false }
    clock.minute = minute
    guard scanner.take(UInt8(ascii: ":")) else { return true }
    guard let second = scanner.number(2, 2) else { return false }
    clock.second = second
    return fraction(&scanner, &clock)
  }

  /// Nothing, or digits in pairs: ` 093015.5Z`, `T0930`.
  private static func compactTail(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool {
    if scanner.isAtEnd { return true }
    var ahead = scanner
    if ahead.take(UInt8(ascii: " ")) || ahead.take(UInt8(ascii: "T")), ahead.digits ?? 0 >= 4 {
      guard let hour = ahead.number(2, 2), let minute = ahead.number(2, 2) else { return false }
      (clock.hour, clock.minute, clock.hasTimeOfDay) = (hour, minute, true)
      if ahead.digits != nil {
        guard let second = ahead.number(2, 2) else { return false }
        clock.second = second
        guard fraction(&ahead, &clock) else { return false }
      }
      scanner = ahead
      return zone(&scanner, &clock)
    }
    return tail(&scanner, &clock)
  }

  private static func fraction(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool {
    guard scanner.take(UInt8(ascii: ".")) || scanner.take(UInt8(ascii: ",")) else { return true }
    guard let fraction = scanner.fraction() else { return false }
    clock.microsecond = fraction
    return true
  }

  /// Reads `AM` or `PM`; nil where there is none, false where the hour has no such half.
  private static func half(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool? {
    var ahead = scanner
    _ = ahead.take(UInt8(ascii: " "))
    guard let half = ahead.word(of: halves) else { return nil }
    scanner = ahead
    return clock.setHalf(isAfternoon: half == 1)
  }

  /// Nothing, or a zone that is told in figures or is UTC.
  private static func zone(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool {
    if scanner.isAtEnd { return true }
    _ = scanner.take(UInt8(ascii: " "))
    if scanner.word(of: utc) != nil {
      // `GMT+0100` is an hour ahead of it.
      clock.offset = scanner.isAtEnd ? 0 : scanner.offset()
      return clock.offset != nil
    }
    clock.offset = scanner.offset()
    return clock.offset != nil
  }
}

extension WrittenTime.Form {
  /// The spelling for people, in the letters of a pattern; that of figures depends on `order`.
  func name(_ order: Layout.DateOrder?) -> String {
    switch self {
    case .figures(let separator):
      pattern(order == .monthFirst ? ["%m", "%d", "%Y"] : ["%d", "%m", "%Y"], separator)
    case .points: order == .monthFirst ? "%m.%d.%Y" : "%d.%m.%Y"
    case .yearFirst(let separator): pattern(["%Y", "%m", "%d"], separator)
    case .compact: "%Y%m%d"
    case .month: "%Y-%m"
    case .quarter: "quarters"
    case .words: "%d %b %Y"
    }
  }

  private func pattern(_ letters: [String], _ separator: UInt8) -> String {
    letters.joined(separator: String(Unicode.Scalar(separator)))
  }
}
