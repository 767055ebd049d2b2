/// A rule of `validation_rules` that the server has accepted.
struct ValidationRule: Sendable, Hashable {
  /// What the table says of the rule; used to name it.
  struct Name: Sendable, Hashable {
    let rule: String
    let dataType: String
  }

  let name: Name
  let isWarning: Bool
  /// A regular expression that the source's name must match; nil for every source of the data type.
  let sourcePattern: String?
  /// The predicate as the server wrote it back, not as somebody wrote it into the table.
  let predicate: String
}

/// A rule that cannot be used.
package struct RuleError: Error, Sendable {
  package var rule: String
  package var dataType: String
  package var text: String
  package var problem: Problem

  package enum Problem: Sendable {
    /// The server's words on why it is no predicate over the columns of a row.
    case refused(String)
    /// The server's words on why the source pattern is no regular expression.
    case pattern(String)
    /// The server's words on why it cannot be computed for some row.
    case failed(String)
  }
}
