/// Makes UTF-8 of text in another encoding, piece by piece.
///
/// What is no character there becomes bytes that UTF-8 does not have, so that the check that every
/// record goes through rejects the one that holds it: a byte that Windows-1252 leaves undefined
/// stays what it is, an unpaired surrogate is spelled in three bytes, and half a unit at the end
/// of the file is 0xFF.
struct Transcoder {
  private let encoding: TextEncoding

  /// How many bytes of UTF-8 one byte can become at most.
  static let growth = 3
  /// How many bytes at the end of a piece may have to wait for the next one.
  static let longestRest = 3

  init(_ encoding: TextEncoding) { self.encoding = encoding }

  /// Writes the characters of a piece that are complete, and all of the last one.
  ///
  /// - Returns: how many bytes of the input were used, and how many were written.
  func transcode(
    _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
  ) -> (used: Int, written: Int) {
    switch encoding {
    case .auto, .utf8:
      output.copyMemory(from: input)
      return (input.count, input.count)
    case .latin1: return bytewise(input, into: output) { UInt16($0) }
    case .windows1252:
      return bytewise(input, into: output) { byte in
        byte < 0xA0 ? Windows1252.upper[Int(byte) - 0x80] : UInt16(byte)
      }
    case .utf16LE: return utf16(input, isLast, into: output, high: 1)
    case .utf16BE: return utf16(input, isLast, into: output, high: 0)
    }
  }

  @inline(__always)
  private func bytewise(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer,
    _ character: (UInt8) -> UInt16
  ) -> (used: Int, written: Int) {
    var at = 0
    for byte in input {
      let code = byte < 0x80 ? UInt16(byte) : character(byte)
      if byte < 0x80 || code == 0 {
        output[at] = byte
        at += 1
      } else {
        at = write(UInt32(code), to: output, at)
      }
    }
    return (input.count, at)
  }

  private func utf16(
    _ input: UnsafeRawBufferPointer, _ isLast: Bool, into output: UnsafeMutableRawBufferPointer,
    high: Int
  ) -> (used: Int, written: Int) {
    var at = 0
    var used = 0
    while used + 1 < input.count {
      let unit = UInt32(input[used + high]) << 8 | UInt32(input[used + 1 - high])
      var code = unit
      var length = 2
      if unit & 0xFC00 == 0xD800 {
        if used + 3 < input.count {
          let second = UInt32(input[used + 2 + high]) << 8 | UInt32(input[used + 3 - high])
          if second & 0xFC00 == 0xDC00 {
            code = 0x10000 + (unit & 0x3FF) << 10 + (second & 0x3FF)
            length = 4
          }
        } else if !isLast {
          break
        }
      }
      at = write(code, to: output, at)
      used += length
    }
    if isLast, used < input.count {
      output[at] = 0xFF
      return (input.count, at + 1)
    }
    return (used, at)
  }

  /// Writes a character, or a surrogate in the three bytes that it would have, and returns where
  /// the next one stands.
  @inline(__always)
  private func write(_ code: UInt32, to output: UnsafeMutableRawBufferPointer, _ at: Int) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (code >> shift) & 0x3F) }
    switch code {
    case 0..<0x80:
      output[at] = UInt8(code)
      return at + 1
    case 0x80..<0x800:
      output[at] = UInt8(0xC0 | code >> 6)
      output[at + 1] = continuation(0)
      return at + 2
    case 0x800..<0x10000:
      output[at] = UInt8(0xE0 | code >> 12)
      output[at + 1] = continuation(6)
      output[at + 2] = continuation(0)
      return at + 3
    default:
      output[at] = UInt8(0xF0 | code >> 18)
      output[at + 1] = continuation(12)
      output[at + 2] = continuation(6)
      output[at + 3] = continuation(0)
      return at + 4
    }
  }
}
