import FlatFiles

/// How an entry is spelled.
enum RunEntry {
  /// The bytes of an entry beside its key.
  static let overhead = 2 + 3 * 8

  static func append(_ key: [UInt8], _ position: Position, to buffer: inout [UInt8]) {
    buffer.append(UInt8(key.count >> 8))
    buffer.append(UInt8(key.count & 0xFF))
    buffer += key
    for number in [position.record, position.line, position.byte] {
      for shift in stride(from: 56, through: 0, by: -8) {
        buffer.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
  }

  static func keyCount(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
  }

  static func key(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UnsafeRawBufferPointer {
    let start = offset + 2
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + keyCount(bytes, offset)])
  }

  static func bytes(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UnsafeRawBufferPointer {
    let end = offset + keyCount(bytes, offset) + overhead
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
  }

  static func entry(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SortedRuns.Entry {
    let key = key(bytes, offset)
    func number(_ index: Int) -> Int {
      let start = offset + 2 + key.count + index * 8
      return bytes[start..<start + 8].reduce(0) { $0 << 8 | Int($1) }
    }
    return SortedRuns.Entry(
      key: key, position: Position(record: number(0), line: number(1), byte: number(2)))
  }

  /// By key, and then by record, which stands right behind it.
  static func isBefore(_ bytes: UnsafeRawBufferPointer, _ a: Int, _ b: Int) -> Bool {
    isBefore(key(bytes, a), key(bytes, b)) { (record(bytes, a), record(bytes, b)) }
  }

  static func isBefore(
    _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, _ records: () -> (Int, Int)
  ) -> Bool {
    for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] }
    if a.count != b.count { return a.count < b.count }
    let (left, right) = records()
    return left < right
  }

  private static func record(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    let start = offset + 2 + keyCount(bytes, offset)
    return bytes[start..<start + 8].reduce(0) { $0 << 8 | Int($1) }
  }
}
