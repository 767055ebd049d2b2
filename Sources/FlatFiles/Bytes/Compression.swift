/// How a file is compressed, told by its first bytes and never by its name.
package enum Compression: String, Sendable, Hashable, CaseIterable {
  case none, gzip, zip, bzip2, xz, zstd

  /// How many first bytes `init(magic:)` looks at.
  static let magicLength = 6

  /// Tells the compression from the first bytes of a file, of which there may be fewer.
  init(magic bytes: UnsafeRawBufferPointer) {
    let signatures: [(Compression, [UInt8])] = [
      (.gzip, [0x1F, 0x8B]),
      // A local entry, an empty archive, the first of several volumes.
      (.zip, [0x50, 0x4B, 0x03, 0x04]), (.zip, [0x50, 0x4B, 0x05, 0x06]),
      (.zip, [0x50, 0x4B, 0x07, 0x08]),
      (.bzip2, [0x42, 0x5A, 0x68]),
      (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
      (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    ]
    if let found = signatures.first(where: { bytes.starts(with: $0.1) }) {
      self = found.0
    } else {
      self = Self.isSkippableFrame(bytes) ? .zstd : .none
    }
  }

  /// Parallel compressors of zstd begin with a frame that decoders skip (RFC 8878, section 3.1.2).
  private static func isSkippableFrame(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1...].starts(with: [0x2A, 0x4D, 0x18])
  }

  /// Why a file of this compression is not read, and what to do instead.
  var refusal: String {
    switch self {
    case .none, .gzip, .zip, .zstd: "this compression is read"
    case .bzip2: "this is bzip2 data, which is not read; unpack it first, with: bunzip2"
    case .xz: "this is xz data, which is not read; unpack it first, with: unxz"
    }
  }
}
