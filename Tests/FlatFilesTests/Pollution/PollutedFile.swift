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
  /// The content of the file in UTF-8, without a byte order mark.
  var text: [UInt8]
  var encoding: PollutionEncoding
  var tables: [Table]
  /// How the records are written.
  var dialect: PollutionDialect
  /// The lines before the header that names the columns: preamble and upper header lines.
  var leadingLines: Int
  /// The lines after the last row that are not empty.
  var trailingLines: Int
  /// What a line begins with that is a comment among the rows.
  var commentMark: String?
  /// Where the damaged row stands in `text`, with its end; nil where no row is damaged.
  var pollutedText: Range<Int>?
  /// How many records may come of the damaged row.
  var pollutedRecords = 0

  /// All records that must come out exactly, table after table.
  var expected: [[String]] { tables.flatMap(\.expected) }

  /// The damaged rows as they were before.
  var polluted: [[String]] {
    tables.flatMap { table in table.polluted.map { table.rows[$0] } }
  }
}
