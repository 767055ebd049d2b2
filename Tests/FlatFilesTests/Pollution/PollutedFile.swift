/// A file that is not as it should be, and what should come of it.
struct PollutedFile {
  /// One table of the file.
  struct Table: Hashable {
    /// The names of the columns, those of the last line where several lines are a header; nil where
    /// none is.
    var header: [String]?
    /// The rows as they were before the pollution.
    var rows: [[String]]
    /// The indices of the rows that were damaged: whatever comes of them is neither counted as
    /// exact nor as expected.
    var polluted: Set<Int> = []

    /// The header and the rows that must come out exactly.
    var expected: [[String]] {
      (header.map { [$0] } ?? [])
        + rows.enumerated().filter { !polluted.contains($0.offset) }.map(\.element)
    }
  }

  var kind: PollutionKind
  /// What was done, to which table, and the seed of the file.
  var label: String
  var bytes: [UInt8]
  var tables: [Table]
  /// How the records are written.
  var dialect: PollutionDialect
  /// The lines before the header that names the columns: preamble and upper header lines.
  var leadingLines: Int
  /// The lines after the last row that are not empty.
  var trailingLines: Int
  /// Where the damaged row stands, with its end; nil where no row is damaged.
  var pollutedBytes: Range<Int>?

  /// All records that must come out exactly, table after table.
  var expected: [[String]] { tables.flatMap(\.expected) }
  var pollutedCount: Int { tables.reduce(0) { $0 + $1.polluted.count } }
}
