/// What the first block of a file shows of how it is stored and spelled.
package struct FileBeginning: Sendable {
  package let compression: Compression
  package let encoding: TextEncoding
  package let hasByteOrderMark: Bool
  /// The first 64 KiB of the text, as UTF-8 without a byte order mark.
  package let text: [UInt8]

  /// Reads the first block.
  ///
  /// Throws `FileError` where the file is missing, empty, not text, or compressed in a way that is
  /// not read.
  package init(
    of source: SourceFile, encoding told: TextEncoding = .auto, limits: ReadLimits = ReadLimits()
  ) throws {
    let content = try ContentStream(source, limits: limits)
    compression = content.compression
    let window = try InputWindow(content, encoding: told, limits: limits)
    encoding = window.encoding
    text = Array(window.sample)
    hasByteOrderMark = try Self.hasMark(source, limits)
  }

  /// Marks are taken off before anyone sees the text, so the bytes themselves are asked.
  private static func hasMark(_ source: SourceFile, _ limits: ReadLimits) throws -> Bool {
    let content = try ContentStream(source, limits: limits)
    var bytes = [UInt8](repeating: 0, count: 4)
    return try bytes.withUnsafeMutableBytes { room in
      let count = try content.read(into: room)
      let sample = UnsafeRawBufferPointer(rebasing: room[..<count])
      return EncodingGuess(sample, isWhole: false).byteOrderMark != nil
    }
  }
}

extension FileBeginning {
  /// Whether it begins as a dump does.
  package var isDump: Bool { text.withUnsafeBytes { DumpRecognition.isDump($0) } }

  /// How the lines end: `lf`, `crlf`, `cr`, `lf-cr` or `rs`, and whether some end otherwise.
  package func lineEnding(_ recordEnd: RecordEnd) -> (name: String, isMixed: Bool) {
    guard recordEnd == .lineFeed else { return (recordEnd.rawValue, false) }
    var feeds = 0
    var both = 0
    for (index, byte) in text.enumerated() where byte == 0x0A {
      feeds += 1
      if index > 0, text[index - 1] == 0x0D { both += 1 }
    }
    return (both * 2 > feeds ? "crlf" : "lf", both > 0 && both < feeds)
  }
}
