/// Eight bytes of text looked at together, in the order in which they stand.
///
/// The marks that a look returns have the highest bit of each byte that was found; they are exact,
/// not only up to the first one.
@frozen @usableFromInline
package struct ByteWord {
  @usableFromInline let bytes: UInt64

  /// How many bytes a word has.
  @inlinable package static var width: Int { 8 }

  @inlinable static var low: UInt64 { 0x7F7F_7F7F_7F7F_7F7F }

  /// A word of one byte eight times.
  @inlinable @inline(__always)
  package init(repeating byte: UInt8) { bytes = UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Reads the eight bytes at an address, all of which must be readable.
  @inlinable @inline(__always)
  package init(_ address: UnsafeRawPointer) {
    bytes = UInt64(littleEndian: address.loadUnaligned(as: UInt64.self))
  }

  /// Marks the bytes that are the same in both words.
  @inlinable @inline(__always)
  package func matches(_ other: ByteWord) -> UInt64 {
    let difference = bytes ^ other.bytes
    return ~((difference & Self.low) &+ Self.low | difference | Self.low)
  }

  /// Marks the bytes that are no ASCII digits.
  @inlinable @inline(__always)
  package var nonDigits: UInt64 {
    let values = bytes ^ 0x3030_3030_3030_3030
    return ((values & Self.low) &+ 0x7676_7676_7676_7676 | values) & ~Self.low
  }

  /// The number of eight digits.
  ///
  /// Adjacent digits are made pairs, pairs fours, fours the number: three multiplications.
  @inlinable @inline(__always)
  package var number: Int64 {
    let digits = bytes &- 0x3030_3030_3030_3030
    let pairs = digits &* 10 &+ digits >> 8
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let high = (pairs & mask) &* 0x000F_4240_0000_0064
    let low = (pairs >> 16 & mask) &* 0x0000_2710_0000_0001
    return Int64((high &+ low) >> 32)
  }

  /// Which byte the first mark stands for; 8 where there is none.
  @inlinable @inline(__always)
  package static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}
