/// What happens to a row whose key the table has already.
package enum ConflictPolicy: Sendable, Hashable, CustomStringConvertible {
  /// The file's row replaces the table's where they differ.
  case update
  /// The table's row stays.
  case keep
  /// The row with the later value in this column stays; the file's, when they are equal.
  case newest(String)
  /// The load fails and nothing of it is published.
  case fail

  /// Reads `update`, `keep`, `fail` or `newest(column)`; nil when the text is none of them.
  package init?(_ text: String) {
    switch text {
    case "update": self = .update
    case "keep": self = .keep
    case "fail": self = .fail
    default:
      guard text.hasPrefix("newest("), text.hasSuffix(")") else { return nil }
      let column = text.dropFirst("newest(".count).dropLast()
      guard !column.isEmpty else { return nil }
      self = .newest(String(column))
    }
  }

  /// Whether rows of the table may change.
  var updates: Bool { self != .keep && self != .fail }

  package var description: String {
    switch self {
    case .update: "update"
    case .keep: "keep"
    case .newest(let column): "newest(\(column))"
    case .fail: "fail"
    }
  }
}

/// What commits together.
package enum Publish: String, Sendable, CaseIterable {
  /// A file appears whole or not at all.
  case file
  /// Each batch is there as soon as it is done.
  case batch
}
