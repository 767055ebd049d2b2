import Logging
import Postgres
import Store

/// One run of `archive`, on one connection.
///
/// What is to be done is found by comparing, never by remembering: an earlier archive counts for
/// the months whose rows in the table are still exactly its own. So a run that was killed between
/// any two steps is finished by the next, and late rows of an archived month are new.
struct ArchiveRun {
  private let verb: Archive
  private let context: RunContext
  private let connection: Connection
  private let table: HistoryTable
  private let shelf: ArchiveShelf
  private let ledger: ArchiveLedger

  init(_ verb: Archive, context: RunContext, connection: Connection) throws {
    self.verb = verb
    self.context = context
    self.connection = connection
    table = try HistoryTable(
      verb.table, timeColumn: verb.timeColumn, source: verb.source, on: connection)
    if table.key.isEmpty { throw ArchivingError.noKey(table.name) }
    shelf = ArchiveShelf(verb.to)
    ledger = ArchiveLedger(table: table, connection: connection)
  }

  /// Archived rows that are still in the table: an archive, and those of its ranges that hold.
  private struct Held {
    let archive: StoredArchive
    var slices: [Slice]
    let isNew: Bool
  }

  /// What there is to do.
  private struct Work {
    /// Archived before, and not removed.
    var held: [Held] = []
    /// In no archive yet.
    var open: [Slice] = []

    var isNothing: Bool { held.isEmpty && open.isEmpty }

    var ranges: [TimeRange] {
      TimeRange.joined(open.map(\.range) + held.flatMap(\.slices).map(\.range))
    }
  }

  func execute(_ report: inout ArchiveReport) throws {
    try connection.holdingHistory(of: table.name) {
      try shelf.removePartials(of: table)
      var held: [Held] = []
      try connection.snapshot {
        let work = try findWork(verifying: true)
        try checkRefined(work)
        held = work.held
        guard let written = try write(work.open) else { return }
        report.archives.append(ArchiveReport.Entry(written.archive, written: true))
        held.append(written)
      }
      do {
        try settle(held, &report)
      } catch  where !report.archives.isEmpty && !context.isInterruption(error) {
        report.error = error.advised
      }
      report.note = note(on: held, report)
    }
  }

  /// Records what was written, and removes what is to be removed.
  private func settle(_ held: [Held], _ report: inout ArchiveReport) throws {
    for held in held {
      let entry = try ledger.record(held.archive)
      try verb.atCheckpoint(.afterRecord)
      guard verb.remove else { continue }
      if !held.isNew { try held.archive.verify(held.slices.map(\.range)) }
      try remove(held, entry.id)
      report.noteRemoved(held.archive)
    }
  }

  /// Why nothing was written, or not all of it.
  private func note(on held: [Held], _ report: ArchiveReport) -> String? {
    let what = "rows\(verb.from.map { " from \($0)" } ?? "") before \(verb.before)"
    if held.isEmpty { return "\(table.name) has no \(what)" }
    let earlier = held.filter { !$0.isNew }
    if verb.remove || earlier.isEmpty { return nil }
    let places = earlier.map(\.archive.directory.path).joined(separator: ", ")
    if report.archives.isEmpty {
      return "all \(what) of \(table.name) are archived already: \(places)"
    }
    let rows = earlier.flatMap(\.slices).map(\.content.rows).reduce(0, +)
    return "\(rows) further \(what) of \(table.name) are archived already: \(places)"
  }

  func plan() throws -> [PlannedAction] {
    let work = try findWork(verifying: false)
    try checkRefined(work)
    let writing = work.open.map { slice in
      PlannedAction(
        action: "archive", subject: table.name.description,
        detail: "\(slice.range) into \(shelf.directory.path)", rows: slice.content.rows)
    }
    return verb.remove ? try writing + plannedRemovals(from: work.ranges) : writing
  }

  private func plannedRemovals(from ranges: [TimeRange]) throws -> [PlannedAction] {
    let partitions = try Catalog(connection).partitions(of: table.name)
    let whole = removal.wholePartitions(in: ranges, among: partitions)
    let drops = try whole.map { partition in
      PlannedAction(
        action: "drop", subject: partition.name.description, detail: "archived",
        rows: try table.count(
          where: table.isWithin(partition.range.map { [$0] } ?? []), on: connection))
    }
    let deletions = try ranges.flatMap { $0.subtracting(whole.compactMap(\.range)) }.map { range in
      PlannedAction(
        action: "delete", subject: table.name.description, detail: "\(range), archived",
        rows: try table.count(where: table.isWithin(range), on: connection))
    }
    return drops + deletions.filter { $0.rows != 0 }
  }

  // MARK: - What there is to do

