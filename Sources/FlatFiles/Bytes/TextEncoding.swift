internal import CSimdjson

/// What the bytes of a file say of its text. Text is UTF-8, with or without a byte order mark;
/// what is recognised as something else is refused with its name, and converting it would begin
/// here.
enum TextEncoding {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func hasByteOrderMark(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: byteOrderMark)
  }

  /// Why a file that begins like this cannot be read as text; nil when it can.
  static func problem(in sample: UnsafeRawBufferPointer) -> FileProblem? {
    if sample.starts(with: [0xFF, 0xFE]) { return .encoding("UTF-16LE") }
    if sample.starts(with: [0xFE, 0xFF]) { return .encoding("UTF-16BE") }
    if sample.starts(with: "PGDMP".utf8) { return .customDump }
    // The first member of pg_dump's tar archives, as tar writes a name.
    if sample.starts(with: "toc.dat\0".utf8) { return .dump(.tar) }
    return sample.contains(byte: 0) ? .notText : nil
  }

  static func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    return rf_utf8_is_valid(base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// How many bytes at the end begin a character that is not complete: 0 to 3.
  static func unfinishedTail(of bytes: UnsafeRawBufferPointer) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0b1100_0000 == 0b1000_0000 { continue }  // a continuation: look further back
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return length > back ? back : 0
    }
    return 0
  }

  /// The offset of the first byte that no valid UTF-8 has there; nil when all is valid.
  static func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
    var at = 0
    while at < bytes.count {
      let length = characterLength(at: at, in: bytes)
      if length == 0 { return at }
      at += length
    }
    return nil
  }

  /// The length of the character that begins here by the table of well-formed sequences (Unicode
  /// Standard, table 3-7), or 0 where none does.
  private static func characterLength(at start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    func follows(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      start + distance < bytes.count && range.contains(bytes[start + distance])
    }
    switch bytes[start] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return follows(1) ? 2 : 0
    case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
    case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
    case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
  }
}
