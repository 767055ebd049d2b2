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
    return append(line, at: offset)
  }

  /// Cuts a line into fields behind those that are there, and returns how many it has.
  @inline(__always)
  func append(_ line: UnsafeRawBufferPointer, at offset: Int) -> Int {
    guard rest.isEmpty, let text = line.baseAddress else { return appendCuttingAtAll(line, offset) }
    let wanted = ByteWord(repeating: delimiter)
    let before = count
    var next = count
    var start = 0
    var at = 0
    while at + ByteWord.width <= line.count {
      var marks = ByteWord(text + at).matches(wanted)
      if marks != 0 {
        makeRoom(behind: next)
        while marks != 0 {
          let end = at + ByteWord.first(marks)
          put(next, offset + start, end - start)
          next += 1
          start = end + 1
          marks &= marks - 1
        }
      }
      at += ByteWord.width
    }
    makeRoom(behind: next)
    while at < line.count {
      if line[at] == delimiter {
        put(next, offset + start, at - start)
        next += 1
        start = at + 1
      }
      at += 1
    }
    put(next, offset + start, line.count - start)
    count = next + 1
    return count - before
  }

  private func appendCuttingAtAll(_ line: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    let before = count
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
    return count - before
  }

  /// Adds a field that was cut elsewhere, or one that is not there.
  @inline(__always)
  func add(_ offset: Int, _ length: Int, kind: RecordBatch.FieldKind = .bare) {
    makeRoom(behind: count)
    put(count, offset, length, kind: kind)
    count += 1
  }

  /// Stores a field where there is room.
  @inline(__always)
  private func put(
    _ index: Int, _ offset: Int, _ length: Int, kind: RecordBatch.FieldKind = .bare
  ) {
    (room.baseAddress.unsafelyUnwrapped + index)  // never nil: the room is at least 64 long
      .initialize(to: RecordBatch.Field(offset: offset, length: length, kind: kind))
  }

  /// Makes room for as many fields as one word can end, and for the last one of a line.
  @inline(__always)
  private func makeRoom(behind used: Int) {
    if used + ByteWord.width >= room.count { grow(keeping: used) }
  }

  /// Forgets all fields from the `count`th on.
  func keepFirst(_ count: Int) { self.count = min(self.count, count) }

  /// Makes empty fields empty texts, where a missing value is spelled in another way.
  @inline(__always)
  func quoteEmpty() {
    for index in 0..<count where room[index].length == 0 { room[index].kind = .quoted }
  }

  private func grow(keeping used: Int) {
    let larger = UnsafeMutableBufferPointer<RecordBatch.Field>.allocate(capacity: room.count * 2)
    _ = larger.initialize(fromContentsOf: room[..<used])
    room.deallocate()
    room = larger
  }
}
