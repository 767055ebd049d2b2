/// A length of time as layouts and file names write it: `100ms`, `15m`, `8h`, `1d`, `1w`, `1mo`.
package struct CandleInterval: Sendable, Hashable {
  /// Whole calendar months; the rest is zero when this is not.
  package var months: Int
  package var microseconds: Int64

  /// Reads the spelling; nil when it is none, or zero.
  package init?(_ text: some StringProtocol) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), count > 0, count <= 1_000_000 else { return nil }
    let units: [String: Int64] = [
      "us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000,
      "d": Calendar.microsecondsPerDay, "w": 7 * Calendar.microsecondsPerDay,
    ]
    let unit = String(text.dropFirst(digits.count))
    if unit == "mo" {
      (months, microseconds) = (Int(count), 0)
    } else if let size = units[unit] {
      (months, microseconds) = (0, count * size)
    } else {
      return nil
    }
  }

  /// When a candle that opens at this moment is over.
  package func end(ofCandleAt open: Int64) -> Int64 {
    guard months > 0 else { return open + microseconds }
    let day = Calendar.floorDivide(open, Calendar.microsecondsPerDay)
    let date = Calendar.date(ofDay: day)
    let month = date.month - 1 + months
    let end = Calendar.day(year: date.year + month / 12, month: month % 12 + 1, day: 1)
    return (end + Int64(date.day - 1)) * Calendar.microsecondsPerDay
      + (open - day * Calendar.microsecondsPerDay)
  }
}
