/// A column of a result was asked for as something that it is not.
package struct ColumnError: Error, Sendable, Hashable {
  package enum Problem: Sendable, Hashable {
    /// No such column; these there are.
    case missing(available: [String])
    /// NULL, and the type asked for has no place for it.
    case null(wanted: String)
    /// A value of the type named `found` that does not read as the one asked for.
    case mismatch(found: String, wanted: String)
  }

  /// The name asked for, or `column 3` for one asked by its index.
  package var column: String
  package var problem: Problem
}

extension ColumnError: CustomStringConvertible {
  package var description: String {
    switch problem {
    case .missing(let available):
      "the result has no column \"\(column)\", only: \(available.joined(separator: ", "))"
    case .null(let wanted):
      "column \"\(column)\" is NULL, which does not fit \(wanted); ask for \(wanted)?"
    case .mismatch(let found, let wanted):
      "column \"\(column)\" of type \(found) holds a value that does not fit \(wanted)"
    }
  }
}
