/// Where a byte stands next in a window: looked for once in each piece of the text, however often it
/// is asked.
struct NextByte {
  let byte: UInt8?
  /// The offset before which there is none.
  private var absentBefore = 0

  init(_ byte: UInt8?) { self.byte = byte }

  /// Its place in what is there of the text, or the end of that.
  mutating func index(in window: InputWindow) -> Int {
    let bytes = window.bytes
    guard let byte else { return bytes.count }
    let index =
      bytes.firstIndex(of: byte, from: max(absentBefore - window.offset, 0)) ?? bytes.count
    absentBefore = window.offset + index
    return index
  }
}
