/// Bytes that grow at the end and are reused: what a batch of records lives in.
///
/// Callers hold offsets, never pointers, because growing moves the bytes. Behind the last byte a few
/// more can be read, `ByteWord.width` of them, whatever they are.
///
/// Rows are encoded into one field by field, in another module: so what is called for each is compiled
/// into the caller, and nobody checks at run time that only one thread is at it.
@usableFromInline
package final class ByteBuffer {
  @usableFromInline @exclusivity(unchecked) var length = 0
  @usableFromInline @exclusivity(unchecked) var storage: UnsafeMutableRawBufferPointer

  @inlinable package var count: Int { length }

  package init(capacity: Int = 1 << 16) {
    storage = .allocate(byteCount: max(capacity, 64) + ByteWord.width, alignment: 16)
  }

  deinit { storage.deallocate() }

  /// All the bytes held. Valid until the next change.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[..<length])
  }

  /// The bytes at an offset. Valid until the next change.
  @inlinable @inline(__always)
  package func slice(_ offset: Int, _ length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[offset..<offset + length])
  }

  /// Makes room for `extra` bytes more, and returns where they begin. The caller fills them and
  /// then says so with `commit`.
  @inlinable @inline(__always)
  package func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
    let needed = length + extra + ByteWord.width
    if needed > storage.count { grow(to: needed) }
    return storage.baseAddress.unsafelyUnwrapped + length  // never nil: capacity is at least 64
  }

  /// Counts in bytes written at the pointer that `reserve` gave.
  @inlinable @inline(__always)
  package func commit(_ written: Int) { length += written }

  /// Appends a copy of the bytes, and returns the offset at which they begin.
  @inlinable @inline(__always) @discardableResult
  package func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    let offset = length
    guard let source = bytes.baseAddress else { return offset }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    length += bytes.count
    return offset
  }

  @inline(__always)
  package func append(byte: UInt8) {
    reserve(1).storeBytes(of: byte, as: UInt8.self)
    length += 1
  }

  /// Forgets the contents and keeps the memory.
  package func removeAll() { length = 0 }

  /// Cuts back to a length that the buffer had before.
  package func truncate(to length: Int) { self.length = min(self.length, length) }

  @usableFromInline
  func grow(to needed: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(needed, storage.count * 2), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(storage))
    storage.deallocate()
    storage = larger
  }
}
