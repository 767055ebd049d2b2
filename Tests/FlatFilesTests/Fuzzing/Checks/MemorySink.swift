import FlatFiles

/// Keeps what is written.
final class MemorySink: ByteSink {
  private(set) var bytes: [UInt8] = []
  func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
