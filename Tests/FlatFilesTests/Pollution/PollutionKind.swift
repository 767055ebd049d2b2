/// What can be wrong, or only unusual, with a CSV file.
enum PollutionKind: String, CaseIterable {
  // How all records are written.
  case fieldDelimiter, recordDelimiter, quoteCharacter, escapeCharacter, quoteEverything
  case byteOrderMark
  // What stands around the records.
  case noHeader, multirowHeader, headerOnly, oneDataRow
  case preamble, footer, finalNewline, severalTables, emptyLines
  // One row among the others.
  case rowExtraDelimiter, rowMissingDelimiter, rowStrayQuote, rowOtherDelimiter
  case rowUnescapedQuote
  /// A kind of the first group with one of the others.
  case combination

  /// The kinds that change how all records are written.
  static let dialects: [PollutionKind] = [
    .fieldDelimiter, .recordDelimiter, .quoteCharacter, .escapeCharacter, .quoteEverything,
    .byteOrderMark,
  ]

  /// The kinds that damage a single row.
  static let rows: [PollutionKind] = [
    .rowExtraDelimiter, .rowMissingDelimiter, .rowStrayQuote, .rowOtherDelimiter,
    .rowUnescapedQuote,
  ]

  /// The kinds that a kind of `dialects` is combined with.
  static let structures = allCases.filter { !dialects.contains($0) && $0 != .combination }

  /// The kinds in the order a polluter goes through them; there are far more combinations than forms
  /// of any other kind, so that their turn comes four times.
  static let turns = allCases + [.combination, .combination, .combination]
}
