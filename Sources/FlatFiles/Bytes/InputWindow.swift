/// The part of a file's text that is being looked at: it grows at the end by pieces and is used up
/// from the front by whole records.
///
/// Damage to the file ends the text early and waits in `damage`, so that a reader can hand out all
/// whole records before it throws.
final class InputWindow {
  let path: String
  /// The offset in the text of the first byte not used up: in the content, where that is UTF-8.
  private(set) var offset = 0
  /// The physical line on which that byte stands, counted from 1; kept by the reader.
  var line = 1
  /// Whether the sample is all that there is of the file.
  private(set) var isSampleWhole = false
  /// Damage to the file that was met in the sample: known before a reader comes to it.
  private(set) var sampleDamage: (any Error)?
  /// Content before this offset may hold bytes that are no UTF-8 or NUL, so its records have to be
  /// looked at one by one. Kept only where `checkText` was called.
  private(set) var suspectBefore = 0

  /// The offset in the content before which there is no line end that was not counted; a line end
  /// stands there, or nothing is known from there on.
  private var nextNewline = 0
  /// Where the line of `nextNewline` begins.
  private var lineStart = 0
  /// Nil where the text is held in memory.
  private let text: TextStream?
  private let pieceBytes: Int
  let silentBytes: Int
  /// What ends the line that `useLongLine` began; nil where no such line is open.
  private var longLineEnd: UInt8?
  private var checksText = false
  private var storage: UnsafeMutableRawBufferPointer
  private var unused: Range<Int> = 0..<0
  /// How many bytes behind `unused` were read for the sample, and are not handed out yet.
  private var ahead = 0
  private var isTextRead = false
  private var textDamage: (any Error)?
  /// Up to where in `storage` the text has been checked.
  private var checked = 0

  /// Opens the text of a file. Throws `FileError` where its first block shows that it has none,
  /// or one in an encoding that is not read.
  init(_ content: ContentStream, encoding: TextEncoding = .auto, limits: ReadLimits) throws {
    text = try TextStream(content, told: encoding)
    path = "\(content.source)"
    pieceBytes = limits.pieceBytes
    silentBytes = limits.silentBytes
    storage = .allocate(byteCount: limits.pieceBytes * 2 + 64, alignment: 16)
    while bytes.count < Self.sampleBytes, fill() {}
    if TextEncoding.hasByteOrderMark(bytes) { use(TextEncoding.byteOrderMark.count) }
    lineStart = offset
    if bytes.isEmpty { throw damage ?? FileError(path: path, problem: .empty) }
    isSampleWhole = isAtEnd && damage == nil
    sampleDamage = damage
    // Whoever reads gets the sample by pieces like all that follows.
    ahead = max(bytes.count - pieceBytes, 0)
    unused = unused.lowerBound..<unused.upperBound - ahead
  }

  /// A window on text that is given with `hold`, part by part.
  init(path: String) {
    self.path = path
    text = nil
    pieceBytes = 64
    silentBytes = .max
    storage = .allocate(byteCount: 1 << 12, alignment: 16)
    isTextRead = true
  }

  /// Replaces the text by a copy of this one, which begins at a place of the file.
  func hold(_ part: UnsafeRawBufferPointer, line: Int, offset: Int, lineStart: Int) {
    if part.count + pieceBytes > storage.count {
      storage.deallocate()
      storage = .allocate(byteCount: (part.count + pieceBytes) * 2, alignment: 16)
    }
    storage.copyMemory(from: part)
    unused = 0..<part.count
    (self.line, self.offset, self.lineStart, nextNewline) = (line, offset, lineStart, offset)
  }

  deinit { storage.deallocate() }

  /// How much of a file is looked at to tell what it is.
  static let sampleBytes = TextStream.sampleBytes

  /// The first bytes that are not used up, as many as were read.
  var sample: UnsafeRawBufferPointer {
    let count = min(unused.count + ahead, Self.sampleBytes)
    return UnsafeRawBufferPointer(
      rebasing: storage[unused.lowerBound..<unused.lowerBound + count])
  }

  /// Whether no more can be read.
  var isAtEnd: Bool { isTextRead && ahead == 0 }
  /// Why the text ended before the file should.
  var damage: (any Error)? { ahead == 0 ? textDamage : nil }

