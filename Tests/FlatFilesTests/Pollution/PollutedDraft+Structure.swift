extension PollutedDraft {
  /// Changes what stands around the records.
  mutating func changeStructure(
    _ kind: PollutionKind, form: Int, using generator: inout SeededGenerator
  ) {
    switch kind {
    case .noHeader:
      hasHeader = false
      notes.append("no header")
    case .multirowHeader: addHeaderLines(form)
    case .headerOnly: keepRows(0, form, using: &generator)
    case .oneDataRow: keepRows(1, form, using: &generator)
    case .preamble: addPreamble(form, using: &generator)
    case .footer: addFooter(form)
    case .missingFinalNewline, .doubleFinalNewline:
      finalEnds = kind == .missingFinalNewline ? 0 : 2 + form % 3
      notes.append("\(finalEnds) record ends at the end")
    case .severalTables: addTable(form, using: &generator)
    case .emptyLines: addEmptyLines(form, using: &generator)
    default: changeTable(kind, form: form, using: &generator)
    }
  }

  private mutating func keepRows(
    _ count: Int, _ form: Int, using generator: inout SeededGenerator
  ) {
    let columns = Int.random(in: min(4, table.columnCount)...table.columnCount, using: &generator)
    table = table.prefix(columns: columns)
    table.rows = Array(table.rows.prefix(count))
    finalEnds = form % 3 == 0 ? 0 : 1
    notes.append("\(columns) columns and \(count) rows, \(finalEnds) record ends at the end")
  }

  /// Groups over the columns and, with three lines, the kinds of their values.
  private mutating func addHeaderLines(_ form: Int) {
    let columns = table.header.indices
    let groups = columns.map { column in
      column == 0 ? "Key" : column % 3 == 1 ? "Group \(column / 3 + 1)" : ""
    }
    let kinds = columns.map { column in
      column == 0 ? "code" : ["text", "value", "unit"][column % 3]
    }
    upperHeader = form % 2 == 0 ? [groups] : [groups, kinds]
    notes.append("\(upperHeader.count + 1) header lines")
  }

  private mutating func addPreamble(_ form: Int, using generator: inout SeededGenerator) {
    let styles = [
      [
        "Quarterly report", "All values as delivered", "Issued by the data office",
        "Second, corrected edition", "Not for resale",
      ],
      [
        "https://example.com/data/export?id=17", "Open data", "See the link above for terms",
        "https://example.com/terms", "Version 3",
      ],
      [
        "# exported by station software 4.2", "# columns are separated as configured",
        "# times are UTC", "#", "# contact: data@example.com",
      ],
      [
        "Source: exchange feed", "Created: 2024-05-01 12:00", "Currency: EUR",
        "Contact: data@example.com", "Rows: \(table.rows.count)",
      ],
    ]
    let count = form % 5 + 1
    let lines = form % 7 == 6 ? styles.map { $0[0] } : styles[form % 4]
    preamble = lines.prefix(count).map(unlikeARow)
    let blank = Bool.random(using: &generator)
    notes.append(
      "\(preamble.count) lines before, from \(preamble[0].debugDescription),"
        + " \(blank ? "a" : "no") blank line")
    if blank { preamble.append("") }
  }

  private mutating func addFooter(_ form: Int) {
    footer =
      switch form % 5 {
      case 0: [dialect.joined(["Total", "\(table.rows.count)"])]
      case 1: ["Total rows: \(table.rows.count)"]
      case 2: ["Source: exchange feed, unaudited"]
      case 3: ["", "Note: values are provisional"]
      default: ["", "(c) 2024 Data office", "https://example.com/terms"]
      }
    footer = footer.map(unlikeARow)
    notes.append("after the rows \(footer)")
  }

  /// A line around the table with one word less where its delimiters would make it a row.
  private func unlikeARow(_ line: String) -> String {
    guard
      line.split(separator: dialect.delimiter, omittingEmptySubsequences: false).count
        == table.columnCount
    else { return line }
    return line.split(separator: " ").dropLast().joined(separator: " ")
  }

  private mutating func addTable(_ form: Int, using generator: inout SeededGenerator) {
    let rows = Int.random(in: 5...40, using: &generator)
    let others = CleanTable.Subject.allCases.map {
      encodable(CleanTable($0, rows: rows, using: &generator))
    }.filter { $0.header != table.header && quotable($0) }
    let other = Polluter.any(others.isEmpty ? [table] : others, using: &generator)
    let fewest = min(table.columnCount, other.columnCount)
    let second: CleanTable
    switch form % 3 {
    case 0:
      second = other.prefix(columns: max(2, fewest - 2))
    case 1:
      second = other.prefix(columns: fewest)
      table = table.prefix(columns: fewest)
    default:
      second = other
      table = table.prefix(columns: min(table.columnCount, other.columnCount - 1))
    }
    tables.append(second)
    notes.append("a second table, \(table.columnCount) then \(second.columnCount) columns")
  }

  /// Whether the dialect can tell all cells apart.
  private func quotable(_ table: CleanTable) -> Bool {
    dialect.quote != nil
      || !([table.header] + table.rows).joined().contains { dialect.needsQuotes($0) }
  }

  private mutating func addEmptyLines(_ form: Int, using generator: inout SeededGenerator) {
    for _ in 0...form % 3 {
      let row = Int.random(in: 1..<table.rows.count, using: &generator)
      linesBefore[row] = Array(repeating: "", count: Int.random(in: 1...3, using: &generator))
    }
    notes.append("empty lines before rows \(linesBefore.keys.sorted())")
  }
}
