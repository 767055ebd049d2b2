/// What a dump holds: its tables with rows.
package struct DumpContents: Sendable {
  /// In the order of the dump, partitions and chunks with what they are parts of.
  package private(set) var tables: [TableRows] = []
  /// What ended the reading before the dump did.
  package private(set) var error: FileError?

  private static let stepBytes = 16 << 20

  /// Goes through the whole dump and counts. `progress` is told now and then, and ends it by
  /// throwing.
  ///
  /// Throws `FileError` where the dump cannot be opened.
  package init(
    of source: SourceFile, _ options: ReadOptions, progress: (ReadProgress, Int) throws -> Void
  ) throws {
    let stream = try ContentStream(source, limits: options.limits)
    stream.stopHashing()
    let window = try InputWindow(stream, encoding: options.encoding, limits: options.limits)
    let walker = DumpWalker(window, limits: options.limits)
    walker.trustsEncoding = options.encoding != .auto
    var tally = DumpTally()
    var rows = 0
    do {
      while let next = try walker.nextRows() {
        let reader = walker.reader(
          of: next, TableRecords(limits: options.limits, hashing: false))
        var end = RowsEnd.full
        while end == .full {
          let (reached, count) = try reader.skip(bytes: Self.stepBytes)
          end = reached
          rows += count
          tally.add(count, of: next.table, isComplete: end == .ended)
          try progress(window.progress, rows)
        }
        if end == .cut { throw walker.cut(inside: next.table) }
        if tally.isTooLarge { throw walker.error(.tooManyTables(limit: DumpCatalog.tableLimit)) }
      }
    } catch let error as FileError {
      self.error = error
    }
    tables = tally.folded(by: walker.catalog)
  }
}