  /// What is there and not used up. Valid until the next `fill`.
  @inline(__always)
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[unused]) }

  /// How the file spells the text, which is UTF-8 here.
  var encoding: TextEncoding { text?.encoding ?? .utf8 }
  var progress: ReadProgress {
    text?.content.progress ?? ReadProgress(bytesRead: offset, totalBytes: nil)
  }
  var sha256: String? { text?.content.sha256 }

  /// Which byte of its line the first one not used up is, from 1. Right only where all bytes were
  /// used with `useCountingLines`.
  var column: Int { offset - lineStart + 1 }

  /// Uses up the first bytes.
  @inline(__always)
  func use(_ count: Int) {
    unused = unused.lowerBound + count..<unused.upperBound
    offset += count
  }

  /// Uses up the first bytes, and counts the lines that end in them.
  @inline(__always)
  func useCountingLines(_ count: Int) {
    if offset + count > nextNewline { countLines(before: offset + count) }
    use(count)
  }

  /// Uses up the line at the front, which ends in a byte and may be of any length, and returns its
  /// beginning. What is left of a very long one waits for `passLongLine`.
  func useLongLine(endingIn lastByte: UInt8 = 0x0A) -> [UInt8] {
    let beginning = beginningOfLine(endingIn: lastByte)
    longLineEnd = lastByte
    passLongLine()
    return beginning
  }

  /// Whether what is at the front is the rest of a line that `useLongLine` began.
  @inline(__always)
  var isInLongLine: Bool { longLineEnd != nil }

  /// Goes on in the line that `useLongLine` began, if it has not ended; false where there is more of
  /// it. Then a reader hands out what it has, an empty batch if need be, so that whoever reads can
  /// tell of it, or stop.
  @discardableResult
  func passLongLine() -> Bool {
    guard let lastByte = longLineEnd else { return true }
    let start = offset
    repeat {
      if let end = bytes.firstIndex(of: lastByte, from: 0) {
        use(end + 1)
        line += 1
        longLineEnd = nil
        return true
      }
      use(bytes.count)
      if offset - start >= silentBytes { return false }
    } while fill()
    longLineEnd = nil
    return true
  }

  /// As much as is shown of a long line, however much of it the window holds so far.
  private func beginningOfLine(endingIn lastByte: UInt8) -> [UInt8] {
    while true {
      let shown = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.longLineShown))
      if let end = shown.firstIndex(of: lastByte, from: 0) { return Array(shown[..<end]) }
      if shown.count == Self.longLineShown || !fill() { return Array(shown) }
    }
  }

  /// How much is shown of a line that is longer than a record may be.
  private static let longLineShown = 1 << 10

  private func countLines(before end: Int) {
    while nextNewline < end {
      let index = nextNewline - offset
      var from = index
      if storage[unused.lowerBound + index] == 0x0A {
        line += 1
        from += 1
        lineStart = nextNewline + 1
      }
      nextNewline = offset + (bytes.firstIndex(of: 0x0A, from: from) ?? bytes.count)
    }
  }

  /// Reads one more piece behind what is there; false at the end of the text.
  func fill() -> Bool {
    if ahead > 0 {
      handOutSample()
      return true
    }
    if isTextRead { return false }
    makeRoom()
    let free = UnsafeMutableRawBufferPointer(
      rebasing: storage[unused.upperBound..<unused.upperBound + pieceBytes])
    do {
      let count = try text?.read(into: free) ?? 0
      if count > 0 {
        unused = unused.lowerBound..<unused.upperBound + count
        if checksText { checkFresh() }
        return true
      }
    } catch {
      textDamage = error
    }
    isTextRead = true
    if checksText { checkFresh() }
    return false
  }

  /// Gives back the memory that something long took which is used up.
  func shrink() {
    let needed = unused.count + ahead + pieceBytes * 2 + 64
    guard storage.count > needed * 2 else { return }
    let smaller = UnsafeMutableRawBufferPointer.allocate(byteCount: needed, alignment: 16)
    let kept = unused.lowerBound..<unused.upperBound + ahead
    smaller.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[kept]))
    storage.deallocate()
    storage = smaller
    checked -= unused.lowerBound
    unused = 0..<unused.count
  }

  private func handOutSample() {
    let count = min(ahead, pieceBytes)
    ahead -= count
    unused = unused.lowerBound..<unused.upperBound + count
    if checksText { checkFresh() }
  }

  /// Moves what is there to the front, into larger storage where it needs that.
  private func makeRoom() {
    if storage.count - unused.upperBound >= pieceBytes { return }
    let kept = UnsafeRawBufferPointer(rebasing: storage[unused])
    checked -= unused.lowerBound
    if kept.count + pieceBytes > storage.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: (kept.count + pieceBytes) * 2, alignment: 16)
      larger.copyMemory(from: kept)
      storage.deallocate()
      storage = larger
    } else {
      storage.copyMemory(from: kept)
    }
    unused = 0..<kept.count
  }

  /// Begins to check that the text is UTF-8 without NUL, for a reader that does not.
  func checkText() {
    checksText = true
    checked = unused.lowerBound
    checkFresh()
  }

  /// Checks what came in, up to the last character that is surely whole.
  private func checkFresh() {
    let start = max(checked, 0)
    var end = unused.upperBound
    if !isAtEnd {
      let tail = UnsafeRawBufferPointer(rebasing: storage[start..<end])
      end -= TextEncoding.unfinishedTail(of: tail)
    }
    let fresh = UnsafeRawBufferPointer(rebasing: storage[start..<end])
    if fresh.contains(byte: 0) || !TextEncoding.isValidUTF8(fresh) {
      suspectBefore = offset + end - unused.lowerBound
    }
    checked = end
  }
}
