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
    }
    generator = cells.generator
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
