/// Rows of text in aligned columns, for people.
///
///     LOAD  FILE                STATUS   READ
///        1  btc_price.json      loaded  1,461
struct TextTable {
  enum Alignment { case left, right }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    self.columns = columns.map { (title: $0.0, alignment: $0.1) }
  }

  /// Adds a row; a cell with line breaks is put on one line.
  mutating func add(_ cells: [String]) {
    rows.append(cells.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") })
  }

  var isEmpty: Bool { rows.isEmpty }

  /// The lines, each indented alike; none ends in blanks. A column in which no row has anything
  /// is left out.
  func lines(indent: Int = 0) -> [String] {
    let all = [columns.map(\.title)] + rows
    let used = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { cells in
      let padded = used.map { column in
        let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
        return columns[column].alignment == .left ? cells[column] + blanks : blanks + cells[column]
      }
      let line = String(repeating: " ", count: indent) + padded.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
