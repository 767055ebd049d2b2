/// What stands behind a gap in a CSV file, or from a line on that is not like the others.
///
/// It looks at a few lines only, so that a file of any size is read in one pass.
struct TableEdge {
  enum Verdict: Equatable {
    case goesOn
    /// Nothing but lines that are no records, to the end of the file.
    case footer
    /// Another table begins, behind so many lines that are none of its own.
    case table(preambleLines: Int)
  }

  /// The lines ahead, cut by the file's dialect.
  struct Sight {
    let lines: [ArraySlice<UInt8>]
    let table: SampleTable
    /// Whether the file ends with them.
    let isWhole: Bool

    init(_ bytes: UnsafeRawBufferPointer, _ dialect: Dialect, isWhole: Bool) {
      lines = dialect.recordEnd.lines(of: Array(bytes), isWhole: isWhole)
      self.isWhole = isWhole
      table = SampleTable(lines, dialect)
    }

    /// The rows from one on, up to the next gap.
    func block(from index: Int) -> ArraySlice<SampleTable.Row> {
      let rows = table.rows[index...]
      let end = rows.dropFirst().firstIndex { $0.line > 0 && lines[$0.line - 1].isEmpty }
      return rows[..<(end ?? rows.endIndex)]
    }
  }

  /// More lines at the end of a file are no footer, but a table of their own or damage. Totals,
  /// sources and disclaimers of a paragraph fit in a dozen. With more, a table of words behind one
  /// of numbers could be left out whole; with fewer, such a disclaimer is rejected.
  private static let linesOfFooter = 12
  /// How many lines, a title and notes, may stand between a gap and the header of another table.
  /// With more, the rows of a table that goes on behind some damage could be taken for another's.
  private static let linesBeforeTable = 3
  /// How many rows of another width make a table where no header does: two could be a torn record
  /// and its rest.
  private static let rowsWithoutHeader = 3

  private let dialect: Dialect
  private let outline: TableOutline

  init(_ dialect: Dialect, _ outline: TableOutline) {
    self.dialect = dialect
    self.outline = outline
  }

  /// Judges what stands behind a gap.
  func judge(_ sight: Sight, width: Int) -> Verdict {
    let block = sight.block(from: 0)
    guard let first = block.first else { return .goesOn }
    if first.cells.count == width, !isHeaderLike(first, above: block) { return .goesOn }
    if let preamble = beginningOfTable(sight, width: width) {
      return .table(preambleLines: preamble)
    }
    return isFooter(sight, width: width, behindGap: true) ? .footer : .goesOn
  }

  /// Whether every line to the end of the file is a footer: what is not, is a record, and a reject
  /// where it is damaged.
  func isFooter(_ sight: Sight, width: Int, behindGap: Bool) -> Bool {
    guard sight.isWhole, width > 1, sight.table.rows.count <= Self.linesOfFooter else {
      return false
    }
    return sight.table.rows.allSatisfy { row in
      // A note has one cell, or a few where it has delimiters in it; a record that lost its end
      // may have as few, so that this alone proves nothing.
      row.cells.count != width && row.cells.count * 2 <= width + 1
        && (behindGap ? mayBeNote(row.cells) : isNote(row.cells))
    }
  }

  /// The outline of the table that begins here.
  func outline(of sight: Sight, _ options: DialectOptions) -> TableOutline {
    var options = options
    options.preambleLines = 0
    return TableOutline(sight.table, lines: sight.lines, options)
  }

  /// Whether a line without a gap before it is surely no record: a word stands where the column has
  /// numbers or times, or a sentence where it has short words.
  ///
  /// The last record of a file that is cut short has too few fields as well, and so have records
  /// that are damaged; where nothing tells them from a note they are kept, as rejects.
  private func isNote(_ cells: [ArraySlice<UInt8>]) -> Bool {
    let looks = cells.map { CellLook($0) }
    let isLikeTheTable = zip(looks, outline.looks).contains { $1?.isTyped == true && $0 == $1 }
    if isLikeTheTable { return false }
    let hasWord = zip(looks, outline.looks).contains { $1?.isTyped == true && $0.isOfHeader }
    return hasWord || outline.names.isSentence(cells[0])
  }

  /// Whether a line behind a gap may be something else than a record. The gap speaks for that, so a
  /// sum may stand where the column has numbers; a name of the first column, or what is left of one,
  /// begins a record all the same.
  private func mayBeNote(_ cells: [ArraySlice<UInt8>]) -> Bool {
    guard let first = outline.looks.first else { return true }
    if first?.isTyped == true { return CellLook(cells[0]) != first }
    return !outline.names.mayBegin(with: cells[0])
  }

  /// How many lines stand before a header with records of its width below it; nil where no table
  /// begins within the first lines.
  private func beginningOfTable(_ sight: Sight, width: Int) -> Int? {
    let rows = sight.table.rows
    for index in rows.indices.prefix(Self.linesBeforeTable + 1) {
      let own = rows[index].cells.count
      guard own > 1 else { continue }
      // What stands behind the next gap is judged there: of small tables the headers of those that
      // follow would outweigh the records of this one.
      let run = sight.block(from: index).prefix { $0.cells.count == own }
      // A single line of another width is a note; of the table's own width it may be a record.
      guard run.count >= 2 else { continue }
      let isHeader = isHeaderLike(rows[index], above: run)
      if isHeader || (own != width && run.count >= Self.rowsWithoutHeader) {
        return rows[index].line
      }
      return nil
    }
    return nil
  }

  /// Whether a row is all words where the rows below it have numbers or times.
  private func isHeaderLike(
    _ row: SampleTable.Row, above block: some Collection<SampleTable.Row>
  ) -> Bool {
    let looks = row.cells.map { CellLook($0) }
    guard looks.allSatisfy(\.isOfHeader) else { return false }
    let below = TableOutline.looks(of: block.dropFirst(), width: row.cells.count)
    return below.contains { $0?.isTyped ?? false }
  }
}
