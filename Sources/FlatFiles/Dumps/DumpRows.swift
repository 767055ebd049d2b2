/// Reads the rows of a COPY block, or of an INSERT statement.
protocol DumpRows {
  /// Adds rows to a batch until that is full or there are no more.
  func read(into batch: RecordBatch) throws -> RowsEnd
  /// Whether there is a row at all.
  func hasRow() -> Bool
  /// How many fields the first row has; nil where there is none.
  func firstWidth() throws -> Int?
  /// Passes over rows, up to about so many bytes of them.
  func skip(bytes limit: Int) throws -> (end: RowsEnd, rows: Int)
}

/// Why the reading of rows came to a stop.
enum RowsEnd {
  /// There may be more.
  case full
  case ended
  /// The text ends before the rows do.
  case cut
}
