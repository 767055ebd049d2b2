extension InputWindow {
  /// Uses up the first bytes, and counts the lines that end in them: for readers that count lines
  /// themselves elsewhere.
  func useCountingLineEnds(_ count: Int) {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<count])
    var at = 0
    while let end = bytes.firstIndex(of: 0x0A, from: at) {
      line += 1
      at = end + 1
    }
    use(count)
  }
}
