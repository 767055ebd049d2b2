/// How many rejects a file may have and still be published. None, unless told otherwise.
package enum RejectBudget: Sendable, Hashable, CustomStringConvertible {
  case count(Int)
  /// Of the records read, from 0 to 100.
  case percent(Double)

  package static let none = RejectBudget.count(0)

  /// Reads `10` or `0.5%`; nil when the text is neither.
  package init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let share = Double(text.dropLast()), (0...100).contains(share) else { return nil }
      self = .percent(share)
    } else {
      guard let count = Int(text), count >= 0 else { return nil }
      self = .count(count)
    }
  }

  package var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let share):
      share == share.rounded() ? "\(Int(share))%" : "\(share)%"
    }
  }

  /// How many of so many records may be rejected.
  func most(of read: Int) -> Int {
    switch self {
    case .count(let count): count
    case .percent(let share): Int(Double(read) * share / 100)
    }
  }

  func allows(_ rejected: Int, of read: Int) -> Bool {
    switch self {
    case .count(let count): rejected <= count
    case .percent(let share): Double(rejected) <= Double(read) * share / 100
    }
  }
}
