/// The Gregorian calendar in whole numbers, before 1970 as well, without Foundation.
enum Calendar {
  static let microsecondsPerDay: Int64 = 86_400_000_000

  /// Divides and rounds down, also below zero.
  @inline(__always)
  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  /// Days from 1970-01-01 to a date. The year begins in March here, so that the leap day is its
  /// last and every month before it has a fixed start; 400 years always have 146,097 days.
  @inline(__always)
  static func day(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// The date that lies so many days after 1970-01-01.
  static func date(ofDay day: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = Int(day) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
  }

  /// How many days a month has; 0 for a month that does not exist.
  @inline(__always)
  static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 0
    }
  }

  /// A moment as people write it: `2024-01-31 12:00:00Z`, with a fraction where there is one.
  static func text(_ microseconds: Int64) -> String {
    let day = floorDivide(microseconds, microsecondsPerDay)
    let rest = microseconds - day * microsecondsPerDay
    let date = date(ofDay: day)
    let seconds = Int(rest / 1_000_000)
    let fraction = Int(rest % 1_000_000)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    let tail = fraction == 0 ? "" : "." + padded(fraction, 6)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2)) "
      + clock.joined(separator: ":") + tail + "Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
