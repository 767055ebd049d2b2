/// Bytes that grow at the end and are reused: what a batch of records lives in.
///
/// Callers hold offsets, never pointers, because growing moves the bytes. Behind the last byte a few
/// more can be read, `ByteWord.width` of them, whatever they are.
package final class ByteBuffer {
  package private(set) var count = 0
  private var storage: UnsafeMutableRawBufferPointer

  package init(capacity: Int = 1 << 16) {
    storage = .allocate(byteCount: max(capacity, 64) + ByteWord.width, alignment: 16)
  }

  deinit { storage.deallocate() }

  /// All the bytes held. Valid until the next change.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[..<count])
  }

  /// The bytes at an offset. Valid until the next change.
  @inline(__always)
  package func slice(_ offset: Int, _ length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[offset..<offset + length])
  }

  /// Makes room for `extra` bytes more, and returns where they begin. The caller fills them and
  /// then says so with `commit`.
  @inline(__always)
  package func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
    let needed = count + extra + ByteWord.width
    if needed > storage.count { grow(to: needed) }
    return storage.baseAddress.unsafelyUnwrapped + count  // never nil: capacity is at least 64
  }

  /// Counts in bytes written at the pointer that `reserve` gave.
  @inline(__always)
  package func commit(_ written: Int) { count += written }

  /// Appends a copy of the bytes, and returns the offset at which they begin.
  @inline(__always) @discardableResult
  package func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    let offset = count
    guard let source = bytes.baseAddress else { return offset }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
    return offset
  }

  @inline(__always)
  package func append(byte: UInt8) {
    reserve(1).storeBytes(of: byte, as: UInt8.self)
    count += 1
  }

  /// Forgets the contents and keeps the memory.
  package func removeAll() { count = 0 }

  /// Cuts back to a length that the buffer had before.
  package func truncate(to length: Int) { count = min(count, length) }

  private func grow(to needed: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(needed, storage.count * 2), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(storage))
    storage.deallocate()
    storage = larger
  }
}
