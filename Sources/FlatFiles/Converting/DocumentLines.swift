/// Records as JSON documents, one on each line.
final class DocumentLines: RecordWriting {
  private let document: RecordDocument
  private let sink: any ByteSink
  private let buffer = ByteBuffer(capacity: flushBytes * 2)

  private static let flushBytes = 64 << 10

  init(of reader: any RecordReader, to sink: any ByteSink) {
    document = RecordDocument(of: reader)
    self.sink = sink
  }

  func begin() {}

  func write(_ record: Int, of batch: RecordBatch) throws {
    let start = buffer.count
    document.append(record, of: batch, to: buffer)
    takeOutLineEnds(from: start)
    buffer.append(byte: 0x0A)
    if buffer.count >= Self.flushBytes { try end() }
  }

  func end() throws {
    try sink.write(buffer.bytes)
    buffer.removeAll()
  }

  /// A JSON record may go over several lines; between its tokens a line end is a blank, and in
  /// its strings there is none.
  private func takeOutLineEnds(from start: Int) {
    let text = buffer.slice(start, buffer.count - start)
    guard text.contains(byte: 0x0A) || text.contains(byte: 0x0D) else { return }
    let kept = text.filter { $0 != 0x0A && $0 != 0x0D }
    buffer.truncate(to: start)
    kept.withUnsafeBytes { _ = buffer.append($0) }
  }
}
