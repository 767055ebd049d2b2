import FlatFiles
import Foundation

/// The file that holds the input of the moment, in memory where the system has such a folder.
let file: SourceFile = {
  let shared = "/dev/shm"
  let folder = FileManager.default.fileExists(atPath: shared) ? shared : NSTemporaryDirectory()
  return SourceFile(path: "\(folder)/fuzz-\(getpid())")
}()

/// Reads the input in pieces of usual size, and again in tiny ones, where every record lies across
/// an edge: both must come to the same, and everything must have its place in the file.
func readTwice(_ input: UnsafeRawBufferPointer, _ adjust: (inout ReadOptions) -> Void) {
  write(input)
  var options = ReadOptions()
  adjust(&options)
  let whole = outcome(options)
  options.limits.pieceBytes = 7
  options.limits.batchBytes = 16
  let pieces = outcome(options)
  guard whole == pieces else {
    fatalError("read in pieces, the file comes to something else\n\(whole)\n\(pieces)")
  }
}

func write(_ input: UnsafeRawBufferPointer) {
  let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  precondition(descriptor >= 0 && Foundation.write(descriptor, input.baseAddress, input.count) >= 0)
  close(descriptor)
}

/// All that came of a file, in words.
func outcome(_ options: ReadOptions) -> [String] {
  var lines: [String] = []
  do {
    let reader = try FileReader.open(file, options)
    let batch = RecordBatch()
    lines.append("\(reader.format) \(reader.columnNames ?? []) \(reader.columnCount)")
    var last = 0
    while try reader.read(into: batch) {
      precondition(!batch.isEmpty, "an empty batch stands for the end")
      precondition(batch.fields.count == batch.records.count * batch.columnCount)
      let places =
        batch.records.map(\.position.record) + batch.rejects.map(\.position.record)
      for place in places.sorted() {
        precondition(place > last, "every record has a number of its own, and they go up")
        last = place
      }
      for index in batch.records.indices { lines.append(text(of: index, batch)) }
      lines += batch.rejects.map { "\($0)" }
      lines += batch.mended.map { "\($0)" }
    }
    lines += reader.notes
    precondition(reader.sha256 != nil, "a file that was read to its end is known by its content")
  } catch {
    lines.append("\(error)")
  }
  // In small batches records and rejects take turns more often.
  return lines.sorted()
}

private func text(of index: Int, _ batch: RecordBatch) -> String {
  let record = batch.records[index]
  let fields = (0..<batch.columnCount).map { column in
    let field = batch.field(index, column)
    return "\(field.kind):\(String(decoding: batch.content(field), as: UTF8.self))"
  }
  return "\(record.position) \(String(decoding: batch.raw(index), as: UTF8.self)) \(fields)"
}
