/// A block of a CSV file cut by a dialect that is being tried: leniently, so that a wrong dialect
/// gives a bad table and no error.
struct SampleTable {
  struct Row {
    var cells: [ArraySlice<UInt8>]
    /// Whether each cell is in quotes.
    var isQuoted: [Bool]
    /// The physical line on which it begins, from 0.
    var line: Int
    /// How many physical lines it takes.
    var lines: Int
  }

  /// Rows with content, in order.
  private(set) var rows: [Row] = []
  /// How many quotes stand where none may.
  private(set) var strayQuotes = 0

  /// How many lines a quoted cell may go over before its quote is taken for a stray one.
  private static let linesOfCell = 32

  init(_ lines: [ArraySlice<UInt8>], _ dialect: Dialect) {
    var at = 0
    while at < lines.count {
      if lines[at].isEmpty {
        at += 1
        continue
      }
      let row = row(lines, at, dialect)
      rows.append(row)
      at += row.lines
    }
  }

  /// The number of cells in most rows.
  var width: Int {
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.cells.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }

  private mutating func row(
    _ lines: [ArraySlice<UInt8>], _ start: Int, _ dialect: Dialect
  ) -> Row {
    var text = Array(lines[start])
    var taken = 1
    while true {
      var cut = LenientCut(text, dialect)
      let isOpen = !cut.cut()
      if isOpen, start + taken < lines.count, taken < Self.linesOfCell {
        text.append(0x0A)
        text += lines[start + taken]
        taken += 1
        continue
      }
      if taken > 1, isOpen || cut.stray > 0 {
        // The quote was never meant to be one: only the first line is the record's.
        cut = LenientCut(Array(lines[start]), dialect)
        _ = cut.cut()
        taken = 1
      }
      strayQuotes += cut.stray
      return Row(cells: cut.cells, isQuoted: cut.isQuoted, line: start, lines: taken)
    }
  }
}
