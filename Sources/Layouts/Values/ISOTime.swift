/// A run of bytes read from the front, without copying: what the readers of times share.
struct ByteScanner {
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    next = start
    end = start + count
  }

  var isAtEnd: Bool { next == end }

  /// The byte that comes next; 0 at the end.
  var peek: UInt8 { next == end ? 0 : next.pointee }

  /// Passes over a byte if it comes next.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard next != end, next.pointee == byte else { return false }
    next += 1
    return true
  }

  /// Reads a number of so many digits; nil when fewer than `least` follow.
  @inline(__always)
  mutating func number(_ least: Int, _ most: Int) -> Int? {
    var value = 0
    var digits = 0
    while digits < most, next != end {
      let digit = next.pointee &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = value &* 10 &+ Int(digit)
      digits += 1
      next += 1
    }
    return digits >= least ? value : nil
  }

  /// Reads the digits of a fraction as microseconds; what is finer is cut off.
  mutating func fraction() -> Int? {
    var microseconds = 0
    var digits = 0
    while next != end {
      let digit = next.pointee &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      if digits < 6 { microseconds = microseconds * 10 + Int(digit) }
      digits += 1
      next += 1
    }
    guard digits > 0, digits <= 9 else { return nil }
    for _ in stride(from: digits, to: 6, by: 1) { microseconds *= 10 }
    return microseconds
  }

  /// Reads letters, lower-cased, and says whether they begin one of the words; gives its index.
  mutating func word(of words: [[UInt8]]) -> Int? {
    for (index, word) in words.enumerated() {
      guard end - next >= word.count else { continue }
      if word.indices.allSatisfy({ next[$0] | 0x20 == word[$0] }) {
        next += word.count
        return index
      }
    }
    return nil
  }

  /// Reads `Z`, `+hh`, `+hhmm` or `+hh:mm` as seconds east of UTC.
  mutating func offset() -> Int? {
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    let isWest = take(UInt8(ascii: "-"))
    guard isWest || take(UInt8(ascii: "+")) else { return nil }
    guard let hours = number(2, 2), hours <= 15 else { return nil }
    var minutes = 0
    if take(UInt8(ascii: ":")) || peek != 0 {
      guard let read = number(2, 2), read < 60 else { return nil }
      minutes = read
    }
    let seconds = hours * 3600 + minutes * 60
    return isWest ? -seconds : seconds
  }
}

/// A date and a time of day as written, before a zone makes a moment of it.
struct WallClock {
  var year = 1970
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0
  /// Seconds east of UTC, where the text says so.
  var offset: Int?

  /// Microseconds since 1970 on this clock; nil for a date or time that does not exist.
  ///
  /// `24:00:00` is the next day and second 60 the next minute, as in PostgreSQL.
  @inline(__always)
  var microseconds: Int64? {
    guard (1...9999).contains(year), day >= 1, day <= Calendar.length(ofMonth: month, in: year),
      minute < 60, second <= 60,
      hour < 24 || (hour == 24 && minute == 0 && second == 0 && microsecond == 0)
    else { return nil }
    let seconds = hour * 3600 + minute * 60 + second
    return Calendar.day(year: year, month: month, day: day) * Calendar.microsecondsPerDay
      + Int64(seconds) * 1_000_000 + Int64(microsecond)
  }
}

/// Reads ISO 8601 as files write it: `2024-01-31`, `2024-01-31 09:30`, `2024-01-31T09:30:00.123Z`.
enum ISOTime {
  /// Reads a date with or without a time of day; nil when the text is none.
  static func read(_ text: UnsafePointer<UInt8>, count: Int) -> WallClock? {
    var scanner = ByteScanner(text, count: count)
    var clock = WallClock()
    let dash = UInt8(ascii: "-")
    guard let year = scanner.number(4, 4), scanner.take(dash), let month = scanner.number(2, 2),
      scanner.take(dash), let day = scanner.number(2, 2)
    else { return nil }
    (clock.year, clock.month, clock.day) = (year, month, day)
    if scanner.isAtEnd { return clock }
    guard
      scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " "))
        || scanner.take(UInt8(ascii: "t")),
      readTimeOfDay(&scanner, &clock)
    else { return nil }
    if !scanner.isAtEnd {
      _ = scanner.take(UInt8(ascii: " "))
      guard let offset = scanner.offset() else { return nil }
      clock.offset = offset
    }
    return scanner.isAtEnd ? clock : nil
  }

  private static func readTimeOfDay(_ scanner: inout ByteScanner, _ clock: inout WallClock) -> Bool
  {
    let colon = UInt8(ascii: ":")
    guard let hour = scanner.number(2, 2), scanner.take(colon), let minute = scanner.number(2, 2)
    else { return false }
    (clock.hour, clock.minute) = (hour, minute)
    guard scanner.take(colon) else { return true }
    guard let second = scanner.number(2, 2) else { return false }
    clock.second = second
    guard scanner.take(UInt8(ascii: ".")) || scanner.take(UInt8(ascii: ",")) else { return true }
    guard let fraction = scanner.fraction() else { return false }
    clock.microsecond = fraction
    return true
  }

  /// The moment that a text names, in microseconds since 1970; UTC where it names no zone.
  static func microseconds(of text: String) -> Int64? {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress, let clock = read(start, count: bytes.count),
        let local = clock.microseconds
      else { return nil }
      return local - Int64(clock.offset ?? 0) * 1_000_000
    }
  }
}
