/// Cuts a line at its delimiters where it lies, into room that is reused.
final class FieldCuts {
  private let delimiter: UInt8
  /// The bytes of a longer delimiter behind its first.
  private let rest: [UInt8]
  private var room: UnsafeMutableBufferPointer<RecordBatch.Field>
  private(set) var count = 0

  init(delimiter: [UInt8]) {
    self.delimiter = delimiter.first ?? UInt8(ascii: ",")
    rest = Array(delimiter.dropFirst())
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
    if !rest.isEmpty { return cutAtAll(line, at: offset) }
    var start = 0
    while let end = line.firstIndex(of: delimiter, from: start) {
      add(offset + start, end - start)
      start = end + 1
    }
    add(offset + start, line.count - start)
    return count
  }

  private func cutAtAll(_ line: UnsafeRawBufferPointer, at offset: Int) -> Int {
    var start = 0
    var from = 0
    while let end = line.firstIndex(of: delimiter, from: from) {
      from = end + 1
      guard line[from...].starts(with: rest) else { continue }
      add(offset + start, end - start)
      start = from + rest.count
      from = start
    }
    add(offset + start, line.count - start)
    return count
  }

  /// Adds a field that was cut elsewhere, or one that is not there.
  @inline(__always)
  func add(_ offset: Int, _ length: Int, kind: RecordBatch.FieldKind = .bare) {
    if count == room.count { grow() }
    room.initializeElement(
      at: count, to: RecordBatch.Field(offset: offset, length: length, kind: kind))
    count += 1
  }

  /// Forgets all fields from the `count`th on.
  func keepFirst(_ count: Int) { self.count = min(self.count, count) }

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
