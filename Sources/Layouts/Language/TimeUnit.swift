/// How a number or text becomes a moment.
package enum TimeUnit: Sendable, Hashable {
  /// Found out from the first times of the file, and the same for all that follow.
  case auto
  /// Counts since 1970-01-01 00:00 UTC.
  case seconds, milliseconds, microseconds, nanoseconds
  /// Such counts, each in the unit that its own size tells: for files that mix them.
  case perValue
  case iso
  /// A text described by `strptime` letters.
  case pattern(String)
  /// Whichever of these reads the first time of the file.
  case firstOf([TimeUnit])

  /// The spelling in YAML and on the command line; of several, for people.
  package var text: String {
    switch self {
    case .auto: "auto"
    case .seconds: "s"
    case .milliseconds: "ms"
    case .microseconds: "us"
    case .nanoseconds: "ns"
    case .perValue: "per-value"
    case .iso: "iso"
    case .pattern(let pattern): pattern
    case .firstOf(let units): units.map(\.text).joined(separator: " or ")
    }
  }

  /// The units that a file may be in: one, unless there is a choice.
  var choices: [TimeUnit] {
    if case .firstOf(let units) = self { units } else { [self] }
  }

  /// Whether the first times of a file decide.
  var isFoundOut: Bool { self == .auto || choices.count > 1 }

  /// The units that are words, as they are spelled.
  package static let words = ["auto", "s", "ms", "us", "ns", "per-value", "iso"]

  /// Reads the spelling; nil when it is neither a unit nor a pattern that can be followed.
  package init?(text: String) {
    switch text {
    case "auto": self = .auto
    case "s": self = .seconds
    case "ms": self = .milliseconds
    case "us", "µs": self = .microseconds
    case "ns": self = .nanoseconds
    case "per-value": self = .perValue
    case "iso": self = .iso
    default:
      guard text.contains("%"), TimePattern(text) != nil else { return nil }
      self = .pattern(text)
    }
  }
}
