extension Fields {
  /// A span of time, such as `1 day`, `15 minutes` or `8h`, in seconds.
  package func seconds(_ key: String) throws -> Int? {
    try value(
      key, expected: "a span of time such as 1 day, 15 minutes or 8h",
      reading: Self.seconds(inSpan:))
  }

  /// Reads a span of time; nil when the text is none, or not above zero.
  static func seconds(inSpan text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let count = Int(digits), count > 0, let seconds = secondsByUnit[String(unit)] else {
      return nil
    }
    let (product, overflows) = count.multipliedReportingOverflow(by: seconds)
    return overflows ? nil : product
  }

  private static let secondsByUnit = [
    "s": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600, "d": 86_400, "day": 86_400, "days": 86_400,
    "w": 604_800, "week": 604_800, "weeks": 604_800,
  ]
}
