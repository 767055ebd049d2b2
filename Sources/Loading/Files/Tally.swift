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
  private let spool: RejectSpool

  /// Begins with what the landing rejected of a file that is read from where it was landed.
  init(spool: RejectSpool) {
    self.spool = spool
    counts.rowsRead = spool.landed?.count ?? 0
    counts.rejected = counts.rowsRead
    cutShort = spool.landed?.cutShort ?? 0
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
  func commit(to connection: Connection) throws { try spool.commit(to: connection) }

  func add(_ reject: Reject) throws {
    counts.rejected += 1
    if reject.code == .cutShort { cutShort += 1 }
    try spool.append(reject)
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
