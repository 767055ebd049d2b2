internal import CZlib

/// Inflates gzip data of one or several members (RFC 1952, section 2.2).
///
/// What can be read before damage is handed out first: zlib stops at the damage, and the error
/// waits until the caller asks for more. Zeros behind the last member are padding, as `tar` and
/// tapes leave them; anything else there is damage.
final class GzipReader: Decompressor {
  private let raw: RawStream
  private let stream: UnsafeMutablePointer<z_stream>
  private var consumed = 0
  private var isInMember = true
  private var damage: FileError?

  /// 15 bits of window, and 16 says that a gzip header and trailer stand around the data.
  private static let windowBits: Int32 = 15 + 16

  init(_ raw: RawStream) throws {
    self.raw = raw
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard rf_inflate_init(stream, Self.windowBits) == Z_OK else {
      throw FileError(path: raw.name, problem: .notRead("zlib could not be started"))
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if let damage { throw damage }
    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room.count)
    while stream.pointee.avail_out > 0, damage == nil {
      let input = try raw.nextPiece()
      if input.isEmpty {
        if isInMember, inflateRest() { damage = FileError(path: raw.name, problem: cutShort) }
        break
      }
      if isInMember || beginMember(input) { inflateSome(input) }
    }
    let produced = room.count - Int(stream.pointee.avail_out)
    if produced == 0, let damage { throw damage }
    return produced
  }

  private var cutShort: FileProblem { .gzipCutShort(compressedByte: consumed) }

  /// Hands out what zlib holds back of data that ends too early; true when that was all.
  private func inflateRest() -> Bool {
    inflateSome(UnsafeRawBufferPointer(start: nil, count: 0))
    return damage == nil && isInMember && stream.pointee.avail_out > 0
  }

  private func inflateSome(_ input: UnsafeRawBufferPointer) {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(input.count)
    let result = inflate(stream, Z_NO_FLUSH)
    take(input.count - Int(stream.pointee.avail_in))
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInMember = false
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(result)"
      damage = FileError(
        path: raw.name, problem: .gzipDamaged(compressedByte: consumed, reason: reason))
    }
  }

  /// Decides on what follows a member: another one (true), or padding, which is passed over.
  private func beginMember(_ input: UnsafeRawBufferPointer) -> Bool {
    let padding = input.prefix { $0 == 0 }.count
    if padding > 0 {
      take(padding)
      return false
    }
    inflateReset(stream)
    isInMember = true
    return true
  }

  private func take(_ count: Int) {
    raw.take(count)
    consumed += count
  }
}
