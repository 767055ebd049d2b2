import FlatFiles
import Layouts
import Postgres
import Store

/// Counts records as they are read, and sends their rejects to the spool.
final class Tally {
  private(set) var counts = LoadCounts()
  /// Where the last record stands that was read.
  private(set) var lastPosition = Position(record: 0, line: 1, byte: 0)
  /// What became of the rows that are committed already, with `publish: batch`.
  var committed = LoadCounts()
  /// How many of the rejects are a last line that is cut short: listed and counted, but no fault
  /// that keeps a file out.
  private(set) var cutShort = 0
  /// What is kept of the file where it has rejects.
  var file: RejectedFile?
  private let spool: RejectSpool

  /// Begins with what the landing rejected of a file that is read from where it was landed.
  init(spool: RejectSpool) {
    self.spool = spool
    counts.rowsRead = spool.landed?.count ?? 0
    counts.rejected = counts.rowsRead
    cutShort = spool.landed?.cutShort ?? 0
  }

  /// Where a tally stood.
  struct Mark {
    fileprivate let counts: LoadCounts
    fileprivate let cutShort: Int
    fileprivate let spool: RejectSpool.Mark
  }

  func mark() throws -> Mark {
    Mark(counts: counts, cutShort: cutShort, spool: try spool.mark())
  }

  /// Forgets what was counted after a mark: the work that counts it is done again.
  func rewind(to mark: Mark) throws {
    (counts, cutShort) = (mark.counts, mark.cutShort)
    try spool.rewind(to: mark.spool)
  }

  /// How many rejects weigh against the budget.
  var faults: Int { counts.rejected - cutShort }

  /// The place and the message of the first reject.
  var firstReject: String { spool.first }

  /// Counts what was read, and what the reader rejected.
  func count(_ batch: RecordBatch) throws {
    counts.rowsRead += batch.records.count + batch.rejects.count
    for reject in batch.rejects { try add(reject) }
    let last = [batch.records.last?.position, batch.rejects.last?.position].compactMap { $0 }
    lastPosition = last.max { $0.record < $1.record } ?? lastPosition
  }

  /// Counts what mapping left out.
  func count(_ rows: RowBatch) throws {
    for reject in rows.rejects { try add(reject) }
    for (reason, count) in rows.skipped { counts.skip(reason.rawValue, count) }
  }

  /// What was read and left out so far, and what became of the rows of committed batches. These
  /// have counted what was left out of them as well: it is not taken twice.
  func counts(withMerged committed: LoadCounts) -> LoadCounts {
    var all = counts
    all.inserted = committed.inserted
    all.updated = committed.updated
    all.unchanged = committed.unchanged
    for reason in Merge.skipReasons {
      all.skip(reason.rawValue, committed.skipped[reason.rawValue, default: 0])
    }
    return all
  }

  /// Copies the rejects into the database. Belongs into the transaction that ends the load.
  func commit(to connection: Connection, of load: Int64) throws {
    try spool.commit(to: connection)
    if let file, spool.count > 0 { try RejectStore(connection).keep(file, of: load) }
  }

  /// Goes on behind the batches that an earlier try had committed up to a record: what of them the
  /// server refused is not found once more.
  func goOn(with kept: RejectStore.Kept, upTo record: Int) {
    counts.rejected += kept.count
    spool.goOn(with: kept, upTo: record)
  }

  /// Keeps the rejects that came after a mark in the database. Belongs into the transaction that
  /// commits their batch.
  func keep(since mark: Mark, on connection: Connection) throws {
    try spool.keep(since: mark.spool, on: connection)
  }

  /// Counts a reject; `isRecord` says whether its `raw` is the record, not the row as JSON.
  func add(_ reject: Reject, isRecord: Bool = true) throws {
    counts.rejected += 1
    if reject.code == .cutShort { cutShort += 1 }
    try spool.append(reject, isRecord: isRecord)
  }

  /// - Throws: `LoadError.overBudget` when more is rejected than the request allows.
  func weigh(against request: LoadRequest) throws {
    guard request.maxRejects.allows(faults, of: counts.rowsRead) else {
      throw LoadError.overBudget(
        file: "\(request.file)", rejected: counts.rejected, read: counts.rowsRead,
        budget: request.maxRejects, first: firstReject)
    }
  }
}

extension LoadCounts {
  /// What reading and mapping alone counted.
  var ofReading: LoadCounts {
    var counts = LoadCounts()
    counts.rowsRead = rowsRead
    counts.rejected = rejected
    counts.skipped = skipped.filter { reason, _ in
      !Merge.skipReasons.contains { $0.rawValue == reason }
    }
    return counts
  }

  /// What became of the rows that were merged.
  var ofMerging: LoadCounts { self - ofReading }
}
