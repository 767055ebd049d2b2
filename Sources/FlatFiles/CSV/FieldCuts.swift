/// Cuts a line without quotes at its delimiters, into room that is reused.
final class FieldCuts {
  private let delimiter: UInt8
  private var room: UnsafeMutableBufferPointer<RecordBatch.Field>
  private var count = 0

  init(delimiter: UInt8) {
    self.delimiter = delimiter
    room = .allocate(capacity: 64)
  }

  deinit { room.deallocate() }

  /// The fields of the line cut last.
  @inline(__always)
  var fields: UnsafeBufferPointer<RecordBatch.Field> {
    UnsafeBufferPointer(rebasing: room[..<count])
  }

  /// Cuts a line whose first byte stands at an offset of the batch, and returns how many fields it
  /// has.
  @inline(__always)
  func cut(_ line: UnsafeRawBufferPointer, at offset: Int) -> Int {
    count = 0
    var start = 0
    while let end = line.firstIndex(of: delimiter, from: start) {
      add(offset + start, end - start)
      start = end + 1
    }
    add(offset + start, line.count - start)
    return count
  }

  /// Adds a field to those of the line, for a caller that cuts it itself.
  @inline(__always)
  func add(_ offset: Int, _ length: Int, _ kind: RecordBatch.FieldKind = .bare) {
    if count == room.count { grow() }
    room.initializeElement(
      at: count, to: RecordBatch.Field(offset: offset, length: length, kind: kind))
    count += 1
  }

  func removeAll() { count = 0 }

  /// Makes empty fields empty texts, where a missing value is spelled in another way.
  @inline(__always)
  func quoteEmpty() {
    for index in 0..<count where room[index].length == 0 { room[index].kind = .quoted }
  }

  private func grow() {
    let larger = UnsafeMutableBufferPointer<RecordBatch.Field>.allocate(capacity: room.count * 2)
    _ = larger.initialize(fromContentsOf: room)
    room.deallocate()
    room = larger
  }
}
