/// The text of a source file as UTF-8, whatever its encoding.
///
/// UTF-8 passes through as it is, with its byte order mark where it has one. Other text is converted
/// piece by piece and comes without; offsets in it are those of the UTF-8 text.
final class TextStream {
  let content: ContentStream
  /// With everything that was not told found out.
  let encoding: TextEncoding

  private let transcoder: Transcoder?
  /// Content that is not yet text: the sample at first, then a piece at a time.
  private let piece: UnsafeMutableRawBufferPointer
  private var raw: Range<Int> = 0..<0
  /// Text that is not handed out yet.
  private let converted: UnsafeMutableRawBufferPointer
  private var ready: Range<Int> = 0..<0
  private var isAtEnd = false
  /// Why the content ended before it should.
  private var damage: (any Error)?

  /// How much of a file is looked at to tell its encoding.
  static let sampleBytes = 64 << 10

  /// Throws `FileError` where the first block shows that there is no text, or none in an encoding
  /// that is read.
  init(_ content: ContentStream, told: TextEncoding) throws {
    self.content = content
    piece = .allocate(byteCount: Self.sampleBytes, alignment: 16)
    var count = 0
    var damage: (any Error)?
    do {
      while count < Self.sampleBytes {
        let received = try content.read(
          into: UnsafeMutableRawBufferPointer(rebasing: piece[count...]))
        if received == 0 { break }
        count += received
      }
    } catch {
      damage = error
    }
    do {
      let guess = EncodingGuess(
        UnsafeRawBufferPointer(rebasing: piece[..<count]),
        isWhole: damage == nil && count < Self.sampleBytes)
      encoding = try guess.encoding(told: told, path: "\(content.source)")
      let mark = encoding == .utf8 ? 0 : guess.byteOrderMark?.length ?? 0
      raw = mark..<count
    } catch {
      piece.deallocate()
      throw error
    }
    self.damage = damage
    isAtEnd = damage != nil || count < Self.sampleBytes
    transcoder = encoding == .utf8 ? nil : Transcoder(encoding)
    converted = .allocate(
      byteCount: transcoder == nil ? 0 : Self.sampleBytes * Transcoder.growth, alignment: 16)
  }

  deinit {
    piece.deallocate()
    converted.deallocate()
  }

  /// Reads at most as much text as there is room for; 0 at the end.
  ///
  /// Throws `FileError` where the data is damaged, but only after all that could be read of it.
  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let transcoder else {
      if !raw.isEmpty { return move(piece, &raw, into: room) }
      if let damage { throw damage }
      return try content.read(into: room)
    }
    while ready.isEmpty {
      if isAtEnd, raw.isEmpty {
        if let damage { throw damage }
        return 0
      }
      convert(transcoder)
    }
    return move(converted, &ready, into: room)
  }

  /// Converts what is there, and reads on where that is not one character.
  private func convert(_ transcoder: Transcoder) {
    let input = UnsafeRawBufferPointer(rebasing: piece[raw])
    let (used, written) = transcoder.transcode(
      input, isLast: isAtEnd && damage == nil, into: converted)
    ready = 0..<written
    raw = raw.lowerBound + used..<raw.upperBound
    // What is left of a character that damage has cut is none.
    if isAtEnd { raw = 0..<0 } else { fill() }
  }

  /// Reads a piece behind what is left of the last one.
  private func fill() {
    piece.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[raw]))
    raw = 0..<raw.count
    do {
      let received = try content.read(
        into: UnsafeMutableRawBufferPointer(rebasing: piece[raw.upperBound...]))
      isAtEnd = received == 0
      raw = 0..<raw.upperBound + received
    } catch {
      isAtEnd = true
      damage = error
    }
  }

  private func move(
    _ bytes: UnsafeMutableRawBufferPointer, _ part: inout Range<Int>,
    into room: UnsafeMutableRawBufferPointer
  ) -> Int {
    let count = min(part.count, room.count)
    let end = part.lowerBound + count
    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[part.lowerBound..<end]))
    part = end..<part.upperBound
    return count
  }
}

extension EncodingGuess {
  /// What was told, or else what the sample shows.
  ///
  /// - Throws: `FileError` where the sample is no text, or begins with the byte order mark of
  ///   another encoding than the one that was told.
  fileprivate func encoding(told: TextEncoding, path: String) throws -> TextEncoding {
    let encoding = told == .auto ? self.encoding : told
    if let problem = problem(in: encoding) { throw FileError(path: path, problem: problem) }
    if let mark = byteOrderMark?.encoding, mark != encoding {
      throw FileError(path: path, problem: .encodingContradicts(told: told, mark: mark))
    }
    return encoding
  }
}
