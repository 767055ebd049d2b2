import FlatFiles

/// What is learnt from the beginning of a file before its records are mapped.
extension RowAssembly {
  /// Lets the readers of times look at the first records of a batch.
  mutating func look(at batch: RecordBatch, records: Int) {
    guard rules.time.unit.isFoundOut else { return }
    base = batch.bytes.bytes
    let width = batch.columnCount
    batch.fields.withUnsafeBufferPointer { fields in
      for record in 0..<min(records, batch.records.count) {
        let first = batch.firstField(of: record)
        let own = UnsafeBufferPointer(rebasing: fields[first..<first + width])
        guard plan.filter.isEmpty || passesFilter(own), hasShape(own) else { continue }
        for column in shape.indices where shape[column].timeReader >= 0 {
          look(at: shape[column], column, own, batch)
        }
      }
    }
  }

  /// Takes over what another assembly found out about the times of the same file.
  mutating func learn(from scout: RowAssembly) {
    sampledReaders = scout.timeReaders
    if !shape.isEmpty { timeReaders = sampledReaders }
  }

  private mutating func look(
    at cell: CellPlan, _ column: Int, _ fields: UnsafeBufferPointer<RecordBatch.Field>,
    _ batch: RecordBatch
  ) {
    let field =
      cell.derivation < 0 ? present(cell, fields) : derivedText(cell, column, fields, batch)
    guard let field else { return }
    timeReaders[cell.timeReader].look(at: bytes(field), count: Int(field.length))
  }
}
