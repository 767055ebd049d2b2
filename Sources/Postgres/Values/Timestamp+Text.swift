extension Timestamp: CustomStringConvertible, LosslessStringConvertible {
  /// `2024-01-01T00:00:00Z`, with as many as six digits of a second's fraction where there is one,
  /// and ` BC` behind years before 1: PostgreSQL reads all of it.
  package var description: String {
    let civil = civil
    let year = civil.year > 0 ? civil.year : 1 - civil.year
    var text = padded(year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2)
    text += "T" + padded(civil.hour, 2) + ":" + padded(civil.minute, 2)
    text += ":" + padded(civil.second, 2)
    if civil.microsecond > 0 {
      var fraction = padded(civil.microsecond, 6)
      while fraction.last == "0" { fraction.removeLast() }
      text += "." + fraction
    }
    return text + (civil.year > 0 ? "Z" : "Z BC")
  }

  /// Reads what PostgreSQL prints in its ISO style, and ISO 8601: a date, then perhaps a time
  /// behind `T` or a blank, then perhaps a zone (`Z`, `+00`, `-03:30`); without one it is UTC.
  /// Nil for anything else, `infinity` included: a moment has a place on the calendar.
  package init?(_ description: String) {
    var text = description
    let parsed = text.withUTF8 { bytes in
      var reader = TimestampReader(bytes: bytes)
      return reader.read()
    }
    guard let parsed else { return nil }
    self = parsed
  }
}

extension Timestamp: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let timestamp = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not a time like 2024-01-31T12:00:00Z")
    }
    self = timestamp
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Walks over the text of a moment once, from left to right.
private struct TimestampReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  mutating func read() -> Timestamp? {
    guard let year = number(digits: 4...6), take("-"), let month = number(digits: 2...2),
      take("-"), let day = number(digits: 2...2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day)
    var offset = 0
    if take("T") || (!startsEra && take(" ")) {
      guard readClock(into: &civil), let zone = readZone() else { return nil }
      offset = zone
    }
    if startsEra {
      index += 3
      civil.year = 1 - year
    }
    guard index == bytes.count, year > 0, let local = Timestamp(civil) else { return nil }
    let (utc, overflows) = local.microseconds.subtractingReportingOverflow(
      Int64(offset) * 1_000_000)
    return overflows ? nil : Timestamp(microseconds: utc)
  }

  private var startsEra: Bool {
    bytes[index...].elementsEqual(" BC".utf8)
  }

  private mutating func readClock(into civil: inout CivilTime) -> Bool {
    guard let hour = number(digits: 2...2), take(":"), let minute = number(digits: 2...2) else {
      return false
    }
    civil.hour = hour
    civil.minute = minute
    guard take(":") else { return true }
    guard let second = number(digits: 2...2) else { return false }
    civil.second = second
    guard take(".") else { return true }
    let start = index
    guard var fraction = number(digits: 1...6) else { return false }
    for _ in index - start..<6 { fraction *= 10 }
    civil.microsecond = fraction
    return true
  }

  /// Seconds east of UTC; nil for a zone that cannot be read.
  private mutating func readZone() -> Int? {
    if take("Z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+") else { return 0 }
    guard let hours = number(digits: 2...2) else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number(digits: 2...2), minutes < 60 else { return nil }
      seconds += minutes * 60
      // Zones before the railways differ from UTC by odd seconds.
      if take(":") {
        guard let odd = number(digits: 2...2), odd < 60 else { return nil }
        seconds += odd
      }
    } else if let minutes = number(digits: 2...2) {
      guard minutes < 60 else { return nil }
      seconds += minutes * 60
    }
    return isWest ? -seconds : seconds
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
    index += 1
    return true
  }

  private mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, index < bytes.count, (48...57).contains(bytes[index]) {
      value = value * 10 + Int(bytes[index] - 48)
      index += 1
      count += 1
    }
    return digits.contains(count) ? value : nil
  }
}
