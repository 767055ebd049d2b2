/// Numbers as people read them.
enum Quantities {
  /// `1,461`
  static func count(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// `299 B`, `12.4 MB`: in powers of a thousand.
  static func bytes(_ number: Int) -> String {
    var value = Double(number)
    var units = ["B", "kB", "MB", "GB", "TB"][...]
    while value >= 999.5, units.count > 1 {
      value /= 1000
      units.removeFirst()
    }
    let unit = units.first ?? "B"
    return unit == "B" ? "\(number) B" : "\(rounded(value, digits: value < 99.95 ? 1 : 0)) \(unit)"
  }

  /// `0.04 s`, `12.3 s`, `4 min 5 s`, `2 h 3 min`
  static func seconds(_ seconds: Double) -> String {
    if seconds < 10 { return rounded(seconds, digits: 2) + " s" }
    if seconds < 60 { return rounded(seconds, digits: 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// `1 file`, `1,461 rows`
  static func counted(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func rounded(_ value: Double, digits: Int) -> String {
    let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
    let scaled = Int((value * Double(scale)).rounded())
    guard digits > 0 else { return String(scaled) }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(scaled / scale).\(zeros)\(fraction)"
  }
}
