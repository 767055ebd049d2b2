extension PollutedDraft {
  /// Damages one row: the first, the last, or one between. It holds no line end, so that at most one
  /// record should come of it, or two where it is broken.
  mutating func damageRow(
    _ kind: PollutionKind, form: Int, using generator: inout SeededGenerator
  ) {
    if kind == .rowCutShort { return cutShort(using: &generator) }
    if kind == .firstRowsNarrow { return narrowFirstRows(form, using: &generator) }
    let whole = table.rows.indices.filter { row in
      !table.rows[row].contains { $0.unicodeScalars.contains("\n") }
    }
    guard let first = whole.first, let last = whole.last else {
      preconditionFailure("every row has a line end in it")
    }
    let row = [Polluter.any(whole, using: &generator), first, last][form / 3 % 3]
    let cells = dialect.written(table.rows[row])
    let line: String
    var records = 1
    switch kind {
    case .rowExtraDelimiter: line = extraDelimiter(cells, form, using: &generator)
    case .rowMissingDelimiter: line = missingDelimiter(cells, using: &generator)
    case .rowStrayQuote: line = strayQuote(cells, form, using: &generator)
    case .rowOtherDelimiter: line = otherDelimiter(cells, form)
    case .rowUnescapedQuote: line = unescapedQuote(row, form)
    case .rowLineBreak:
      line = lineBreak(cells, using: &generator)
      records = 2
    default: preconditionFailure("\(kind) is no damage of a row")
    }
    damage = (row..<row + 1, [line], records)
    notes.append("row \(row + 1) of \(table.rows.count) is \(line.debugDescription)")
  }

  private func extraDelimiter(
    _ cells: [String], _ form: Int, using generator: inout SeededGenerator
  ) -> String {
    var cells = cells
    let place = Int.random(in: 1..<cells.count, using: &generator)
    cells.insert("", at: form % 2 == 0 ? cells.count : place)
    return dialect.joined(cells)
  }

  private func missingDelimiter(
    _ cells: [String], using generator: inout SeededGenerator
  ) -> String {
    var cells = cells
    let place = Int.random(in: 1..<cells.count, using: &generator)
    let cell = cells.remove(at: place)
    cells[place - 1] += cell
    return dialect.joined(cells)
  }

  private mutating func strayQuote(
    _ cells: [String], _ form: Int, using generator: inout SeededGenerator
  ) -> String {
    let quote = strayQuoteCharacter()
    var cells = cells
    let bare = cells.indices.filter { !cells[$0].hasPrefix(quote) && cells[$0].count > 2 }
    let column = Polluter.any(bare.isEmpty ? Array(cells.indices) : bare, using: &generator)
    let text = cells[column]
    let middle = text.index(text.startIndex, offsetBy: text.count / 2)
    let place = [text.startIndex, middle, text.endIndex][form % 3]
    cells[column] = text[..<place] + quote + text[place...]
    return dialect.joined(cells)
  }

  private func otherDelimiter(_ cells: [String], _ form: Int) -> String {
    let others: [Character] = [";", "\t", "|", ","].filter { !dialect.delimiter.contains($0) }
    return cells.joined(separator: String(others[form % others.count]))
  }

  /// A quoted cell with one quote or two in it that are written as they are.
  private mutating func unescapedQuote(_ row: Int, _ form: Int) -> String {
    let quote = strayQuoteCharacter()
    let cells = table.rows[row]
    let column = cells.indices.max { cells[$0].count < cells[$1].count } ?? 0
    let text = cells[column]
    let middle = text.index(text.startIndex, offsetBy: text.count / 2)
    let inner = form % 2 == 0 ? "x\(quote) " : " \(quote)new\(quote) "
    var written = dialect.written(cells)
    written[column] = quote + text[..<middle] + inner + text[middle...] + quote
    return dialect.joined(written)
  }

  /// A bare cell with a line end in it.
  private func lineBreak(_ cells: [String], using generator: inout SeededGenerator) -> String {
    var cells = cells
    let bare = cells.indices.filter { column in
      cells[column].count > 1 && !cells[column].hasPrefix(dialect.quote ?? "\"")
    }
    guard !bare.isEmpty else {
      let place = Int.random(in: 1..<cells.count, using: &generator)
      cells[place] = dialect.recordEnd + cells[place]
      return dialect.joined(cells)
    }
    let column = Polluter.any(bare, using: &generator)
    let text = cells[column]
    let middle = text.index(text.startIndex, offsetBy: text.count / 2)
    cells[column] = text[..<middle] + dialect.recordEnd + text[middle...]
    return dialect.joined(cells)
  }

  /// A download that broke off within the last row.
  private mutating func cutShort(using generator: inout SeededGenerator) {
    while let last = table.rows.last, last.joined().unicodeScalars.contains("\n") {
      table.rows.removeLast()
    }
    let row = table.rows.count - 1
    let line = dialect.line(table.rows[row]).unicodeScalars
    let left = Int.random(in: 1..<line.count, using: &generator)
    damage = (row..<row + 1, [String(String.UnicodeScalarView(line.prefix(left)))], 1)
    finalEnds = 0
    notes.append("cut short after \(left) of \(line.count) characters of the last row")
  }

  /// The first rows end before the last columns: they are torn, or those came later. The header
  /// names all columns, or as many as the first rows have, or there is none.
  private mutating func narrowFirstRows(
    _ form: Int, using generator: inout SeededGenerator
  ) {
    let count = form % 4 == 3 ? 1 : Int.random(in: 1...table.rows.count / 3, using: &generator)
    // A record of one cell is told by its time.
    let isOneCell = form % 5 == 4 && form % 3 != 2 && table.header[0] == "time"
    let width = isOneCell ? 1 : table.columnCount - 1 - form % 2
    let lines = table.rows.prefix(count).map { dialect.line(Array($0.prefix(width))) }
    damage = (0..<count, lines, count)
    hasHeader = form % 3 == 0
    if form % 3 == 2 { preamble = [dialect.line(Array(table.header.prefix(width)))] }
    notes.append(
      "the first \(count) of \(table.rows.count) rows have \(width) of \(table.columnCount) cells,"
        + " \(["a header", "no header", "a header of as many"][form % 3])")
  }

  /// The quote of the dialect. A file without quotes cannot have a stray one, so it gets them.
  private mutating func strayQuoteCharacter() -> String {
    guard let quote = dialect.quote else {
      dialect.quote = "\""
      notes.append("but quotes in one row")
      return "\""
    }
    return quote
  }
}
