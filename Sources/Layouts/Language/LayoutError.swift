/// A layout that cannot be used as it is written.
package struct LayoutError: Error, Hashable {
  /// Where it is written; nil when it was named, not written.
  package var place: Place?
  /// The key at fault with those around it, as in `time.snap.to`; nil for the document itself.
  package var key: String?
  package var problem: Problem

  /// A place in a YAML document, counted from 1.
  package struct Place: Sendable, Hashable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  package enum Problem: Sendable, Hashable {
    /// The document is no YAML; the parser's own words.
    case notYAML(String)
    case unknownKey(String, suggestion: String?, known: [String])
    case duplicateKey(String)
    case missingKey(String)
    case unexpected(found: String, expected: String)
    case unknownWord(String, suggestion: String?, known: [String])
    case exclude(String, String)
    /// A key that columns of another type do not have.
    case onlyFor([ColumnType])
    case noSuchLayout(String, suggestion: String?, known: [String])
    case noSuchColumn(String, known: [String])
    /// Names of one table are told within another, and no column refers to that.
    case noParentColumn(String, of: ParentTable, known: [String])
  }
}
