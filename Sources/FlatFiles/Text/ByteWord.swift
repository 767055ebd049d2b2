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

  /// Has a bit set in each byte that differs, and in no other.
  @inlinable @inline(__always)
  package func differences(to other: ByteWord) -> UInt64 { bytes ^ other.bytes }

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
  package var number: Int64 { Self.number(of: bytes &- 0x3030_3030_3030_3030) }

  /// The number of the last digits, where all eight bytes are digits.
  @inlinable @inline(__always)
  package func number(ofLast count: Int) -> Int64 {
    let earlier = 8 &* (Self.width &- count)
    let digits = bytes &- 0x3030_3030_3030_3030
    return Self.number(of: (digits >> earlier) << earlier)
  }

  @inlinable @inline(__always)
  static func number(of digits: UInt64) -> Int64 {
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
