import FlatFiles

extension Dialect {
  /// What a layout says of the dialect, beside lines before the table; nil where it has no words for
  /// it.
  var words: [String]? {
    guard !endsInDelimiter, let delimiter = Self.word(for: delimiter),
      let quote = quote.map(Self.word(for:)) ?? "none"
    else { return nil }
    var words = ["delimiter: \(delimiter)"]
    if quote != "'\"'" { words.append("quote: \(quote)") }
    if let escape {
      guard let word = Self.word(for: escape) else { return nil }
      words.append("escape: \(word)")
    }
    if recordEnd != .lineFeed { words.append("record_end: \(recordEnd.rawValue)") }
    switch headerLines {
    case 0: words.append("header: none")
    case 1: words.append("header: first")
    default: words.append("header_lines: \(headerLines)")
    }
    return words
  }

  private static func word(for delimiter: [UInt8]) -> String? {
    switch delimiter {
    case [0x09]: return "tab"
    case [0x20]: return "space"
    default:
      guard delimiter.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
      return YAMLScalar.text(String(decoding: delimiter, as: UTF8.self))
    }
  }

  private static func word(for sign: UInt8) -> String? {
    (0x21..<0x7F).contains(sign) ? YAMLScalar.text(String(Unicode.Scalar(sign))) : nil
  }
}
