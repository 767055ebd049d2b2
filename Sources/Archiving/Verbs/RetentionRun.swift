import Logging
import Postgres
import Store

/// One policy applied to its table, on one connection.
///
/// Each partition and each batch goes in a transaction of its own, with its removed range: a run
/// that is stopped has done so much, and the next goes on from there.
struct RetentionRun {
  private let verb: Retain
  private let policy: RetentionPolicy
  private let context: RunContext
  private let connection: Connection
  private let table: HistoryTable
  private let cutoff: Timestamp

  init(
    _ verb: Retain, _ policy: RetentionPolicy, context: RunContext, connection: Connection
  ) throws {
    self.verb = verb
    self.policy = policy
    self.context = context
    self.connection = connection
    table = try HistoryTable(policy.table, timeColumn: policy.timeColumn, on: connection)
    cutoff = policy.limit.cutoff(asOf: context.asOf)
  }

  func execute(_ report: inout RetainReport) throws {
    report.tables.append(RetainReport.Entry(table: table.name.description, before: cutoff))
    guard let range = try expiredRange() else { return }
    try checkShare()
    try table.checkRefined(range, on: connection)
    let entry = report.tables.count - 1
    if let directory = policy.archiveFirst {
      try archive(into: directory, &report.tables[entry])
    }
    try connection.holdingHistory(of: table.name) {
      try dropPartitions(&report.tables[entry])
      // With an archive the rows have gone already; those that came since are for the next run.
      if policy.archiveFirst == nil { try deleteRows(range, &report.tables[entry]) }
    }
  }

  func plan() throws -> [PlannedAction] {
    guard let range = try expiredRange() else { return [] }
    do {
      try checkShare()
    } catch let error as ArchivingError {
      return [
        PlannedAction(action: "refuse", subject: table.name.description, detail: "\(error)")
      ]
    }
    try table.checkRefined(range, on: connection)
    let partitions = try expiredPartitions()
    let how = policy.archiveFirst.map { ", after archiving into \($0)" } ?? ""
    var actions = try partitions.compactMap { partition in
      try partition.range.map { range in
        PlannedAction(
          action: "drop", subject: partition.name.description,
          detail: "partition of \(table.name) before \(cutoff)\(how)",
          rows: try count(table.isWithin(range)), bytes: try size(of: partition))
      }
    }
    let rest = range.subtracting(partitions.compactMap(\.range))
    let rows = try count(table.isWithin(rest))
    if rows > 0 {
      actions.append(
        PlannedAction(
          action: "delete", subject: table.name.description,
          detail: "rows before \(cutoff)\(how)", rows: rows))
    }
    return actions
  }

  // MARK: - What is too old

  /// From the earliest row to the cutoff; nil when there is none before it, and no partition.
  private func expiredRange() throws -> TimeRange? {
    let first = [
      try table.beginning(on: connection), try expiredPartitions().first?.from,
    ].compactMap { $0 }.min()
    guard let first, first < cutoff else { return nil }
    return TimeRange(from: first, to: cutoff)
  }

  private func expiredPartitions() throws -> [Partition] {
    guard table.isPartitioned else { return [] }
    return try Catalog(connection).partitions(of: table.name)
      .filter { partition in partition.range.map { $0.to <= cutoff } ?? false }
  }

  /// Refuses when more rows are too old than are not. The younger ones are counted only as far as
  /// it takes to know.
  private func checkShare() throws {
    guard !verb.force else { return }
    let expired = try count(table.isBefore(cutoff))
    let kept: Int =
      try connection.first(
        """
        SELECT count(*) FROM (SELECT FROM \(table: table.name)
          WHERE \(identifier: table.timeColumn) >= \(cutoff) LIMIT \(expired)) AS kept
        """)?.get(0) ?? 0
    guard kept >= expired else {
      throw ArchivingError.unusualShare(
        table.name, expired: expired, kept: kept, before: cutoff)
    }
  }

  private func count(_ condition: SQL) throws -> Int {
    try table.count(where: condition, on: connection)
  }

  private func size(of partition: Partition) throws -> Int {
    let name = "\(table: partition.name)" as SQL
    return try connection.first("SELECT pg_total_relation_size(\(name.text)::regclass)")?.get(0)
      ?? 0
  }

  // MARK: - Letting go

