package import Postgres

/// Rows of a table without a key are known by nothing but the load that appended them. What a load in
/// batches has committed before it died must neither be written again nor be forgotten.
extension Ledger {
  /// What the ledger has in place of a policy for keys that are there already.
  package static let appendPolicy = "append"

  /// A load that has committed batches in such a table and has not come to its end.
  package struct PartlyAppended: Sendable, Hashable {
    package var load: Int64
    package var file: String
    package var table: TableName
    /// Whether the file that is to be loaded has the content of that one.
    package var isSameContent: Bool
    /// Whether the rows say which load wrote them, so that it can be undone.
    package var canBeUndone: Bool

    package init(
      load: Int64, file: String, table: TableName, isSameContent: Bool, canBeUndone: Bool
    ) {
      self.load = load
      self.file = file
      self.table = table
      self.isSameContent = isSameContent
      self.canBeUndone = canBeUndone
    }
  }

  /// Looks whether another load is appending a content in batches, or has done so in part. The lock
  /// `AdvisoryLock.appending` must be held.
  ///
  /// - Throws: `LedgerError.alive`, `LedgerError.partlyAppended`.
  package func refuseAppended(
    _ sha256: String, to table: TableName, layoutFingerprint: String, besides id: Int64
  ) throws {
    let rows = try connection.query(
      """
      SELECT load_id, file || coalesce('/' || member, ''), keeps_undo,
        EXISTS (SELECT FROM retrofill.batches AS b WHERE b.load_id = l.load_id AND inserted > 0)
      FROM retrofill.loads AS l
      WHERE status = 'running' AND sha256 = \(sha256) AND table_name = \(table.description)
        AND layout_fingerprint = \(layoutFingerprint) AND load_id <> \(id)
      """)
    for row in rows {
      let (other, file): (Int64, String) = try (row.get(0), row.get(1))
      guard try connection.tryAcquire(.load(other)) else {
        throw try alive(other, file: file, table: table)
      }
      try connection.release(.load(other))
      guard try row.get(3) else { continue }
      throw try LedgerError.partlyAppended(
        PartlyAppended(
          load: other, file: file, table: table, isSameContent: true, canBeUndone: row.get(2)))
    }
  }

  /// Lets a load take over what a dead one had appended only where it goes on behind that. A table
  /// that was emptied since has nothing of it.
  ///
  /// - Throws: `LedgerError.partlyAppended`.
  func refuseToAppendTwice(_ load: NewLoad, _ dead: Dead) throws {
    let row = try connection.first(
      """
      SELECT publish = 'batch', file || coalesce('/' || member, ''), keeps_undo,
        EXISTS (SELECT FROM \(table: load.table))
      FROM retrofill.loads AS l
      WHERE load_id = \(dead.id)
        AND EXISTS (SELECT FROM retrofill.batches AS b WHERE b.load_id = l.load_id AND inserted > 0)
      """)
    guard let row else { return }
    guard try row.get(3) else { return try forgetBatches(of: dead.id) }
    let goesOn = try row.get(0) && load.publish == "batch"
    if goesOn, dead.isOfTheSameFile { return }
    try connection.release(.load(dead.id))
    throw try LedgerError.partlyAppended(
      PartlyAppended(
        load: dead.id, file: row.get(1), table: load.table, isSameContent: dead.isOfTheSameFile,
        canBeUndone: row.get(2)))
  }
}

extension Ledger.PartlyAppended: CustomStringConvertible {
  package var description: String {
    let goOn =
      isSameContent
      ? "Load the file with publish: batch, which goes on behind them"
      : "Load \(file) as it was with publish: batch, which goes on behind them"
    let takeBack =
      canBeUndone
      ? "take them back: retrofill undo \(load)"
      : isSameContent
        ? "empty the table first"
        : "remove them by hand and load the file under another name"
    return """
      Load \(load) of \(file) had appended rows to \(table) when it stopped, and the table has no key \
      by which these could be told from the rows to come. \(goOn), or \(takeBack).
      """
  }
}
