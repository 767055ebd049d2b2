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
  /// How many cells most records have, as far as the sample goes.
  private(set) var width = 0
  /// Whether the first record has another number of cells than most of them.
  private(set) var isFirstTorn = false
  /// The columns that the header has no names for.
  private(set) var unnamed = Unnamed.none
  /// Whether its rows are surely those of a table: of some lines above another one, they may be
  /// notes.
  private(set) var isTable = false

  /// Which columns have no name where a header has fewer names than the records have fields.
  enum Unnamed: Sendable, Hashable {
    case none
    /// The first, as R leaves out the name of its row names.
    case first
    /// So many behind those that have a name.
    case last(Int)
  }

  /// Reads the outline off a sample. What is told is taken as it is.
  init(
    _ table: SampleTable, lines: [ArraySlice<UInt8>], _ options: DialectOptions
  ) {
    var rows = table.rows[...]
    var recordWidth: Int?
    if let preambleLines = options.preambleLines {
      self.preambleLines = preambleLines
      rows = rows.drop { $0.line < preambleLines }
    } else {
      let start = TableStart(table.rows, lines)
      self.preambleLines = start.index < rows.count ? rows[start.index].line : 0
      if self.preambleLines > 0, lines[..<self.preambleLines].allSatisfy(\.isEmpty) {
        self.preambleLines = 0  // blank lines alone are passed over anyway
      }
      rows = rows.dropFirst(start.index)
      recordWidth = start.recordWidth
    }
    if let comment = options.comment {
      rows = rows.filter { $0.cells.first?.first != comment }[...]
    }
    let own = rows.first?.cells.count ?? 0
    let body = Self.block(rows, lines, widths: [own, recordWidth ?? own])
    self.headerLines = options.headerLines ?? Self.headerLines(of: body, width: own)
    let records = body.dropFirst(self.headerLines)
    width = Self.width(of: records, first: own)
    isFirstTorn = self.headerLines == 0 && records.count > 1 && width != own
    if self.headerLines > 0 { unnamed = Self.unnamed(records, own, width, body, options) }
    let columns = self.headerLines == 0 ? width : own + unnamed.count
    looks = Self.looks(of: records, width: columns)
    if looks.first.flatMap({ $0 })?.isTyped != true {
      names = RowNames(records.lazy.filter { $0.cells.count == columns }.compactMap(\.cells.first))
    }
    endsInEmptyColumn =
      own > 1 && self.headerLines > 0 && body.count > 1
      && body.allSatisfy {
        $0.cells.count < own || ($0.cells.last?.isEmpty == true && $0.isQuoted.last == false)
      }
    isTable = Self.isTable(records, columns, looks, hasHeader: self.headerLines > 0)
  }

  /// The width of most records; that of the first line where that is not far behind.
  private static func width(of records: ArraySlice<SampleTable.Row>, first: Int) -> Int {
    var counts: [Int: Int] = [:]
    for row in records { counts[row.cells.count, default: 0] += 1 }
    let common = TableStart.commonWidth(counts)
    return records.isEmpty || (counts[first] ?? 0) * 2 >= counts[common] ?? 0 ? first : common
  }

  private static func unnamed(
    _ records: ArraySlice<SampleTable.Row>, _ names: Int, _ width: Int, _ body: [SampleTable.Row],
    _ options: DialectOptions
  ) -> Unnamed {
    guard width > names, names > 1, options.columnCount == nil, options.ragged != .truncate else {
      return .none
    }
    // A delimiter behind each record makes no column.
    let wide = records.filter { $0.cells.count == width && $0.cells.last?.isEmpty == false }
    if width == names + 1, wide.count == records.count {
      let header = body[body.count - records.count - 1].cells
      return mayNameRows(header[0], wide.map { $0.cells[0] }) ? .last(1) : .first
    }
    // Loads go by the header; who mends would otherwise join what is in columns of its own.
    return options.ragged == .mend && wide.count * 2 > records.count ? .last(width - names) : .none
  }

  /// Whether the first name of a header is that of the first column all the same: it says that
  /// there are times, and there are.
  private static func mayNameRows(
    _ name: ArraySlice<UInt8>, _ cells: [ArraySlice<UInt8>]
  ) -> Bool {
    let name = String(decoding: name, as: UTF8.self).lowercased()
    return ["date", "time", "day"].contains { name.contains($0) }
      && cells.allSatisfy { CellLook($0).isTyped }
  }

  /// Two records below a header with times or numbers at their beginning are a table, or three
  /// with such a column anywhere; without a header three with it at their beginning. With less, the
  /// keys and values above a table would be one.
  private static func isTable(
    _ records: ArraySlice<SampleTable.Row>, _ width: Int, _ looks: [CellLook?], hasHeader: Bool
  ) -> Bool {
    let alike = records.count { $0.cells.count == width }
    guard width > 1, alike * 10 >= records.count * 8 else { return false }
    let isTyped = looks.map { $0?.isTyped == true }
    if isTyped[0] { return alike >= (hasHeader ? 2 : 3) }
    return hasHeader && alike >= 3 && isTyped.contains(true)
  }

  /// The rows up to the first gap behind which another table or a footer begins.
  private static func block(
    _ rows: ArraySlice<SampleTable.Row>, _ lines: [ArraySlice<UInt8>], widths: Set<Int>
  ) -> [SampleTable.Row] {
    var block: [SampleTable.Row] = []
    for row in rows {
      let isBehindGap = row.line > 0 && lines[row.line - 1].isEmpty
      // The same header once more begins a table of its own.
      let isOther = !widths.contains(row.cells.count) || row.cells == rows.first?.cells
      if isBehindGap, isOther, block.count > 1 { break }
      block.append(row)
    }
    return block
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
  static func looksTyped(_ row: SampleTable.Row) -> Bool {
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

extension TableOutline.Unnamed {
  var count: Int {
    switch self {
    case .none: 0
    case .first: 1
    case .last(let count): count
    }
  }
}
