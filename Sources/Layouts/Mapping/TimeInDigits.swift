/// Times of day in digits alone, `202401311030`: as counts of time they would be moments of 1976, or
/// of years that nobody has data of.
enum TimeInDigits {
  private static let texts = ["%Y%m%d%H", "%Y%m%d%H%M", "%Y%m%d%H%M%S"]

  static let patterns = texts.compactMap { text in TimePattern(text).map { (text, $0) } }

  /// Which of the patterns has so many digits.
  static func index(ofDigits count: Int) -> Int? {
    switch count {
    case 10: 0
    case 12: 1
    case 14: 2
    default: nil
    }
  }

  /// Which of the patterns a text follows to a time that exists, from 1900 to 2099; nil for others.
  static func index(of text: UnsafePointer<UInt8>, count: Int) -> Int? {
    guard let index = index(ofDigits: count), index < patterns.count,
      let clock = patterns[index].1.read(text, count: count), clock.microseconds != nil,
      (1900..<2100).contains(clock.year)
    else { return nil }
    return index
  }
}
