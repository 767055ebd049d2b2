/// Records as lines of CSV, below a line of names.
final class CSVLines: RecordWriting {
  private let names: [String]?
  private let valueColumn: Int?
  private let hasGapBefore: Bool
  private let sink: any ByteSink
  private let writer: CSVWriter

  /// Records that have other columns are in none of them as a whole: not in `valueColumn` either.
  init(
    names: [String]?, valueColumn: Int?, quotesAll: Bool, hasGapBefore: Bool, to sink: any ByteSink
  ) {
    self.names = names
    self.valueColumn = valueColumn
    self.hasGapBefore = hasGapBefore
    self.sink = sink
    writer = CSVWriter(to: sink, quotesAll: quotesAll)
  }

  func begin() throws {
    if hasGapBefore { try sink.write("\n") }
    if let names { try writer.record(names) }
  }

  func write(_ record: Int, of batch: RecordBatch) throws {
    for column in 0..<batch.columnCount {
      let field = batch.field(record, column)
      switch field.kind {
      case .absent, .null: writer.null()
      case .nested where column == valueColumn: writer.null()
      case .bare where field.length == 0: writer.null()
      default: writer.field(batch.content(field))
      }
    }
    try writer.endRecord()
  }

  func end() throws { try writer.flush() }
}
