import FlatFiles
import Layouts
import Postgres
import Store

/// Where the rows of a load go, and how they become visible.
protocol RowDestination: AnyObject {
  /// Takes the rows of a batch; their sources have been resolved.
  ///
  /// - Returns: rejects of rows that hold what their columns cannot.
  func add(_ rows: RowBatch, from batch: RecordBatch) throws -> [Reject]

  /// Looks parents up that rows name, over a connection that is free.
  func resolving(_ body: () throws -> Void) throws

  /// The batch that was added last is counted, with all its rejects.
  func batchAdded() throws

  /// Everything has been added: waits until the server has it.
  func finishWriting() throws

  /// Makes the load visible, and writes the ledger's last word in the same transaction.
  ///
  /// - Returns: what became of the records.
  func publish(
    sha256: String, extents: [SeriesExtent], report: inout LoadReport
  ) throws -> LoadCounts

  /// Tells the planner about the rows that were published.
  func refreshStatistics() throws

  /// Stops what still runs. Safe to call at any time.
  ///
  /// - Throws: `AppendingFailed`, `RefusedCopy` where rows that are published before the others have
  ///   to take another way.
  func abandon() throws
}

extension RowDestination {
  func batchAdded() throws {}

  func resolving(_ body: () throws -> Void) throws { try body() }
}
