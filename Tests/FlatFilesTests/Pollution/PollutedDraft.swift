/// A file in the making: clean tables, and all that will stand between, around and in them.
struct PollutedDraft {
  var dialect = PollutionDialect()
  /// The tables, of which only the first is damaged.
  var tables: [CleanTable]
  var encoding = PollutionEncoding.utf8
  var hasHeader = true
  var preamble: [String] = []
  /// Header lines above the one that names the columns.
  var upperHeader: [[String]] = []
  /// Lines before a row that are none, by its index.
  var linesBefore: [Int: [String]] = [:]
  var commentMark: String?
  /// The rows that are damaged, their lines without the end, and how many records those may be taken
  /// for.
  var damage: (rows: Range<Int>, lines: [String], records: Int)?
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
      bytes: encoding.encoded(written.text), text: written.text, encoding: encoding,
      tables: expected(), dialect: dialect, leadingLines: preamble.count + upperHeader.count,
      trailingLines: footer.count { !$0.isEmpty }, commentMark: commentMark,
      pollutedText: written.damaged, pollutedRecords: damage?.records ?? 0)
  }

  private func expected() -> [PollutedFile.Table] {
    tables.enumerated().map { index, table in
      PollutedFile.Table(
        header: index > 0 || hasHeader ? table.header : nil, rows: table.rows,
        polluted: index > 0 ? [] : Set(damage?.rows ?? 0..<0))
    }
  }

  private func text() -> (text: [UInt8], damaged: Range<Int>?) {
    var bytes: [UInt8] = []
    var damaged: Range<Int>?
    var end: [UInt8] = []
    var count = 0
    func write(_ line: String) {
      count += 1
      let other = count % 3 == 0 ? dialect.otherRecordEnd : nil
      end = Array((other ?? dialect.recordEnd).utf8)
      bytes += Array(line.utf8) + end
    }

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
        linesBefore[row, default: []].forEach(write)
        let start = bytes.count
        if let damage, damage.rows.contains(row) {
          write(damage.lines[row - damage.rows.lowerBound])
          damaged = (damaged?.lowerBound ?? start)..<bytes.count
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
