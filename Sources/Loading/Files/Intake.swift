import FlatFiles
import Postgres
import Store

/// What takes the records of one file and makes them visible.
protocol Intake: AnyObject {
  /// Takes every batch that `reading` gives, and publishes what came of them together with the
  /// ledger's last word.
  ///
  /// - Returns: what became of the records.
  func load(_ reading: Reading, _ report: inout LoadReport) throws -> LoadCounts

  /// Tells the planner about the rows that were published.
  func refreshStatistics() throws

  /// Belongs into the transaction that writes down a failure.
  func settle(_ error: any Error, on connection: Connection) throws

  /// How to take the file once more, where that gets past an error; nil where it does not.
  func secondTry(after error: any Error) throws -> SecondTry?
}

/// A file that is open once more, and what takes its records this time.
struct SecondTry {
  let reader: any RecordReader
  let intake: any Intake
  /// Why, for the report.
  let note: String
}

extension Intake {
  func secondTry(after error: any Error) throws -> SecondTry? { nil }
}

/// The reading of one file: batches, counts, budget, interruption, progress.
final class Reading {
  let tally: Tally
  /// Where compressed data ended too early, and that was accepted.
  private(set) var cutShort: FileError?
  private let reader: any RecordReader
  private let request: LoadRequest
  private let context: RunContext

  init(_ reader: any RecordReader, _ tally: Tally, request: LoadRequest, context: RunContext) {
    self.reader = reader
    self.tally = tally
    self.request = request
    self.context = context
  }

  /// Hands over every batch, counted, its own rejects spooled.
  ///
  /// Past the budget the rest is still read, so that all that is wrong with the file is said at
  /// once; `isHopeless` then says that nothing more will be published.
  ///
  /// - Throws: `LoadError.overBudget` at the end, `FileError` for a damaged file, `Interrupted`.
  func forEachBatch(_ body: (RecordBatch) throws -> Void) throws {
    let batch = RecordBatch()
    while try readNext(into: batch) {
      try context.interruption.check()
      try tally.count(batch)
      try body(batch)
      tell("reading")
    }
    try tally.weigh(against: request)
  }

  /// Waits until the files in front that may write the same rows have come to their end, or to
  /// another stage. Nothing of the table may be locked meanwhile.
  ///
  /// - Throws: `Interrupted`.
  func waitForTurn(until stage: FileOrder.Stage = .ended) throws {
    try request.place?.wait(until: stage) {
      try context.interruption.check()
      tell("waiting")
    }
  }

  /// Waits until no file in front builds partitions, for one that would build its own.
  ///
  /// - Throws: `Interrupted`.
  func waitForBuilders() throws {
    try request.place?.waitForBuilders {
      try context.interruption.check()
      tell("waiting")
    }
  }

  private func readNext(into batch: RecordBatch) throws -> Bool {
    do {
      return try reader.read(into: batch)
    } catch let error as FileError where request.acceptsTruncated && error.isCutShort {
      cutShort = error
      return false
    }
  }

  /// What is worth saying of the file as a whole.
  var notes: [String] {
    let cut = "the last line is cut short: it is a reject that no budget counts"
    return reader.notes + (tally.cutShort > 0 ? [cut] : [])
  }

  /// SHA-256 of the content, or of what is there of it.
  ///
  /// - Throws: `FileError` when the end was not reached.
  func sha256() throws -> String {
    guard let sha256 = reader.sha256 else {
      throw FileError(path: "\(request.file)", problem: .notRead("the end was not reached"))
    }
    return sha256
  }

  /// Whether more is rejected by now than may be. A count that is exceeded stays so; a share may
  /// recover while good records follow.
  var isHopeless: Bool {
    guard case .count(let allowed) = request.maxRejects else { return false }
    return tally.faults > allowed
  }

  /// Says how far it has come, and what is done now, as a participle.
  func tell(_ phase: String) {
    let progress = reader.progress
    context.progress(
      Progress(
        subject: "\(request.file)", phase: phase, bytesDone: progress.bytesRead,
        bytesTotal: progress.totalBytes, rows: tally.counts.rowsRead,
        rejects: tally.counts.rejected))
  }
}
