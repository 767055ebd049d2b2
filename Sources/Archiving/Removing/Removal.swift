import Postgres
import Store

/// Takes rows out of a table for good. Everything here belongs into one transaction under the
/// table's lock, after the rows were found to be safe elsewhere or expired.
struct Removal {
  let table: HistoryTable
  let connection: Connection
  let atCheckpoint: ArchivingCheckpointHook

  /// Removes all rows of the ranges: partitions that lie inside as a whole, the rest row by row.
  /// The partitions handed in are those that overlap the ranges, locked.
  func remove(_ ranges: [TimeRange], partitions: [Partition]) throws {
    let ranges = TimeRange.joined(ranges)
    let whole = wholePartitions(in: ranges, among: partitions)
    for partition in whole { try drop(partition) }
    let rest = ranges.flatMap { $0.subtracting(whole.compactMap(\.range)) }
    guard !rest.isEmpty else { return }
    try atCheckpoint(.beforeDelete)
    try connection.execute("DELETE FROM \(table: table.name) WHERE \(sql: table.isWithin(rest))")
    try atCheckpoint(.afterDelete)
  }

  /// The partitions that lie in the ranges as a whole. They hold the rows of every source, so one
  /// source alone never takes them away.
  func wholePartitions(in ranges: [TimeRange], among partitions: [Partition]) -> [Partition] {
    table.source == nil ? partitions.filter { $0.isContained(in: ranges) } : []
  }

  func drop(_ partition: Partition) throws {
    try atCheckpoint(.beforeDrop)
    try connection.execute("DROP TABLE \(table: partition.name)")
    try atCheckpoint(.afterDrop)
  }
}
