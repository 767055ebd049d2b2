/// Where the table of a file begins, what its header is, and what its columns hold.
struct TableOutline: Sendable, Hashable {
  private(set) var preambleLines = 0
  private(set) var headerLines = 0
  /// What most cells of a column look like; nil where they differ.
  private(set) var looks: [CellLook?] = []
  /// What stands in the first column, where that is neither numbers nor times.
  private(set) var names = RowNames()
  /// Whether the last column has neither a name nor any content.
  private(set) var endsInEmptyColumn = false

  /// Reads the outline off a sample. What is told is taken as it is.
  init(
    _ table: SampleTable, lines: [ArraySlice<UInt8>], headerLines: Int?, preambleLines: Int?,
    comment: UInt8?
  ) {
    var rows = table.rows[...]
    if let preambleLines {
      self.preambleLines = preambleLines
      rows = rows.drop { $0.line < preambleLines }
    } else {
      let first = Self.firstOfTable(rows, lines, comment: comment)
      self.preambleLines = first < rows.count ? rows[first].line : 0
      if self.preambleLines > 0, lines[..<self.preambleLines].allSatisfy(\.isEmpty) {
        self.preambleLines = 0  // blank lines alone are passed over anyway
      }
      rows = rows.dropFirst(first)
    }
    if let comment { rows = rows.filter { $0.cells.first?.first != comment }[...] }
    let width = rows.first?.cells.count ?? 0
    let body = Self.block(rows, lines)
    self.headerLines = headerLines ?? Self.headerLines(of: body, width: width)
    let records = body.dropFirst(self.headerLines)
    looks = Self.looks(of: records, width: width)
    if looks.first.flatMap({ $0 })?.isTyped != true {
      names = RowNames(records.lazy.filter { $0.cells.count == width }.compactMap(\.cells.first))
    }
    endsInEmptyColumn =
      width > 1 && self.headerLines > 0 && body.count > 1
      && body.allSatisfy {
        $0.cells.count < width || ($0.cells.last?.isEmpty == true && $0.isQuoted.last == false)
      }
  }

  /// The rows up to the first gap behind which another table or a footer begins.
  private static func block(
    _ rows: ArraySlice<SampleTable.Row>, _ lines: [ArraySlice<UInt8>]
  ) -> [SampleTable.Row] {
    let width = rows.first?.cells.count ?? 0
    var block: [SampleTable.Row] = []
    for row in rows {
      let isBehindGap = row.line > 0 && lines[row.line - 1].isEmpty
      // The same header once more begins a table of its own.
      let isOther = row.cells.count != width || row.cells == rows.first?.cells
      if isBehindGap, isOther, block.count > 1 { break }
      block.append(row)
    }
    return block
  }

  /// The index of the first row of the table: the first from which on rows agree in their width.
  private static func firstOfTable(
    _ rows: ArraySlice<SampleTable.Row>, _ lines: [ArraySlice<UInt8>], comment: UInt8?
  ) -> Int {
    let rows = Array(rows)
    guard rows.count > 1 else { return 0 }
    if isSeparatorOfExcel(lines[rows[0].line]) { return 1 }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.cells.count, default: 0] += 1 }
    // One field is what titles and notes have, so it weighs less.
    let weights = counts.map { (weight: $0.value * ($0.key > 1 ? 2 : 1), width: $0.key) }
    let width = weights.max { ($0.weight, $0.width) < ($1.weight, $1.width) }?.width ?? 1
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
      let isApart = end < rows.count && rows[end].line > 0 && lines[rows[end].line - 1].isEmpty
      if own > 1, run >= 3, isApart { return index }
      // A row that is torn in a table that begins with it.
      let rest = rows[index...].count { $0.cells.count == width }
      if own > 1, run == 1, index == 0, rest == rows.count - 1, abs(own - width) == 1 { return 0 }
      index = end
    }
    return 0
  }

  /// Whether a line is `sep=;`, by which Excel is told the delimiter of what follows.
  private static func isSeparatorOfExcel(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.first == UInt8(ascii: "\"") ? line.dropFirst() : line
    return text.count <= 6 && String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep="
  }

  /// How many rows name the columns: none, or those before the first that looks like the others.
  private static func headerLines(of rows: [SampleTable.Row], width: Int) -> Int {
    guard let first = rows.first else { return 0 }
    if looksTyped(first) { return 0 }
    guard rows.count > 1 else { return 1 }
    let typed = looks(of: rows.dropFirst(min(3, rows.count - 1)), width: width).map {
      $0?.isTyped ?? false
    }
    // One column of numbers is too little to tell a second line of names from a record.
    guard typed.count(where: { $0 }) > 1 else { return 1 }
    var count = 1
    // Only where enough rows below show what a record looks like.
    while count < min(4, rows.count - 4), isHeader(rows[count], typed) { count += 1 }
    return count
  }

  /// Whether a row has nothing that its columns hold where they hold numbers or times.
  private static func isHeader(_ row: SampleTable.Row, _ typed: [Bool]) -> Bool {
    guard row.cells.count == typed.count else { return false }
    let looks = row.cells.map { CellLook($0) }
    guard !looks.contains(where: \.isTyped) else { return false }
    let words = zip(looks, typed).count { $1 && ($0 == .words || $0 == .mixed) }
    // What names but one column, and has nothing beside, is no record: those have a value there.
    let others = zip(looks, typed).count { $1 && $0 != .empty }
    return words * 2 > typed.count { $0 } || (words == 1 && others == 1 && typed[0])
  }

  /// A first record is a header when it has names and no field that is a number or a time.
  private static func looksTyped(_ row: SampleTable.Row) -> Bool {
    let looks = row.cells.map { CellLook($0) }
    return looks.allSatisfy { $0 == .empty } || looks.contains(where: \.isTyped)
  }

  static func looks(of rows: some Collection<SampleTable.Row>, width: Int) -> [CellLook?] {
    (0..<width).map { column in
      var counts: [CellLook: Int] = [:]
      var filled = 0
      for row in rows where row.cells.count == width {
        let look = CellLook(row.cells[column])
        if look == .empty { continue }
        filled += 1
        counts[look, default: 0] += 1
      }
      guard let most = counts.max(by: { $0.value < $1.value }) else { return nil }
      return most.value * 10 >= filled * 8 ? most.key : nil
    }
  }
}
