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
    let endsInNewline: Bool

    init(_ bytes: UnsafeRawBufferPointer, _ dialect: Dialect, isWhole: Bool) {
      lines = dialect.recordEnd.lines(of: Array(bytes), isWhole: isWhole)
      endsInNewline = bytes.last == dialect.recordEnd.lastByte
      self.isWhole = isWhole
      table = SampleTable(lines, dialect)
    }
  }

  private let dialect: Dialect
  private let outline: TableOutline

  init(_ dialect: Dialect, _ outline: TableOutline) {
    self.dialect = dialect
    self.outline = outline
  }

  /// Judges what stands behind a gap.
  func judge(_ sight: Sight, width: Int) -> Verdict {
    let block = firstBlock(sight)
    guard let first = block.first else { return .goesOn }
    if first.cells.count == width, !isHeaderLike(first, above: block) { return .goesOn }
    if let preamble = beginningOfTable(sight, width: width) {
      return .table(preambleLines: preamble)
    }
    return isFooter(sight, width: width, behindGap: true) ? .footer : .goesOn
  }

  /// Whether every line to the end of the file is unlike the table's.
  ///
  /// The last record of a file that is cut short has too few fields as well, but it begins like
  /// the others; so do records that are damaged. Only behind a gap may a sum stand where the
  /// column has numbers.
  func isFooter(_ sight: Sight, width: Int, behindGap: Bool) -> Bool {
    guard sight.isWhole, width > 1, sight.table.rows.count <= 12 else { return false }
    if !behindGap, !sight.endsInNewline, sight.table.rows.count == 1,
      outline.looks.first.flatMap({ $0 })?.isTyped != true
    {
      return false
    }
    return sight.table.rows.allSatisfy { row in
      row.cells.count != width && row.cells.count * 2 <= width + 1
        && !isLikeTheTable(behindGap ? row.cells.prefix(1) : row.cells[...])
    }
  }

  /// The outline of the table that begins here.
  func outline(of sight: Sight, headerLines: Int?) -> TableOutline {
    TableOutline(
      sight.table, lines: sight.lines, headerLines: headerLines, preambleLines: 0,
      comment: dialect.comment)
  }

  /// Whether one of the first cells of a row is a number or time where its column has them.
  private func isLikeTheTable(_ cells: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    zip(cells, outline.looks).contains { cell, look in
      look?.isTyped == true && CellLook(cell) == look
    }
  }

  /// The rows up to the next gap.
  private func firstBlock(_ sight: Sight) -> [SampleTable.Row] {
    var block: [SampleTable.Row] = []
    for row in sight.table.rows {
      if row.line > 0, sight.lines[row.line - 1].isEmpty, !block.isEmpty { break }
      block.append(row)
    }
    return block
  }

  /// How many lines stand before a header with records of its width below it; nil where no table
  /// begins within the first lines.
  private func beginningOfTable(_ sight: Sight, width: Int) -> Int? {
    let rows = sight.table.rows
    for index in rows.indices.prefix(4) {
      let own = rows[index].cells.count
      guard own > 1 else { continue }
      let run = rows[index...].prefix { $0.cells.count == own }
      // A single line of another width is a note; of the table's own width it may be a record.
      guard run.count >= 2 else { continue }
      let isHeader = isHeaderLike(rows[index], above: Array(run))
      if isHeader || (own != width && run.count >= 3) { return rows[index].line }
      return nil
    }
    return nil
  }

  /// Whether a row is all words where the rows below it have numbers or times.
  private func isHeaderLike(_ row: SampleTable.Row, above block: [SampleTable.Row]) -> Bool {
    let looks = row.cells.map { CellLook($0) }
    guard looks.allSatisfy(\.isOfHeader) else { return false }
    let below = TableOutline.looks(of: block.dropFirst(), width: row.cells.count)
    return below.contains { $0?.isTyped ?? false }
  }
}