  private func archive(into directory: String, _ entry: inout RetainReport.Entry) throws {
    var archive = Archive(
      table: table.name, before: cutoff, to: directory, remove: true,
      timeColumn: table.timeColumn)
    archive.atCheckpoint = verb.atCheckpoint
    let before = try expiredPartitions().map { ($0, bytes: try size(of: $0)) }
    let report = try archive.run(in: context)
    entry.archives = report.archives
    entry.rows += report.archives.filter(\.removed).reduce(0) { $0 + $1.rows }
    let left = Set(try expiredPartitions())
    for (partition, bytes) in before where !left.contains(partition) {
      entry.partitions.append(partition.name.name)
      entry.bytes += bytes
    }
    if let error = report.error { throw error }
  }

  private var lock: TableLock {
    TableLock(
      table: table, connection: connection, context: context, atCheckpoint: verb.atCheckpoint)
  }

  private var removal: Removal {
    Removal(table: table, connection: connection, atCheckpoint: verb.atCheckpoint)
  }

  private var removed: RemovedRanges { RemovedRanges(table: table, connection: connection) }

  private func dropPartitions(_ entry: inout RetainReport.Entry) throws {
    for partition in try expiredPartitions() {
      try context.interruption.check()
      guard let range = partition.range else { continue }
      let dropped: (rows: Int, bytes: Int)? = try lock.whileLocked([range]) { _ in
        try table.checkRefined(range, on: connection)
        let rows = try count(table.isWithin(range))
        // What came after it was archived waits for the next run.
        if rows > 0, policy.archiveFirst != nil { return nil }
        let bytes = try size(of: partition)
        try removed.recordExpired(where: table.isWithin(range))
        try removal.drop(partition)
        return (rows, bytes)
      }
      guard let (rows, bytes) = dropped else { continue }
      entry.rows += rows
      entry.bytes += bytes
      entry.partitions.append(partition.name.name)
      context.progress(
        Progress(subject: table.name.description, phase: "dropping", rows: entry.rows))
    }
  }

  private func deleteRows(_ range: TimeRange, _ entry: inout RetainReport.Entry) throws {
    var last: [String]?
    while true {
      try context.interruption.check()
      let (rows, end) = try lock.whileLocked([range]) { _ in
        try table.checkRefined(range, on: connection)
        return try deleteBatch(behind: last)
      }
      entry.rows += rows
      guard let end else { return }
      last = end
      context.progress(
        Progress(subject: table.name.description, phase: "deleting", rows: entry.rows))
    }
  }

  /// Deletes the next rows in the order of the key, which an index finds: no batch reads again what
  /// an earlier one has passed.
  ///
  /// - Returns: how many, and the key of the last; no key when there are none after these.
  private func deleteBatch(behind last: [String]?) throws -> (Int, [String]?) {
    var condition = table.isBefore(cutoff)
    if let last { condition = condition + " AND \(sql: table.keyColumns) > \(sql: tuple(last))" }
    var end: [String]?
    if !table.key.isEmpty {
      end = try table.lastKey(ofFirst: verb.batchRows, where: condition, on: connection)
      guard let end else { return (0, nil) }
      condition = condition + " AND \(sql: table.keyColumns) <= \(sql: tuple(end))"
    }
    try removed.recordExpired(where: condition)
    try verb.atCheckpoint(.beforeDelete)
    let rows = try connection.execute(
      "DELETE FROM \(table: table.name) WHERE \(sql: condition)")
    try verb.atCheckpoint(.afterDelete)
    return (rows, end)
  }

  private func tuple(_ values: [String]) -> SQL {
    "(\(sql: values.map { "\(literal: $0)" as SQL }.joined()))"
  }
}

extension HistoryTable {
  /// `("source_id", "timestamp")`
  fileprivate var keyColumns: SQL { "(\(identifiers: key))" }

  /// The key of the last of the first so many rows that a condition selects, as text.
  fileprivate func lastKey(
    ofFirst rows: Int, where condition: SQL, on connection: Connection
  ) throws -> [String]? {
    let texts = key.map { "\(identifier: $0)::text" as SQL }
    let falling = key.map { "\(identifier: $0) DESC" as SQL }
    return try connection.first(
      """
      SELECT \(sql: texts.joined())
      FROM (SELECT \(identifiers: key) FROM \(table: name) WHERE \(sql: condition)
        ORDER BY \(identifiers: key) LIMIT \(rows)) AS batch
      ORDER BY \(sql: falling.joined())
      LIMIT 1
      """
    ).map { row in try key.indices.map { try row.get($0) } }
  }
}
