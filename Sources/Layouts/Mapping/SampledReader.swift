import FlatFiles

/// A reader whose first records were looked at before it hands them out.
///
/// How many are looked at does not depend on how the file is cut into batches: every reading of the
/// same file learns the same from it.
final class SampledReader: RecordReader {
  /// How many records are looked at…
  static let records = 1_000
  /// …unless they reach this many bytes before.
  static let bytes = 1 << 20

  private let reader: any RecordReader
  /// What was read ahead and is not handed out yet, in reverse.
  private var held: [RecordBatch] = []
  /// What stopped the reading ahead; thrown when what stands before it is handed out.
  private var failure: (any Error)?

  /// Reads ahead, and gives each batch to `look` with the number of its records that count.
  init(_ reader: any RecordReader, look: (RecordBatch, Int) -> Void) {
    self.reader = reader
    var (records, bytes) = (Self.records, Self.bytes)
    do {
      while records > 0, bytes > 0 {
        let batch = RecordBatch()
        guard try reader.read(into: batch) else { break }
        held.append(batch)
        var count = 0
        while count < batch.records.count, records > 0, bytes > 0 {
          bytes -= batch.records[count].rawLength
          records -= 1
          count += 1
        }
        look(batch, count)
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
