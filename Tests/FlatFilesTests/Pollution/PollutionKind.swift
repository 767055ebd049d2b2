/// What can be wrong, or only unusual, with a CSV file.
enum PollutionKind: String, CaseIterable {
  /// A file as it should be: what is done for the others must not harm it.
  case none
  // How all records are written.
  case fieldDelimiter, recordDelimiter, quoteCharacter, escapeCharacter, quoteEverything
  case quoteColumns, decimalComma, byteOrderMark, textEncoding
  // What stands around the records.
  case noHeader, multirowHeader, numericHeader, emptyHeaderCell, headerOnly, oneDataRow
  case separatorLine, preamble, commentLines, footer
  case missingFinalNewline, doubleFinalNewline, severalTables, emptyLines
  // One row among the others.
  case rowExtraDelimiter, rowMissingDelimiter, rowStrayQuote, rowOtherDelimiter
  case rowUnescapedQuote, rowLineBreak, rowCutShort
  /// Several rows, the first ones.
  case firstRowsNarrow
  /// A kind of the first group with one of the others.
  case combination

  /// The kinds that change how all records are written.
  static let dialects: [PollutionKind] = [
    .fieldDelimiter, .recordDelimiter, .quoteCharacter, .escapeCharacter, .quoteEverything,
    .quoteColumns, .decimalComma, .byteOrderMark, .textEncoding,
  ]

  /// The kinds that damage rows.
  static let rows: [PollutionKind] = [
    .rowExtraDelimiter, .rowMissingDelimiter, .rowStrayQuote, .rowOtherDelimiter,
    .rowUnescapedQuote, .rowLineBreak, .rowCutShort, .firstRowsNarrow,
  ]

  /// The kinds that a kind of `dialects` is combined with: not those that need a table or a dialect
  /// of their own.
  static let structures = allCases.filter {
    !dialects.contains($0)
      && ![
        .none, .combination, .numericHeader, .emptyHeaderCell, .separatorLine,
      ].contains($0)
  }

  /// The kinds in the order a polluter goes through them; there are far more combinations than forms
  /// of any other kind, so that their turn comes four times.
  static let turns = allCases + [.combination, .combination, .combination]

  /// The tables that show this kind; in others nothing would be seen of it.
  var subjects: [CleanTable.Subject] {
    switch self {
    case .escapeCharacter: [.invoices, .people, .places]
    case .decimalComma: [.prices, .invoices, .readings, .places]
    case .textEncoding: [.people, .places]
    default: CleanTable.Subject.allCases
    }
  }
}
