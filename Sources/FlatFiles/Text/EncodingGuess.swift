/// What the first block of a file says of its encoding.
///
/// A wrong guess is worse than none: text that is not surely in another encoding is UTF-8, and a
/// record with bytes that UTF-8 does not have is rejected. `docs/decisions/0015` says why the
/// signs are these.
struct EncodingGuess {
  private let sample: UnsafeRawBufferPointer
  private let isWhole: Bool

  /// Of a sample that is not the whole file the last character may be cut.
  init(_ sample: UnsafeRawBufferPointer, isWhole: Bool) {
    self.sample = sample
    self.isWhole = isWhole
  }

  /// The encoding of a file of which nothing is told.
  var encoding: TextEncoding {
    if let mark = byteOrderMark { return mark.encoding }
    if looksLikeUTF16(highByteAt: 1) { return .utf16LE }
    if looksLikeUTF16(highByteAt: 0) { return .utf16BE }
    return looksLikeWindows1252 ? .windows1252 : .utf8
  }

  /// The mark that the file begins with, and its length.
  var byteOrderMark: (encoding: TextEncoding, length: Int)? {
    if TextEncoding.hasByteOrderMark(sample) { return (.utf8, 3) }
    if sample.starts(with: [0xFF, 0xFE]) { return (.utf16LE, 2) }
    if sample.starts(with: [0xFE, 0xFF]) { return (.utf16BE, 2) }
    return nil
  }

  /// Why a file that begins like this cannot be read; nil when it can, as text in `encoding`.
  func problem(in encoding: TextEncoding) -> FileProblem? {
    // As UTF-16 this would be a mark and a NUL character.
    if sample.starts(with: [0xFF, 0xFE, 0, 0]) { return .encoding("UTF-32LE") }
    if sample.starts(with: [0, 0, 0xFE, 0xFF]) { return .encoding("UTF-32BE") }
    if sample.starts(with: "PGDMP".utf8) { return .customDump }
    // The first member of pg_dump's tar archives, as tar writes a name.
    if sample.starts(with: "toc.dat\0".utf8) { return .dump(.tar) }
    if let format = OtherFormat(firstBytes: sample) { return .otherFormat(format) }
    if encoding == .utf16LE || encoding == .utf16BE { return nil }
    // NUL may be the quote of a CSV file. Control characters that no text has are another matter.
    let isBinary =
      sample.contains(byte: 0)
      && sample.contains { (0x01...0x08).contains($0) || (0x0E...0x19).contains($0) }
    return isBinary ? .notText : nil
  }

  // MARK: - UTF-16 without a mark

  /// Whether most of the sample is ASCII with a zero in each other byte, and nothing in it is a
  /// control character that text does not have. Text of UTF-8 with NUL as its quote has no zero
  /// beside every letter.
  private func looksLikeUTF16(highByteAt high: Int) -> Bool {
    var units = 0
    var letters = 0
    for at in stride(from: 0, to: sample.count - 1, by: 2) {
      units += 1
      guard sample[at + high] == 0 else { continue }
      switch sample[at + 1 - high] {
      case 0x09, 0x0A, 0x0D, 0x20...0x7E: letters += 1
      case 0x00...0x1F, 0x7F: return false
      default: continue
      }
    }
    return units >= 2 && letters * 10 >= units * 7
  }

  // MARK: - Windows-1252

  /// Whether bytes that UTF-8 does not have are nearly all where Windows-1252 has letters and signs,
  /// and hardly anything speaks for UTF-8.
  private var looksLikeWindows1252: Bool {
    let cut = isWhole ? 0 : TextEncoding.unfinishedTail(of: sample)
    let text = UnsafeRawBufferPointer(rebasing: sample.dropLast(cut))
    if TextEncoding.isValidUTF8(text) { return false }
    var wellFormed = 0
    var sensible = 0
    var strange = 0
    var at = 0
    while at < text.count {
      let length = TextEncoding.characterLength(at: at, in: text)
      // ß before a quotation mark is not uncommon, and as UTF-8 a letter of N’Ko.
      if length > 1, text[at] != 0xDF { wellFormed += 1 }
      if length == 0 {
        if Windows1252.makesSense(at: at, in: text) { sensible += 1 } else { strange += 1 }
      }
      at += max(length, 1)
    }
    // Two bytes of Windows-1252 are a character of UTF-8 by chance only: of a hundred, hardly one.
    return wellFormed * 10 < sensible && strange * 10 <= sensible
  }
}
