package import Postgres

/// Where the versions of a table's rows are that loads overwrote: what `undo` brings back.
///
/// The versions of one row form a chain: who wrote a version stands beside it, and who wrote over
/// it. The last link is the row in the table itself, whose writer the table knows (`load_id`), or
/// else a journal: the key of each row that a load wrote, the load, and a hash of its values. A
/// writer that is negative says that somebody changed the load's row by hand.
///
/// A load that stands in for another one takes rows out that the other had brought and it does not
/// bring itself. Their versions are no link of the chain any more: they stand aside, with the number
/// of that load as a negative `replacedBy`, for its undo.
package struct VersionTable: Sendable, Hashable {
  package let target: TableName
  /// The columns of the target, then those named below.
  package let versions: TableName
  package let journal: Journal?
  /// The rows that restores wrote into a table that does know who wrote its rows: these have the
  /// numbers of other loads. Nil where none were restored.
  package let restored: Journal?

  /// Of a table that does not know who wrote its rows.
  package struct Journal: Sendable, Hashable {
    /// The key of the target, then `writerColumn` and `hashColumn`.
    package let name: TableName
    /// The columns whose values are hashed.
    package let columns: [String]

    /// The hash of a row's values, by their texts: also of types that have no equality.
    package func hash(of alias: String) -> SQL {
      let columns = columns.map { "\(sql: SQL(unchecked: alias)).\(identifier: $0)" as SQL }
      return "hashtextextended(ROW(\(sql: columns.joined()))::text, 0)"
    }
  }

  /// The load that wrote over a version, and when.
  package static let replacedBy = "retrofill_replaced_by"
  package static let replacedAt = "retrofill_replaced_at"
  package static let hashColumn = "retrofill_hash"
  private static let journaledWriter = "retrofill_load"
  /// Of a restored row: the restore, and when.
  package static let restoredBy = journaledWriter
  package static let restoredAt = "retrofill_restored_at"

  /// The column of the versions, and of the journal, that names the load which wrote a row.
  package var writerColumn: String { journal == nil ? "load_id" : Self.journaledWriter }

  /// The hash of a row's values, as the journal has it.
  package func hash(of alias: String) -> SQL {
    (journal ?? Journal(name: versions, columns: [])).hash(of: alias)
  }

  /// Who wrote a row of the target, negative where it was changed by hand since; NULL where that
  /// was no load. `j` is the row's line in the journal.
  package func writer(of alias: String, journaledIn j: String = "j") -> SQL {
    guard journal != nil else { return "\(sql: SQL(unchecked: alias)).load_id" }
    let line = SQL(unchecked: j)
    return """
      CASE WHEN \(sql: line).\(identifier: Self.hashColumn) = \(sql: hash(of: alias)) \
      THEN \(sql: line).\(identifier: writerColumn) \
      ELSE -\(sql: line).\(identifier: writerColumn) END
      """
  }
}
