/// Keeps what can be kept of a record with a wrong number of fields or a stray quote.
struct RecordMending {
  private let dialect: Dialect

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// Adds the record to a batch as far as the policy allows, and says there what was done; false
  /// where it remains a reject.
  func mend(
    _ line: UnsafeRawBufferPointer, _ fault: Reject, to width: Int, by policy: RaggedPolicy,
    _ outline: TableOutline, at position: Position, _ batch: RecordBatch
  ) -> Bool {
    let isRagged = fault.code == .tooManyFields || fault.code == .tooFewFields
    guard policy == .mend || isRagged, width > 0 else { return false }
    var cut = LenientCut(Array(line), dialect)
    _ = cut.cut()
    var cells = cut.cells.indices.map { (cut.content($0), cut.isQuoted[$0]) }
    let found = cells.count
    switch policy {
    case .reject: return false
    case .pad where found > width, .truncate where found < width: return false
    case .pad, .truncate: cells = Array(cells.prefix(width))
    case .mend where found > width: cells = narrowed(cells, to: width, outline)
    case .mend: cells = widened(cells, to: width, outline)
    }
    // Where quotes are NUL, two of them stand for a character that is none.
    if cells.contains(where: { $0.0.contains(0) }) { return false }
    append(cells, width, line, position, batch)
    var note = fault
    note.message += "; " + Self.deed(found, width)
    batch.mended.append(note)
    return true
  }

  private typealias Cells = [(content: [UInt8], isQuoted: Bool)]

  private static func deed(_ found: Int, _ width: Int) -> String {
    if found == width { return "its quotes are kept as letters" }
    return found < width ? "\(width - found) left empty" : "made \(width)"
  }

  /// Gives up an empty field, or joins two that are one field with a delimiter in it, where the
  /// rest then looks most like the columns; a surplus that cannot be placed is cut off.
  private func narrowed(_ cells: Cells, to width: Int, _ outline: TableOutline) -> Cells {
    var cells = cells
    while cells.count > width {
      var best: (cells: Cells, fit: Int)?
      for index in cells.indices {
        var tried: [Cells] = []
        if cells[index].content.isEmpty {
          var without = cells
          without.remove(at: index)
          tried.append(without)
        }
        if index + 1 < cells.count, !cells[index].isQuoted, !cells[index + 1].isQuoted {
          var joined = cells
          joined[index].content += dialect.delimiter + cells[index + 1].content
          joined.remove(at: index + 1)
          tried.append(joined)
        }
        for one in tried {
          let fit = fit(one, outline)
          if fit > best?.fit ?? Int.min { best = (one, fit) }
        }
      }
      guard let best else { break }
      cells = best.cells
    }
    return Array(cells.prefix(width))
  }

  /// Puts empty fields where the others then look most like the columns.
  private func widened(_ cells: Cells, to width: Int, _ outline: TableOutline) -> Cells {
    var cells = cells
    while cells.count < width {
      var best: (cells: Cells, fit: Int)?
      for index in (0...cells.count).reversed() {
        var one = cells
        one.insert(([], false), at: index)
        let fit = fit(one, outline)
        if fit > best?.fit ?? Int.min { best = (one, fit) }
      }
      guard let best else { break }
      cells = best.cells
    }
    return cells
  }

  /// How many fields look like their columns, and not like something else.
  private func fit(_ cells: Cells, _ outline: TableOutline) -> Int {
    zip(cells, outline.looks).reduce(0) { sum, pair in
      guard let wanted = pair.1, !pair.0.content.isEmpty else { return sum }
      return sum + (CellLook(pair.0.content[...]) == wanted ? 2 : wanted.isTyped ? -2 : -1)
    }
  }

  private func append(
    _ cells: Cells, _ width: Int, _ line: UnsafeRawBufferPointer, _ position: Position,
    _ batch: RecordBatch
  ) {
    let offset = batch.bytes.append(line)
    for cell in cells {
      let start = cell.content.withUnsafeBytes { batch.bytes.append($0) }
      batch.fields.append(
        .init(
          offset: start, length: cell.content.count, kind: cell.isQuoted ? .quoted : .bare))
    }
    for _ in cells.count..<max(width, cells.count) { batch.fields.append(.absent) }
    batch.append(.init(position: position, rawOffset: offset, rawLength: line.count))
  }
}
