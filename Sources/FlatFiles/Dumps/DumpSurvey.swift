/// A look at the beginning of a dump, for which tables have rows.
enum DumpSurvey {
  /// How much of a dump is looked at: enough to tell what is in most of them, and soon done.
  static let bytes = 32 << 20

  /// Throws `FileError` where more than one table has rows, so that this is said before the first
  /// of them is read. Whatever else is wrong with the dump is for its reader to find.
  static func check(_ source: SourceFile, _ options: ReadOptions) throws {
    let limits = options.limits
    guard let stream = try? ContentStream(source, limits: limits) else { return }
    stream.stopHashing()
    guard let window = try? InputWindow(stream, encoding: options.encoding, limits: limits) else {
      return
    }
    let walker = DumpWalker(window, limits: limits)
    walker.trustsEncoding = options.encoding != .auto
    var tally = DumpTally()
    let isAll = (try? look(walker, &tally, limits)) ?? false
    let tables = tally.folded(by: walker.catalog)
    if tables.count > 1 {
      throw FileError(
        path: window.path, problem: .dump(.severalTables(tables, isAll: isAll)))
    }
  }

  /// Counts rows until the dump or the look at it ends; true where it was the dump.
  private static func look(
    _ walker: DumpWalker, _ tally: inout DumpTally, _ limits: ReadLimits
  ) throws -> Bool {
    let window = walker.window
    while window.offset < bytes, let next = try walker.nextRows() {
      let records = TableRecords(limits: limits, hashing: false)
      let rows = walker.reader(of: next, records)
      let (end, count) = try rows.skip(bytes: max(0, bytes - window.offset))
      tally.add(count, of: next.table, isComplete: end == .ended)
      if tally.isTooLarge || end != .ended { return false }
    }
    return window.isAtEnd && window.bytes.isEmpty
  }
}
