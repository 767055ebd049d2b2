/// Which fields of a record belong to which columns, where it has too many or too few of them: as
/// many as can be stand where they look like their columns, and not like something else.
///
/// How it works. From the last field to the first, the best that can become of the fields from one
/// on is known for each number of fields that is missing or too many behind it, so that nothing is
/// looked at twice.
struct FieldAlignment {
  typealias Cells = [(content: [UInt8], isQuoted: Bool)]

  /// How many fields may be missing or too many: of a record with more, nobody can tell what
  /// belongs where.
  private static let reach = 32
  /// Worse than anything that fields can look like.
  private static let ofCutOff = -1_000

  private let delimiter: [UInt8]
  private let width: Int
  private let columns: [CellLook?]

  init(_ outline: TableOutline, width: Int, delimiter: [UInt8]) {
    self.delimiter = delimiter
    self.width = width
    columns = (0..<width).map { outline.looks.indices.contains($0) ? outline.looks[$0] : nil }
  }

  /// One cell for each column, but for the last ones where many are missing.
  func aligned(_ cells: Cells) -> Cells {
    switch abs(cells.count - width) {
    case 0: cells
    case 1...Self.reach: cells.count < width ? spread(cells) : joined(cells)
    default: Array(cells.prefix(width))
    }
  }

  private func fit(_ look: CellLook, _ column: Int) -> Int {
    guard let wanted = columns[column], look != .empty else { return 0 }
    return look == wanted ? 2 : wanted.isTyped ? -2 : -1
  }

  /// Puts empty cells between, as late as is as good.
  private func spread(_ cells: Cells) -> Cells {
    let missing = width - cells.count
    let looks = cells.map { CellLook($0.content[...]) }
    var best = Table(rows: cells.count + 1, columns: missing + 1)
    for index in cells.indices.reversed() {
      for empty in (0...missing).reversed() {
        let placed = fit(looks[index], index + empty) + best[index + 1, empty]
        best[index, empty] = empty < missing ? max(placed, best[index, empty + 1]) : placed
      }
    }
    var spread: Cells = []
    for (index, cell) in cells.enumerated() {
      while best[index, spread.count - index]
        > fit(looks[index], spread.count) + best[index + 1, spread.count - index]
      {
        spread.append(([], false))
      }
      spread.append(cell)
    }
    return spread + Array(repeating: ([], false), count: width - spread.count)
  }

  /// Gives up empty cells, or joins those that are one cell with delimiters in it, as early as is as
  /// good; what cannot be placed is cut off.
  private func joined(_ cells: Cells) -> Cells {
    let surplus = cells.count - width
    var best = Table(rows: cells.count + 1, columns: surplus + 1)
    // How many cells become one; 0 for one that is given up.
    var taken = Table(rows: cells.count + 1, columns: surplus + 1)
    for index in cells.indices.reversed() {
      let looks = looks(from: index, of: cells, most: surplus + 1)
      for spent in 0...min(surplus, index) {
        let column = index - spent
        if column >= width {
          best[index, spent] = Self.ofCutOff * (surplus - spent)
          continue
        }
        best[index, spent] = Int.min
        for count in 1...min(looks.count, surplus - spent + 1) {
          let sum = fit(looks[count - 1], column) + best[index + count, spent + count - 1]
          if sum >= best[index, spent] { (best[index, spent], taken[index, spent]) = (sum, count) }
        }
        guard spent < surplus, cells[index].content.isEmpty else { continue }
        let sum = best[index + 1, spent + 1]
        if sum >= best[index, spent] { (best[index, spent], taken[index, spent]) = (sum, 0) }
      }
    }
    var joined: Cells = []
    var index = 0
    while joined.count < width {
      let count = taken[index, index - joined.count]
      if count > 0 {
        let content = cells[index..<index + count].map(\.content).joined(separator: delimiter)
        joined.append((Array(content), cells[index].isQuoted))
      }
      index += max(count, 1)
    }
    return joined
  }

  /// What a cell looks like, alone and with those behind it that it can be joined with.
  private func looks(from index: Int, of cells: Cells, most: Int) -> [CellLook] {
    var content = cells[index].content
    var looks = [CellLook(content[...])]
    guard !cells[index].isQuoted else { return looks }
    for cell in cells[index...].dropFirst().prefix(most - 1) {
      if cell.isQuoted { break }
      content += delimiter + cell.content
      looks.append(CellLook(content[...]))
    }
    return looks
  }

  /// Numbers in rows and columns.
  private struct Table {
    private var numbers: [Int]
    private let columns: Int

    init(rows: Int, columns: Int) {
      numbers = Array(repeating: 0, count: rows * columns)
      self.columns = columns
    }

    subscript(row: Int, column: Int) -> Int {
      get { numbers[row * columns + column] }
      set { numbers[row * columns + column] = newValue }
    }
  }
}
