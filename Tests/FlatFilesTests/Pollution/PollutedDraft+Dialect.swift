extension PollutedDraft {
  private static let delimiters = [
    ";", "\t", "|", " ", ":", "~", "^", ", ", "; ", "||", "::", "|~|", ";;", " | ", "^|^", "\u{1}",
    "\u{1F}",
  ]
  private static let recordEnds = ["\n", "\r", "\r\n", "\r\r\n", "\n\r"]

  /// Writes all records in another way.
  mutating func changeDialect(
    _ kind: PollutionKind, form: Int, subject: CleanTable.Subject,
    using generator: inout SeededGenerator
  ) {
    switch kind {
    case .fieldDelimiter:
      dialect.delimiter = Self.delimiters[form % Self.delimiters.count]
      notes.append("delimiter \(dialect.delimiter.debugDescription)")
    case .recordDelimiter: changeRecordEnd(form)
    case .quoteCharacter: changeQuote(form, subject: subject)
    case .escapeCharacter: changeEscape(form, using: &generator)
    case .quoteEverything:
      dialect.quotesEverything = true
      dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
      notes.append("all cells quoted, record end \(dialect.recordEnd.debugDescription)")
    case .quoteColumns: quoteColumns(form, using: &generator)
    case .decimalComma: changeDecimals(form)
    case .textEncoding:
      encoding = [.utf16LittleEndian, .windows1252, .utf16BigEndian][form % 3]
      dialect.delimiter = [",", ";", "\t"][form / 3 % 3]
      dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
      table = encodable(table)
      notes.append("\(encoding.rawValue), delimiter \(dialect.delimiter.debugDescription)")
    case .byteOrderMark:
      encoding = .utf8Marked
      dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
      dialect.quotesEverything = form % 4 > 1
      notes.append("byte order mark, \(dialect.quotesEverything ? "all" : "few") cells quoted")
    default: preconditionFailure("\(kind) is no dialect")
    }
  }

  /// The table without the names that the encoding does not have.
  func encodable(_ table: CleanTable) -> CleanTable {
    table.mapping { encoding.canEncode($0) ? $0 : "(name)" }
  }

  /// Cells of digits with a point in them get a comma. Files of that kind are written with other
  /// delimiters, or with quotes around every number.
  private mutating func changeDecimals(_ form: Int) {
    dialect.delimiter = [";", "\t", ",", "|"][form % 4]
    table = table.mapping { cell in
      let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
      let isDecimal =
        parts.count == 2
        && (parts[0].hasPrefix("-") ? parts[0].dropFirst() + parts[1] : parts[0] + parts[1])
          .allSatisfy(\.isNumber)
      return isDecimal ? parts.joined(separator: ",") : cell
    }
    notes.append("decimal commas, delimiter \(dialect.delimiter.debugDescription)")
  }

  /// Some columns, or all that are not of numbers, are quoted throughout; their names may not be.
  private mutating func quoteColumns(_ form: Int, using generator: inout SeededGenerator) {
    let columns = table.header.indices
    switch form % 3 {
    case 0: dialect.quotedColumns = [Polluter.any(Array(columns), using: &generator)]
    case 1: dialect.quotedColumns = Set(columns.filter { $0 % 2 == form / 3 % 2 })
    default:
      dialect.quotedColumns = Set(
        columns.filter { column in
          table.rows.contains { $0[column].contains { $0.isLetter || $0 == ":" } }
        })
    }
    dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
    notes.append("columns \(dialect.quotedColumns.sorted().map { $0 + 1 }) always quoted")
  }

  private mutating func changeRecordEnd(_ form: Int) {
    let form = form % (Self.recordEnds.count + 3)
    if form < Self.recordEnds.count {
      dialect.recordEnd = Self.recordEnds[form]
    } else if form == Self.recordEnds.count + 2 {
      dialect.recordEnd = "\r\n"
      dialect.otherRecordEnd = "\n"
      notes.append("every third record ends otherwise")
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
