import FlatFiles

/// A reader of records that hold several series: hands out one record for each series of each item,
/// in turns.
///
/// The records of an item have its line, its bytes and its fields in common, and numbers of their
/// own: the third series of the second item of four is record 7.
final class SeriesReader: RecordReader {
  private let reader: any RecordReader
  private let seriesCount: Int

  init(_ reader: any RecordReader, seriesCount: Int) {
    self.reader = reader
    self.seriesCount = seriesCount
  }

  var columnNames: [String]? { reader.columnNames }
  var columnCount: Int { reader.columnCount }
  var format: FileFormat { reader.format }
  var encoding: TextEncoding { reader.encoding }
  var notes: [String] { reader.notes }
  var progress: ReadProgress { reader.progress }
  var frame: RecordFrame? { reader.frame }
  var sha256: String? { reader.sha256 }

  func read(into batch: RecordBatch) throws -> Bool {
    guard try reader.read(into: batch) else { return false }
    batch.split(into: seriesCount)
    return true
  }
}
