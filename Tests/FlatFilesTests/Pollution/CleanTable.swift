/// A table as it should have been written: a header and rows of as many cells.
struct CleanTable: Hashable {
  /// What a table is about, and so what its cells look like.
  enum Subject: String, CaseIterable {
    /// Times, decimals and counts; no cell ever needs a quote.
    case prices
    /// Text with commas, line ends and quotes; dates, links, empty cells.
    case invoices
    /// Many columns: names with spaces, dates, booleans, phone numbers, times of day.
    case people
    /// Measured values with signs, units and gaps.
    case readings
    /// Names that are not ASCII in nearly every cell, one column of them beyond Windows-1252.
    case places
  }

  var header: [String]
  var rows: [[String]]

  /// A table of 15 to 120 rows, the same for the same seed.
  init(_ subject: Subject, seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    self.init(subject, rows: Int.random(in: 15...120, using: &generator), using: &generator)
  }

  init(_ subject: Subject, rows count: Int, using generator: inout SeededGenerator) {
    var cells = CellSource(generator: generator)
    switch subject {
    case .prices: (header, rows) = cells.prices(count)
    case .invoices: (header, rows) = cells.invoices(count)
    case .people: (header, rows) = cells.people(count)
    case .readings: (header, rows) = cells.readings(count)
    case .places: (header, rows) = cells.places(count)
    }
    generator = cells.generator
  }

  private init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  /// Figures by year: most columns are named by numbers.
  static func years(rows count: Int, using generator: inout SeededGenerator) -> CleanTable {
    var cells = CellSource(generator: generator)
    let (header, rows) = cells.years(count)
    generator = cells.generator
    return CleanTable(header: header, rows: rows)
  }

  var columnCount: Int { header.count }

  /// The first columns alone.
  func prefix(columns: Int) -> CleanTable {
    mappingRecords { Array($0.prefix(columns)) }
  }

  /// The table with every cell, also those of the header, rewritten.
  func mapping(_ change: (String) -> String) -> CleanTable {
    mappingRecords { $0.map(change) }
  }

  private func mappingRecords(_ change: ([String]) -> [String]) -> CleanTable {
    var copy = self
    copy.header = change(header)
    copy.rows = rows.map(change)
    return copy
  }
}
