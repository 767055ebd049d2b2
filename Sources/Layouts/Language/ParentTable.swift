/// A table whose rows others refer to by a key that files seldom know: they name the row instead.
package enum ParentTable: String, Sendable, CaseIterable {
  case sources, exchanges, markets
  case coinPriorities = "coin_priorities"
  case apiConnectors = "api_connectors"

  /// The column of the same row, and the table it refers to, within whose rows a name is one: two
  /// exchanges may have a market of the same symbol.
  package var scope: (column: String, table: ParentTable)? {
    self == .markets ? ("exchange_id", .exchanges) : nil
  }
}

extension Layout {
  /// How a column tells its parent.
  package struct ParentRule: Sendable, Hashable {
    package var table: ParentTable
    /// Whether the file has the parent's own key, a number, and not its name.
    package var isByKey: Bool

    package init(_ table: ParentTable, isByKey: Bool = false) {
      self.table = table
      self.isByKey = isByKey
    }
  }
}

/// A parent as a file names it.
package struct ParentName: Sendable, Hashable {
  package var name: String
  /// Where the name counts within another parent only: the index of that one among the names of its
  /// column.
  package var scope: Int?

  package init(_ name: String, scope: Int? = nil) {
    self.name = name
    self.scope = scope
  }
}