  private func findWork(verifying: Bool) throws -> Work {
    guard let from = try verb.from ?? table.beginning(on: connection), from < verb.before else {
      if let from = verb.from, from >= verb.before {
        throw ArchivingError.emptyRange(TimeRange(from: from, to: verb.before))
      }
      return Work()
    }
    let range = TimeRange(from: from, to: verb.before)
    var work = Work()
    var covered: [TimeRange] = []
    for archive in try candidates(verifying: verifying) {
      let slices = try archive.manifest.slices.filter { slice in
        try range.contains(slice.range) && !covered.contains { $0.overlaps(slice.range) }
          && table.content(where: table.isWithin(slice.range), on: connection)
            .matches(slice.content)
      }
      guard !slices.isEmpty else { continue }
      covered += slices.map(\.range)
      work.held.append(Held(archive: archive, slices: slices, isNew: false))
    }
    for rest in range.subtracting(covered) {
      work.open += try table.slices(of: rest, on: connection)
    }
    return work
  }

  /// The archives that may hold rows which are still in the table: those that the database knows,
  /// and those that a run wrote and was killed before it could say so.
  private func candidates(verifying: Bool) throws -> [StoredArchive] {
    let known = try ledger.written().map(\.archive)
    let columns = table.columns.map(\.name)
    let unknown = try shelf.archives(of: table).filter { archive in
      guard archive.manifest.source == table.source?.name,
        try ledger.id(of: archive) == nil
      else { return false }
      return !verifying || (try? archive.verify()) != nil
    }
    return (known + unknown).filter { $0.manifest.columns.map(\.name) == columns }
  }

  private func checkRefined(_ work: Work) throws {
    guard verb.remove else { return }
    for range in work.ranges { try table.checkRefined(range, on: connection) }
  }

  // MARK: - Doing it

  private func write(_ slices: [Slice]) throws -> Held? {
    guard !slices.isEmpty else { return nil }
    let writer = ArchiveWriter(
      table: table, connection: connection, context: context, shelf: shelf,
      partRows: max(verb.partRows, 1), atCheckpoint: verb.atCheckpoint)
    let archive = try writer.write(slices)
    context.logger.info(
      "archived \(archive.manifest.rows) rows of \(table.name)",
      metadata: ["directory": "\(archive.directory.path)"])
    return Held(archive: archive, slices: slices, isNew: true)
  }

  /// Takes the rows out of the table, if they are still those that the archive holds.
  private func remove(_ held: Held, _ id: Int64) throws {
    let ranges = TimeRange.joined(held.slices.map(\.range))
    let lock = TableLock(
      table: table, connection: connection, context: context, atCheckpoint: verb.atCheckpoint)
    try lock.whileLocked(ranges) { partitions in
      for range in ranges { try table.checkRefined(range, on: connection) }
      try checkUnchanged(held)
      try RemovedRanges(table: table, connection: connection).recordArchived(ranges, archive: id)
      try removal.remove(ranges, partitions: partitions)
      try ledger.markRemoved(id)
    }
  }

  private var removal: Removal {
    Removal(table: table, connection: connection, atCheckpoint: verb.atCheckpoint)
  }

  private func checkUnchanged(_ held: Held) throws {
    for slice in held.slices {
      let found = try table.content(where: table.isWithin(slice.range), on: connection)
      guard found.matches(slice.content) else {
        throw ArchivingError.changedSinceArchived(
          table.name, slice.range, archived: slice.content.rows, found: found.rows,
          archive: held.archive.directory.path)
      }
    }
  }
}

extension ArchiveReport {
  /// Notes that the rows of an archive are gone from the table.
  fileprivate mutating func noteRemoved(_ archive: StoredArchive) {
    if let index = archives.firstIndex(where: { $0.directory == archive.directory.path }) {
      archives[index].removed = true
    } else {
      archives.append(Entry(archive, written: false, removed: true))
    }
  }
}

extension AdvisoryLock {
  /// Held while a table's history is archived, restored or expired.
  static func history(of table: TableName) -> AdvisoryLock { .init(name: "history of \(table)") }
}

extension Connection {
  /// Holds the lock of a table's history through `body`, waiting no longer for it than a killed
  /// process may keep it.
  ///
  /// - Throws: `ArchivingError.busy` when another session holds it.
  func holdingHistory<Value>(of table: TableName, _ body: () throws -> Value) throws -> Value {
    let lock = AdvisoryLock.history(of: table)
    guard try tryAcquire(lock, within: AdvisoryLock.patience) else {
      throw ArchivingError.busy(table, holder: try holder(of: lock))
    }
    // A broken connection has given the lock back already.
    defer { try? release(lock) }
    return try body()
  }
}
