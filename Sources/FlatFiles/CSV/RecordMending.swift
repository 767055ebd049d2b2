/// Keeps what can be kept of a record with a wrong number of fields or a stray quote.
struct RecordMending {
  private let dialect: Dialect

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// Adds the record to a batch, and says there what was done; false where it remains a reject.
  func mend(
    _ line: UnsafeRawBufferPointer, _ fault: Reject, to width: Int, _ outline: TableOutline,
    _ batch: RecordBatch
  ) -> Bool {
    guard width > 0 else { return false }
    var cut = LenientCut(Array(line), dialect)
    _ = cut.cut()
    let found = cut.cells.count
    let cells = FieldAlignment(outline, width: width, delimiter: dialect.delimiter).aligned(
      cut.cells.indices.map { (cut.content($0), cut.isQuoted[$0]) })
    // Where quotes are NUL, two of them stand for a character that is none.
    if cells.contains(where: { $0.0.contains(0) }) { return false }
    append(cells, width, line, fault.position, batch)
    var note = fault
    note.message += "; " + Self.deed(found, width)
    batch.mended.append(note)
    return true
  }

  private static func deed(_ found: Int, _ width: Int) -> String {
    if found == width { return "its quotes are kept as letters" }
    return found < width ? "\(width - found) left empty" : "made \(width)"
  }

  private func append(
    _ cells: FieldAlignment.Cells, _ width: Int, _ line: UnsafeRawBufferPointer,
    _ position: Position, _ batch: RecordBatch
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
