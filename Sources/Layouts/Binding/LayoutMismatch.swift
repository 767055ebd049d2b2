/// A file, or options given for it, that a layout cannot be applied to.
package struct LayoutMismatch: Error, Hashable {
  package var file: String
  package var layout: String
  package var problem: Problem

  package enum Problem: Sendable, Hashable {
    /// The layout has no `source` and none was given.
    case sourceNotNamed
    /// The file's name does not tell what the layout wants from it.
    case sourceNotInFileName(pattern: String?)
    /// The file's name does not tell what a constant wants from it.
    case constantNotInFileName(column: String, String, pattern: String?)
    case badSourceName(String)
    case badInterval(String)
    /// A check needs the interval, and neither the layout nor the file's name tells it.
    case intervalNotKnown
    case noSuchZone(String)
    /// None of the names that a column is known by is in the header.
    case columnNotInHeader(column: String, names: [String], header: [String])
    /// The column is asked for by name, and the file has no header.
    case headerNeeded(column: String, names: [String])
    /// Series are named by a header that the file does not have.
    case headerNeededForEach(column: String)
    /// Nothing is left in the header for a column that reads what others leave.
    case nothingForEach(column: String, header: [String])
    /// Two columns of the header would be the same series.
    case twoSeries(named: String, String, String)
    /// The header has a width that no shape of the layout has.
    case wrongWidth(found: Int, expected: [Int])
    /// A constant or default that its column cannot hold.
    case badConstant(column: String, value: String, type: ColumnType)
  }
}

extension LayoutMismatch: CustomStringConvertible {
  /// What does not fit, and the option or key that would make it fit.
  package var description: String {
    "\(file) does not fit the layout \(layout): \(sentence)"
  }

  private var sentence: String {
    switch problem {
    case .sourceNotNamed:
      "the layout does not say which source the rows belong to; name it with --source or `source`"
    case .sourceNotInFileName(let pattern):
      "the file name does not tell the source"
        + (pattern.map { " (it is read by `\($0)`)" } ?? "") + "; name it with --source"
    case .constantNotInFileName(let column, let text, let pattern):
      "the file name does not tell `\(text)` for `\(column)`"
        + (pattern.map { " (it is read by `\($0)`)" } ?? "; give the layout a `file_name`")
    case .badSourceName(let name):
      "`\(name)` is no source name: lower-case letters, digits and _ only"
    case .badInterval(let text):
      "`\(text)` is no candle length; expected one like 1m, 1h, 1d, 1w or 1mo"
    case .intervalNotKnown:
      "a check needs to know the interval, which the file name does not tell; say it with --interval"
    case .noSuchZone(let name):
      "there is no time zone `\(name)`; expected a name like UTC or Europe/Berlin"
    case .columnNotInHeader(let column, let names, let header):
      "the header has no column \(Self.either(names)) for `\(column)`; it has "
        + header.map { "`\($0)`" }.joined(separator: ", ")
    case .headerNeeded(let column, let names):
      "`\(column)` is read from the column \(Self.either(names)), but the file has no header; "
        + "give positions with `at`"
    case .headerNeededForEach(let column):
      "`\(column)` is every column that nothing else reads, each by its name, but the file has no "
        + "header; tell the columns with `series`"
    case .nothingForEach(let column, let header):
      "every column of the header is read by something else, so none is left for `\(column)`; it "
        + "has " + header.map { "`\($0)`" }.joined(separator: ", ")
    case .twoSeries(let name, let one, let other):
      "the columns `\(one)` and `\(other)` would both be the series `\(name)`; give each a name of "
        + "its own with `series`"
    case .wrongWidth(let found, let expected):
      "its records have \(found) fields, expected "
        + expected.map(String.init).joined(separator: " or ")
    case .badConstant(let column, let value, let type):
      "`\(value)` cannot stand in the column `\(column)` of type \(type.rawValue)"
    }
  }

  private static func either(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: " or ")
  }
}
