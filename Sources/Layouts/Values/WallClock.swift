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
  /// Whether more than a date was written.
  var hasTimeOfDay = false

  /// Says which half of the day the hour is in; false when it is none of twelve.
  mutating func setHalf(isAfternoon: Bool) -> Bool {
    guard (1...12).contains(hour) else { return false }
    hour = hour % 12 + (isAfternoon ? 12 : 0)
    return true
  }

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
