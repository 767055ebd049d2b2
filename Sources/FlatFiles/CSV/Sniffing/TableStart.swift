/// Where in a sample a table begins: behind the lines that are none of its own, and before every
/// line that may be one.
///
/// How it works. Titles and notes have another number of cells than the records, so that the first
/// row as wide as most is where the table begins by its width. A torn record has another number
/// too, and so has one from before a column was added: from there the table goes back over all
/// lines that look like its records, and over a header above them. What is left out is in no
/// reject, so a doubtful line belongs to the table.
struct TableStart {
  /// The index of its first row.
  private(set) var index = 0
  /// How many cells its records have, where its first row may have another number.
  private(set) var recordWidth: Int?

  private let rows: [SampleTable.Row]
  private let lines: [ArraySlice<UInt8>]

  init(_ rows: [SampleTable.Row], _ lines: [ArraySlice<UInt8>]) {
    self.rows = rows
    self.lines = lines
    guard rows.count > 1 else { return }
    if Self.isSeparatorOfExcel(lines[rows[0].line]) {
      index = 1
      return
    }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.cells.count, default: 0] += 1 }
    let width = Self.commonWidth(counts)
    index = firstRow(of: width, counts)
    goBack(width)
  }

  /// The first row from which on rows agree in their width.
  private mutating func firstRow(of width: Int, _ counts: [Int: Int]) -> Int {
    let firstWidth = rows[0].cells.count
    let isFirst = firstWidth > 1 && (counts[firstWidth] ?? 0) * 2 >= counts[width] ?? 0
    if width == 1 || isFirst { return 0 }
    var index = 0
    while index < rows.count {
      let own = rows[index].cells.count
      let run = rows[index...].prefix { $0.cells.count == own }.count
      if own == width { return index }
      // Another table of its own may stand first: rows that agree, with a gap behind them.
      let end = index + run
      if own > 1, run >= 3, end < rows.count, hasGap(before: end) { return index }
      // A row that is torn in a table that begins with it.
      let rest = rows[index...].count { $0.cells.count == width }
      if own > 1, run == 1, index == 0, rest == rows.count - 1, abs(own - width) == 1 {
        recordWidth = width
        return 0
      }
      index = end
    }
    return 0
  }

  /// The width of most rows. One field is what titles and notes have, so it weighs less.
  static func commonWidth(_ counts: [Int: Int]) -> Int {
    let weights = counts.map { (weight: $0.value * ($0.key > 1 ? 2 : 1), width: $0.key) }
    return weights.max { ($0.weight, $0.width) < ($1.weight, $1.width) }?.width ?? 1
  }

  /// Goes back over lines above the first row that has the width of the records.
  ///
  /// Where that row is a header, what stands above it is none of this table's.
  private mutating func goBack(_ width: Int) {
    let first = index
    guard index > 0, TableOutline.looksTyped(rows[index]) else { return }
    let like = rows[index...].filter { $0.cells.count == width }
    let looks = TableOutline.looks(of: like, width: width)
    let names = RowNames(like.lazy.compactMap(\.cells.first))
    while index > 0, isRecord(index - 1, looks, names) { index -= 1 }
    if index > 0, isHeader(index - 1, width) { index -= 1 }
    if index < first { recordWidth = width }
  }

  /// Whether a row of any width begins as the records do. A single cell with a gap behind it is a
  /// note: the day of a report above a table of days.
  private func isRecord(_ row: Int, _ columns: [CellLook?], _ names: RowNames) -> Bool {
    let cells = rows[row].cells
    if cells.count == 1, hasGap(before: row + 1) { return false }
    let looks = cells.map { CellLook($0) }
    if columns.first.flatMap({ $0 })?.isTyped == true { return looks[0] == columns[0] }
    if names.mayBegin(with: cells[0]) { return true }
    // A note may have one number where the records have one.
    return zip(looks, columns).count { $0 == $1 && $0.isTyped } > 1
  }

  /// Whether a row names the columns of the records right below it: as many as those have, or more
  /// than half. A note with delimiters in it has blanks behind them.
  private func isHeader(_ row: Int, _ width: Int) -> Bool {
    let cells = rows[row].cells
    guard cells.count > 1, !hasGap(before: row + 1) else { return false }
    let isWide = cells.count == rows[row + 1].cells.count || cells.count * 2 > width
    return isWide && cells.allSatisfy { CellLook($0).isOfHeader }
      && !cells.dropFirst().contains { $0.first == 0x20 }
  }

  private func hasGap(before row: Int) -> Bool {
    rows[row].line > 0 && lines[rows[row].line - 1].isEmpty
  }

  /// Whether a line is `sep=;`, by which Excel is told the delimiter of what follows.
  private static func isSeparatorOfExcel(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.first == UInt8(ascii: "\"") ? line.dropFirst() : line
    return text.count <= 6 && String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep="
  }
}
