extension DumpWalker {
  /// What reads the rows that stand next.
  func reader(of next: Rows, _ records: TableRecords) -> any DumpRows {
    guard let head = next.insertHead else { return CopyRows(window, records, limits: limits) }
    return InsertRows(
      window, records, limits: limits, head: head, hasBackslashes: hasBackslashes)
  }

  /// Goes on to the next rows that are not TimescaleDB's catalog, which it takes in; nil at the end
  /// of the dump.
  func nextRows() throws -> Rows? {
    while let next = try next() {
      guard DumpCatalog.isTimescaleCatalog(next.table), let names = next.columns?.map(\.name)
      else { return next }
      let records = TableRecords(limits: limits, hashing: false)
      _ = records.begin(next.columns)
      let rows = reader(of: next, records)
      let batch = RecordBatch()
      var end = RowsEnd.full
      while end == .full {
        batch.removeAll(columnCount: names.count)
        records.beginBatch(at: window.offset)
        end = try rows.read(into: batch)
        for record in batch.records.indices {
          catalog.add(batch.texts(of: record, names), of: next.table)
        }
      }
      if end == .cut { throw cut(inside: next.table) }
    }
    return nil
  }
}

extension RecordBatch {
  /// The fields of a record by name, without those that are missing.
  fileprivate func texts(of record: Int, _ names: [String]) -> [String: String] {
    var texts: [String: String] = [:]
    for (column, name) in names.enumerated() {
      let field = field(record, column)
      if field.kind == .null || field.kind == .absent { continue }
      texts[name] = String(decoding: content(field), as: UTF8.self)
    }
    return texts
  }
}
