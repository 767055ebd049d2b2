extension PollutedDraft {
  private static let delimiters = [
    ";", "\t", "|", " ", ":", "~", "^", ", ", "; ", "||", "::", "|~|", ";;",
  ]
  private static let recordEnds = ["\n", "\r", "\r\n", "\r\r\n", "\n\r"]

  /// Writes all records in another way.
  mutating func changeDialect(
    _ kind: PollutionKind, form: Int, subject: CleanTable.Subject,
    using generator: inout SeededGenerator
  ) {
    switch kind {
    case .fieldDelimiter: changeDelimiter(form, subject: subject, using: &generator)
    case .recordDelimiter: changeRecordEnd(form)
    case .quoteCharacter: changeQuote(form, subject: subject)
    case .escapeCharacter: changeEscape(form, using: &generator)
    case .quoteEverything:
      dialect.quotesEverything = true
      dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
      notes.append("all cells quoted, record end \(dialect.recordEnd.debugDescription)")
    case .byteOrderMark:
      byteOrderMark = true
      dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
      dialect.quotesEverything = form % 4 > 1
      notes.append("byte order mark, \(dialect.quotesEverything ? "all" : "few") cells quoted")
    default: preconditionFailure("\(kind) is no dialect")
    }
  }

  private mutating func changeDelimiter(
    _ form: Int, subject: CleanTable.Subject, using generator: inout SeededGenerator
  ) {
    dialect.delimiter = Self.delimiters[form % Self.delimiters.count]
    notes.append("delimiter \(dialect.delimiter.debugDescription)")
    // Where a comma is the decimal sign, files are written with semicolons.
    guard subject == .prices, dialect.delimiter.hasPrefix(";"), Bool.random(using: &generator)
    else { return }
    table = table.mapping { $0.contains(":") ? $0 : $0.replacing(".", with: ",") }
    notes.append("decimal commas")
  }

  private mutating func changeRecordEnd(_ form: Int) {
    let form = form % (Self.recordEnds.count + 2)
    if form < Self.recordEnds.count {
      dialect.recordEnd = Self.recordEnds[form]
    } else {
      dialect.trailingDelimiter = true
      dialect.recordEnd = form == Self.recordEnds.count ? "\n" : "\r\n"
      notes.append("a delimiter after the last cell")
    }
    notes.append("record end \(dialect.recordEnd.debugDescription)")
  }

  private mutating func changeQuote(_ form: Int, subject: CleanTable.Subject) {
    dialect.quote = ["'", "`", nil, "\0"][form % 4]
    if let quote = dialect.quote {
      // Prices need no quotes, so that nothing would be seen of another quote.
      dialect.quotesEverything = subject == .prices || form % 8 > 3
      notes.append(
        "quote \(quote.debugDescription), \(dialect.quotesEverything ? "all" : "few") cells quoted")
    } else {
      // Nothing can be said here that would need quotes.
      table = table.mapping { cell in
        cell.replacing("\n", with: " ").replacing("\"", with: "").replacing(",", with: " -")
      }
      notes.append("no quotes")
    }
  }

  private mutating func changeEscape(_ form: Int, using generator: inout SeededGenerator) {
    let escape = ["\\", "\0", "/"][form % 3]
    dialect.escape = escape
    dialect.quotesEverything = Int.random(in: 0..<4, using: &generator) == 0
    notes.append("quotes escaped by \(escape.debugDescription)")
    // At least one cell shows what the escape is.
    let shown = "\(table.rows[1][2]) \"new\" one"
    table.rows[1][2] = shown
  }
}
