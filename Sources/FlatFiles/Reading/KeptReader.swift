/// A reader of text that stands for a file: gives records their numbers in the file. On which lines
/// they stood is not known any more.
final class KeptReader: RecordReader {
  private let reader: any RecordReader
  private let text: any KeptText
  private let fileSHA256: String?
  private var isAtEnd = false

  init(_ reader: any RecordReader, of file: any KeptFile, _ text: any KeptText) {
    self.reader = reader
    self.text = text
    fileSHA256 = file.sha256
  }

  var columnNames: [String]? { reader.columnNames }
  var columnCount: Int { reader.columnCount }
  var format: FileFormat { reader.format }
  var encoding: TextEncoding { reader.encoding }
  var frame: RecordFrame? { reader.frame }
  var notes: [String] { reader.notes }
  var progress: ReadProgress { reader.progress }
  var sha256: String? { isAtEnd ? fileSHA256 ?? reader.sha256 : nil }

  func read(into batch: RecordBatch) throws -> Bool {
    guard try reader.read(into: batch) else {
      isAtEnd = true
      return false
    }
    let isByLine = reader.format.isJSON
    batch.reposition { position in
      let kept = isByLine ? position.line : position.record
      return .unplaced(record: position.record + text.shift(ofRecord: kept))
    }
    return true
  }
}
