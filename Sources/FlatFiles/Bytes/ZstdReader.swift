internal import CZstd

/// Decompresses Zstandard data of one or several frames (RFC 8878).
///
/// What can be read before damage is handed out first, so the library is given one block at a time:
/// of a call that fails it hands out nothing. A frame may ask for a window of at most 128 MiB, the
/// library's own limit; levels up to 19 ask for 8 MiB and less.
final class ZstdReader: Decompressor {
  private let raw: RawStream
  private let stream: OpaquePointer
  private var consumed = 0
  /// How many bytes the library wants next.
  private var wanted: Int
  private var isInFrame = true
  private var damage: FileError?

  init(_ raw: RawStream) throws {
    self.raw = raw
    guard let stream = ZSTD_createDStream() else {
      throw FileError(path: raw.name, problem: .notRead("zstd could not be started"))
    }
    self.stream = stream
    wanted = ZSTD_initDStream(stream)
  }

  deinit { ZSTD_freeDStream(stream) }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if let damage { throw damage }
    var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
    while output.pos < output.size, damage == nil {
      let input = try raw.nextPiece()
      if input.isEmpty {
        if isInFrame, !decompressRest(to: &output) {
          damage = FileError(
            path: raw.name, problem: .zstdCutShort(compressedByte: consumed))
        }
        break
      }
      if isInFrame || beginFrame(input) {
        decompress(UnsafeRawBufferPointer(rebasing: input.prefix(max(wanted, 1))), to: &output)
      }
    }
    if output.pos == 0, let damage { throw damage }
    return output.pos
  }

  /// Hands out what the library holds back of data that ends too early; false when there is
  /// nothing more.
  private func decompressRest(to output: inout ZSTD_outBuffer) -> Bool {
    let before = output.pos
    decompress(UnsafeRawBufferPointer(start: nil, count: 0), to: &output)
    return output.pos > before || damage != nil || !isInFrame
  }

  private func decompress(_ input: UnsafeRawBufferPointer, to output: inout ZSTD_outBuffer) {
    var part = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    let result = ZSTD_decompressStream(stream, &output, &part)
    take(part.pos)
    if ZSTD_isError(result) == 0 {
      wanted = result
      isInFrame = result != 0
    } else {
      damage = FileError(path: raw.name, problem: problem(result))
    }
  }

  private func problem(_ result: Int) -> FileProblem {
    if ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge {
      return .zstdWindowTooLarge
    }
    return .zstdDamaged(
      compressedByte: consumed, reason: String(cString: ZSTD_getErrorName(result)))
  }

  /// Decides on what follows a frame: another one (true), or zeros, which are padding.
  private func beginFrame(_ input: UnsafeRawBufferPointer) -> Bool {
    let padding = input.prefix { $0 == 0 }.count
    if padding > 0 {
      take(padding)
      return false
    }
    wanted = ZSTD_initDStream(stream)
    isInFrame = true
    return true
  }

  private func take(_ count: Int) {
    raw.take(count)
    consumed += count
  }
}
