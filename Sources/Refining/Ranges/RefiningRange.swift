package import Postgres

/// Which rows a refining verb looks at: `dirty`, `all`, or `FROM..TO`.
package enum RefiningRange: Sendable, Hashable {
  /// The ranges that loads, undo and corrections recorded since they were last refined.
  case dirty
  /// Every row of every source.
  case all
  /// The rows between two moments, both included, of every source.
  case window(from: Timestamp, to: Timestamp)

  /// Reads `dirty`, `all` or `FROM..TO`. FROM and TO are dates or moments, in UTC unless they say
  /// otherwise; both are included, and a date as TO means its whole day.
  ///
  /// - Throws: `RefiningRangeError` when the text is none of these.
  package init(_ text: String) throws {
    switch text {
    case "dirty": self = .dirty
    case "all": self = .all
    default: self = try Self.window(text)
    }
  }

  private static func window(_ text: String) throws -> RefiningRange {
    guard let dots = text.firstRange(of: "..") else {
      throw RefiningRangeError(text: text, problem: .unknownWord)
    }
    let first = String(text[..<dots.lowerBound])
    let last = String(text[dots.upperBound...])
    guard let from = Timestamp(first) else {
      throw RefiningRangeError(text: text, problem: .notATime(first))
    }
    guard var to = Timestamp(last) else {
      throw RefiningRangeError(text: text, problem: .notATime(last))
    }
    let isDate = last.utf8.count == "2024-01-31".utf8.count
    if isDate { to.microseconds += microsecondsOfADay - 1 }
    guard from <= to else { throw RefiningRangeError(text: text, problem: .backwards) }
    return .window(from: from, to: to)
  }
}

private let microsecondsOfADay: Int64 = 86_400_000_000

/// A text that names no range to refine.
package struct RefiningRangeError: Error, Sendable, Hashable {
  package var text: String
  package var problem: Problem

  package enum Problem: Sendable, Hashable {
    case unknownWord
    case notATime(String)
    case backwards
  }
}
