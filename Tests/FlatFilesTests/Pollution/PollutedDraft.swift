/// A file in the making: clean tables, and all that will stand between, around and in them.
struct PollutedDraft {
  var dialect = PollutionDialect()
  /// The tables, of which only the first is damaged.
  var tables: [CleanTable]
  var byteOrderMark = false
  var hasHeader = true
  var preamble: [String] = []
  /// Header lines above the one that names the columns.
  var upperHeader: [[String]] = []
  /// The number of empty lines before a row, by its index.
  var emptyLines: [Int: Int] = [:]
  /// The row that is damaged, and its line without the end.
  var damage: (row: Int, line: String)?
  var footer: [String] = []
  /// How many record ends close the file.
  var finalEnds = 1
  /// What was done, for the label.
  var notes: [String] = []

  init(_ table: CleanTable) { tables = [table] }

  /// The first table.
  var table: CleanTable {
    get { tables[0] }
    set { tables[0] = newValue }
  }

  func file(_ kind: PollutionKind, about: String) -> PollutedFile {
    let written = text()
    return PollutedFile(
      kind: kind, label: "\(kind.rawValue): \(notes.joined(separator: "; ")) (\(about))",
      bytes: written.bytes, tables: expected(), dialect: dialect,
      leadingLines: preamble.count + upperHeader.count,
      trailingLines: footer.count { !$0.isEmpty }, pollutedBytes: written.damaged)
  }

  private func expected() -> [PollutedFile.Table] {
    tables.enumerated().map { index, table in
      PollutedFile.Table(
        header: index > 0 || hasHeader ? table.header : nil, rows: table.rows,
        polluted: index > 0 ? [] : Set(damage.map { [$0.row] } ?? []))
    }
  }

  private func text() -> (bytes: [UInt8], damaged: Range<Int>?) {
    var bytes: [UInt8] = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    var damaged: Range<Int>?
    let end = Array(dialect.recordEnd.utf8)
    func write(_ line: String) { bytes += Array(line.utf8) + end }

    preamble.forEach(write)
    for (index, table) in tables.enumerated() {
      if index > 0 { write("") }
      if index == 0 { upperHeader.forEach { write(dialect.line($0)) } }
      if index > 0 || hasHeader { write(dialect.line(table.header)) }
      for (row, cells) in table.rows.enumerated() {
        guard index == 0 else {
          write(dialect.line(cells))
          continue
        }
        for _ in 0..<emptyLines[row, default: 0] { write("") }
        let start = bytes.count
        if let damage, damage.row == row {
          write(damage.line)
          damaged = start..<bytes.count
        } else {
          write(dialect.line(cells))
        }
      }
    }
    footer.forEach(write)
    if finalEnds == 0 { bytes.removeLast(end.count) }
    for _ in 1..<max(1, finalEnds) { bytes += end }
    if let range = damaged { damaged = range.clamped(to: 0..<bytes.count) }
    return (bytes, damaged)
  }
}
