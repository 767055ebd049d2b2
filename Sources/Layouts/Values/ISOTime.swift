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
    (clock.hour, clock.minute, clock.hasTimeOfDay) = (hour, minute, true)
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
