/// A text that fields are compared with: most are told by their length and first eight bytes.
struct WantedText {
  private let bytes: [UInt8]
  private let head: UInt64
  /// The bytes of `head` that are of the text.
  private let mask: UInt64

  init(_ text: String) {
    bytes = Array(text.utf8)
    head = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    mask = bytes.count >= 8 ? .max : (1 << (8 * UInt64(bytes.count))) - 1
  }

  /// Whether a text is this one. Eight bytes more than it has can be read.
  @inline(__always)
  func isSame(as text: UnsafePointer<UInt8>, count: Int) -> Bool {
    guard count == bytes.count else { return false }
    let eight = UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
    guard eight & mask == head else { return false }
    return count <= 8 || bytes.elementsEqual(UnsafeBufferPointer(start: text, count: count))
  }
}
