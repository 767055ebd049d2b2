import Loading
import Postgres
import Store

/// A transaction in which nobody else writes to a table's history, so that what was looked at is
/// what is removed.
///
/// Loads of ours are waited for in their turn. Then the parent is locked and its partitions after
/// it, all in SHARE ROW EXCLUSIVE mode: an INSERT locks in the same order, and a removal that began
/// with the partition would deadlock with one that waits there. Readers are let through until a
/// partition is dropped. `lock_timeout` bounds the wait, because whoever comes after a waiting lock
/// waits too.
struct TableLock {
  let table: HistoryTable
  let connection: Connection
  let context: RunContext
  let atCheckpoint: ArchivingCheckpointHook

  /// Runs `body` with the partitions that overlap the ranges, in one transaction under the locks;
  /// all of it again when others were in the way.
  func whileLocked<Value>(
    _ ranges: [TimeRange], _ body: ([Partition]) throws -> Value
  ) throws -> Value {
    let retrying = Retrying(attempts: 5, context: context)
    try atCheckpoint(.beforeLock)
    let value = try retrying("removing from \(table.name)") {
      try connection.transaction {
        let partitions = try lock(ranges)
        try atCheckpoint(.afterLock)
        let value = try body(partitions)
        try atCheckpoint(.beforeCommit)
        return value
      }
    }
    try atCheckpoint(.afterCommit)
    return value
  }

  private func lock(_ ranges: [TimeRange]) throws -> [Partition] {
    try connection.acquireInTransaction(.merge(into: table.name))
    try connection.execute("SET LOCAL lock_timeout = '5s'")
    try connection.execute("LOCK TABLE ONLY \(table: table.name) IN SHARE ROW EXCLUSIVE MODE")
    // Only now do the partitions stay what they are.
    let partitions = try Catalog(connection).partitions(of: table.name)
      .filter { partition in ranges.contains { partition.overlaps($0) } }
    if !partitions.isEmpty {
      let names = partitions.map { "\(table: $0.name)" as SQL }
      try connection.execute("LOCK TABLE \(sql: names.joined()) IN SHARE ROW EXCLUSIVE MODE")
    }
    return partitions
  }
}

extension Partition {
  /// Nil when the partition is open to one side.
  var range: TimeRange? {
    guard let from, let to else { return nil }
    return TimeRange(from: from, to: to)
  }

  func overlaps(_ range: TimeRange) -> Bool {
    (from.map { $0 < range.to } ?? true) && (to.map { range.from < $0 } ?? true)
  }

  /// Whether all that the partition can hold lies in one of the ranges.
  func isContained(in ranges: [TimeRange]) -> Bool {
    guard let whole = range else { return false }
    return ranges.contains { $0.contains(whole) }
  }
}
