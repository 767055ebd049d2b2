/// The texts that files put where a value is missing, beside nothing at all.
enum KnownTokens {
  /// The first is the empty text in quotes.
  static let texts = [
    "", "NaN", "nan", "NAN", "null", "NULL", "Null", "None", "none", "N/A", "n/a", "NA", "#N/A",
    "-", "--", ".", "?", "\\N", "nil",
  ]

  private static let bytes = texts.map { Array($0.utf8) }
  private static let longest = 4

  /// Which of them a text is.
  @inline(__always)
  static func index(of text: UnsafeRawBufferPointer) -> Int? {
    text.count > longest ? nil : bytes.firstIndex { $0.elementsEqual(text) }
  }
}
