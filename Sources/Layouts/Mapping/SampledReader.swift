import FlatFiles

/// A reader whose first records were looked at before it hands them out.
///
/// How many are looked at does not depend on how the file is cut into batches: every reading of the
/// same file learns the same from it.
final class SampledReader: RecordReader {
  private let reader: any RecordReader
  /// What was read ahead and is not handed out yet, in reverse.
  private var held: [RecordBatch] = []
  /// What stopped the reading ahead; thrown when what stands before it is handed out.
  private var failure: (any Error)?

  /// Reads ahead, and gives each batch to `look` with the number of its records that count.
  init(_ reader: any RecordReader, look: (RecordBatch, Int) -> Void) {
    self.reader = reader
    var budget = SampleBudget()
    do {
      while !budget.isSpent {
        let batch = RecordBatch()
        guard try reader.read(into: batch) else { break }
        // A reader that goes far without a record: whoever reads has to hear of that.
        if batch.isEmpty { break }
        held.append(batch)
        look(batch, budget.take(from: batch))
      }
    } catch {
      failure = error
    }
    held.reverse()
  }

  var columnNames: [String]? { reader.columnNames }
  var columnCount: Int { reader.columnCount }
  var format: FileFormat { reader.format }
  var encoding: TextEncoding { reader.encoding }
  var notes: [String] { reader.notes }
  var progress: ReadProgress { reader.progress }
  var frame: RecordFrame? { reader.frame }
  /// Nil as long as anything is left to hand out.
  var sha256: String? { held.isEmpty ? reader.sha256 : nil }

  func read(into batch: RecordBatch) throws -> Bool {
    if let next = held.popLast() {
      batch.fill(from: next)
      return true
    }
    if let failure { throw failure }
    return try reader.read(into: batch)
  }
}

/// How much of a file is looked at ahead. Rejects count like records, in the order of the file:
/// they are held as well, and a file may have nothing else.
struct SampleBudget {
  /// How many records are looked at…
  static let records = 1_000
  /// …unless they reach this many bytes before.
  static let bytes = 1 << 20

  private var records = Self.records
  private var bytes = Self.bytes

  var isSpent: Bool { records <= 0 || bytes <= 0 }

  /// How many of a batch's records still count.
  mutating func take(from batch: RecordBatch) -> Int {
    var (kept, rejected) = (0, 0)
    while !isSpent, kept < batch.records.count || rejected < batch.rejects.count {
      records -= 1
      let isReject =
        rejected < batch.rejects.count
        && (kept == batch.records.count
          || batch.rejects[rejected].position.byte < batch.records[kept].position.byte)
      if isReject {
        bytes -= batch.rejects[rejected].raw.count
        rejected += 1
      } else {
        bytes -= batch.records[kept].rawLength
        kept += 1
      }
    }
    return kept
  }
}

extension RecordBatch {
  /// Becomes a copy of another batch, one record per item.
  func fill(from other: RecordBatch) {
    removeAll(columnCount: other.columnCount)
    bytes.append(other.bytes.bytes)
    append(contentsOf: other.records)
    fields = other.fields
    rejects = other.rejects
    mended = other.mended
  }
}
