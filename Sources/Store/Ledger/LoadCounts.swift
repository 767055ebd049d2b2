/// What became of the records of a load. They always add up, and `checked` makes sure.
package struct LoadCounts: Sendable, Hashable {
  package var rowsRead = 0
  package var inserted = 0
  package var updated = 0
  package var unchanged = 0
  package var rejected = 0
  /// By reason: `null-row`, `duplicate`, `exists`, `older`, `unfinished`, `filtered`, `undone`.
  package var skipped: [String: Int] = [:]
  /// Rows of the load that this one stands in for, which it did not bring: those that are gone, and
  /// those that are as they were before that load. No record is counted here.
  package var removed = 0
  package var reverted = 0

  package init() {}

  package var skippedTotal: Int { skipped.values.reduce(0, +) }

  package var accountedFor: Int { inserted + updated + unchanged + rejected + skippedTotal }

  /// The counts themselves, when every record read is accounted for.
  ///
  /// - Throws: `LedgerError.countsDisagree` otherwise; nothing is then published.
  package func checked() throws -> LoadCounts {
    guard accountedFor == rowsRead else { throw LedgerError.countsDisagree(self) }
    return self
  }

  package mutating func skip(_ reason: String, _ count: Int) {
    if count > 0 { skipped[reason, default: 0] += count }
  }

  package static func += (left: inout LoadCounts, right: LoadCounts) {
    left.rowsRead += right.rowsRead
    left.inserted += right.inserted
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.rejected += right.rejected
    left.removed += right.removed
    left.reverted += right.reverted
    left.skipped.merge(right.skipped, uniquingKeysWith: +)
  }

  package static func - (left: LoadCounts, right: LoadCounts) -> LoadCounts {
    var difference = LoadCounts()
    difference.rowsRead = left.rowsRead - right.rowsRead
    difference.inserted = left.inserted - right.inserted
    difference.updated = left.updated - right.updated
    difference.unchanged = left.unchanged - right.unchanged
    difference.rejected = left.rejected - right.rejected
    difference.removed = left.removed - right.removed
    difference.reverted = left.reverted - right.reverted
    for (reason, count) in left.skipped {
      difference.skip(reason, count - right.skipped[reason, default: 0])
    }
    return difference
  }

  /// The skipped counts as the JSON object that the ledger keeps; reasons are plain words.
  package var skippedJSON: String {
    let members = skipped.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return "{" + members.joined(separator: ", ") + "}"
  }
}

/// What the ledger refuses to write.
package enum LedgerError: Error, CustomStringConvertible {
  case countsDisagree(LoadCounts)
  /// Another process is loading the same file into the same table.
  case alive(load: Int64, file: String, table: String, process: String?)
  /// A load that did not come to its end has appended rows to a table without a key.
  case partlyAppended(Ledger.PartlyAppended)

  package var description: String {
    switch self {
    case .countsDisagree(let counts):
      """
      The counts do not add up: \(counts.rowsRead) records were read, but \
      \(counts.accountedFor) are accounted for (\(counts.inserted) inserted, \
      \(counts.updated) updated, \(counts.unchanged) unchanged, \(counts.rejected) rejected, \
      \(counts.skippedTotal) skipped). Nothing was published. This is a defect in retrofill: \
      please report it with the file.
      """
    case .alive(let load, let file, let table, let process):
      """
      \(file) is being loaded into \(table) already (load \(load)\
      \(process.map { ", \($0)" } ?? "")). \
      Wait until that has ended, or stop it; then run this again.
      """
    case .partlyAppended(let load): "\(load)"
    }
  }
}
