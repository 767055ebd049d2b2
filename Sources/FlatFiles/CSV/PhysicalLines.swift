/// The text of a CSV file as physical lines, each at the front of a window that is used up.
struct PhysicalLines {
  /// A line at the front of the window. `end` is behind its line end; `contentEnd` is where the
  /// last byte of that stands, or the text ends.
  struct Line {
    var contentEnd: Int
    var end: Int
    /// Whether the file ends here, without a line end.
    var isLast: Bool
  }

  let window: InputWindow
  /// The byte that every line but the last one ends in.
  let lastByte: UInt8
  private let recordEnd: RecordEnd
  /// What stands behind the last field of each record, if anything does.
  private let trailer: [UInt8]
  private let longest: Int
  /// Whether the line asked for last is longer than a record may be.
  private(set) var isTooLong = false

  init(_ window: InputWindow, _ dialect: Dialect, limits: ReadLimits) {
    self.window = window
    recordEnd = dialect.recordEnd
    lastByte = dialect.recordEnd.lastByte
    trailer = dialect.endsInDelimiter ? dialect.delimiter : []
    longest = limits.recordBytes
  }

  /// The line that begins so far behind the front. Reads on until it is complete; nil where the
  /// text ends, and where it is longer than a record may be. What is left of a damaged file is no
  /// line.
  mutating func line(from start: Int = 0) -> Line? {
    var searched = start
    isTooLong = false
    while true {
      let end = window.bytes.firstIndex(of: lastByte, from: searched)
      if let end, end - start <= longest {
        return Line(contentEnd: end, end: end + 1, isLast: false)
      }
      searched = end ?? window.bytes.count
      if searched - start > longest {
        isTooLong = true
        return nil
      }
      if window.fill() { continue }
      if searched == start || window.damage != nil { return nil }
      return Line(contentEnd: searched, end: searched, isLast: true)
    }
  }

  /// The content of a line: without its end, and without a delimiter behind its last field where
  /// the dialect has one there. `end` is where the last byte of its end stands or stood.
  @inline(__always)
  func content(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> UnsafeRawBufferPointer {
    var end = end
    if end > start, bytes[end - 1] == lastByte { end -= 1 }
    while end > start, recordEnd.isTrailing(bytes[end - 1]) { end -= 1 }
    if !trailer.isEmpty, end - start > trailer.count {
      let tail = UnsafeRawBufferPointer(rebasing: bytes[end - trailer.count..<end])
      if tail.elementsEqual(trailer) { end -= trailer.count }
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// The content of the line at the front.
  func content(_ line: Line) -> UnsafeRawBufferPointer {
    content(window.bytes, 0, line.contentEnd)
  }

  func use(_ count: Int, lines: Int) {
    window.use(count)
    window.line += lines
  }

  /// Passes over the line at the front.
  mutating func skip() {
    if let line = line() { use(line.end, lines: 1) }
  }

  /// Passes over blank lines and those that begin with `comment`; of very many, not over all.
  mutating func skipBlank(comment: UInt8?) {
    let start = window.offset
    while window.offset - start < window.silentBytes, let line = line() {
      let content = content(line)
      if !content.isEmpty, content[0] != comment { return }
      use(line.end, lines: 1)
    }
  }
}

extension UnsafeRawBufferPointer {
  /// A line without its LF, CRLF or CR CR LF: `end` is where the LF stands or stood.
  @inline(__always)
  func withoutLineEnd(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    var end = end
    if end > start, self[end - 1] == 0x0A { end -= 1 }
    while end > start, self[end - 1] == 0x0D { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }
}
