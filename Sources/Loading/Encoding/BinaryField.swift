import FlatFiles

/// One field as binary COPY wants it: a length of four bytes, then the value, all big-endian
/// (PostgreSQL manual, "COPY", Binary Format; the values as each type's receive function reads
/// them).
enum BinaryField {
  @inline(__always)
  static func writeNull(to out: ByteBuffer) {
    store(Int32(-1), at: out.reserve(4))
    out.commit(4)
  }

  @inline(__always)
  static func write(_ value: some FixedWidthInteger, to out: ByteBuffer) {
    let width = value.bitWidth / 8
    let target = out.reserve(4 + width)
    store(Int32(width), at: target)
    store(value, at: target + 4)
    out.commit(4 + width)
  }

  static func write(_ value: Double, to out: ByteBuffer) { write(value.bitPattern, to: out) }

  static func write(_ value: Float, to out: ByteBuffer) { write(value.bitPattern, to: out) }

  @inline(__always)
  static func write(text: UnsafeRawBufferPointer, to out: ByteBuffer) {
    store(Int32(text.count), at: out.reserve(4))
    out.commit(4)
    out.append(text)
  }

  /// `jsonb` is its text behind a version byte, which is 1.
  static func write(jsonb text: UnsafeRawBufferPointer, to out: ByteBuffer) {
    let target = out.reserve(5)
    store(Int32(text.count + 1), at: target)
    target.storeBytes(of: 1, toByteOffset: 4, as: UInt8.self)
    out.commit(5)
    out.append(text)
  }

  /// An array of texts, of one dimension that counts from 1 (array_recv in PostgreSQL's
  /// arrayfuncs.c); one without elements has no dimension.
  static func write(texts: [[UInt8]?], to out: ByteBuffer) {
    var header: [Int32] = [
      texts.isEmpty ? 0 : 1, texts.contains { $0 == nil } ? 1 : 0, typeOfText,
    ]
    if !texts.isEmpty { header += [Int32(texts.count), 1] }
    let length = texts.reduce(header.count * 4) { $0 + 4 + ($1?.count ?? 0) }
    for number in [Int32(length)] + header {
      store(number, at: out.reserve(4))
      out.commit(4)
    }
    for text in texts {
      guard let text else {
        writeNull(to: out)
        continue
      }
      text.withUnsafeBytes { write(text: $0, to: out) }
    }
  }

  /// The type `text` (pg_type.dat).
  private static let typeOfText: Int32 = 25

  @inline(__always)
  static func store(_ value: some FixedWidthInteger, at target: UnsafeMutableRawPointer) {
    var bigEndian = value.bigEndian
    withUnsafeBytes(of: &bigEndian) { bytes in
      guard let base = bytes.baseAddress else { return }
      target.copyMemory(from: base, byteCount: bytes.count)
    }
  }
}

/// The frame of a binary COPY: the signature with no flags and no extension, and the trailer.
enum BinaryCopy {
  static let header: [UInt8] =
    [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0, 0, 0, 0, 0]
  static let trailer: [UInt8] = [0xFF, 0xFF]
}
