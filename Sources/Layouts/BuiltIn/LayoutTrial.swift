import FlatFiles

/// What came of trying a layout on the first records of a file.
struct LayoutTrial {
  let layout: Layout
  /// Whether the file's name is one that the layout reads, or the name of a dump's table.
  let isNamed: Bool
  /// Whether rows are candles.
  let hasCandles: Bool
  /// How many columns of the file's header it reads.
  let columnCount: Int
  /// Clauses that speak for the layout.
  let reasons: [String]
  let fits: Bool
  /// Whether it would fit, if opens and closes did not lie outside of low and high.
  let isOutOfOrder: Bool

  /// Nil where the layout cannot even be tried on the file.
  init?(_ layout: Layout, on sample: FileSample, clock: FileClock) {
    guard let trial = sample.bind(layout), let reading = sample.reading(for: trial),
      let mapper = try? RowMapper(
        trial, names: reading.names, fileName: sample.file.name, clock: clock)
    else { return nil }
    if sample.hasHeader, reading.names == .positions { return nil }
    self.layout = layout
    isNamed = trial.isOfFileName || sample.isDump && layout.dumpTable != nil
    let signs = RecordSigns(of: layout, in: reading)
    guard signs.areThere else { return nil }
    columnCount = signs.columnCount
    let batch = reading.batch.copied(seriesCount: mapper.seriesCount)
    let rows = RowBatch(columns: mapper.columns)
    mapper.map(batch, into: rows)

    let count = batch.records.count + batch.rejects.count
    let wrong = batch.rejects.count + rows.rejects.count
    let disordered = rows.disorderedCandles(batch)
    hasCandles = rows.prices != nil && rows.rowCount > 0
    let becomesRows =
      rows.rowCount > 0 && wrong * 4 <= count && layout.hasInterval(mapper.extents)
      && (isNamed || !(signs.areFew || layout.recognition.name == .required))
    let isInOrder = (wrong + disordered) * 4 <= count
    fits = becomesRows && isInOrder
    isOutOfOrder = becomesRows && !isInOrder
    reasons = signs.reasons + ["\(rows.rowCount) of its first \(count) records become rows"]
  }
}

extension Layout {
  /// Whether rows lie as far apart as the layout says of every file, where it does.
  fileprivate func hasInterval(_ extents: [SeriesExtent]) -> Bool {
    guard let interval = interval.flatMap({ CandleInterval($0) }), interval.months == 0 else {
      return true
    }
    return extents.allSatisfy {
      $0.medianInterval.map { $0 == interval.microseconds } ?? true
    }
  }
}

extension RecordBatch {
  /// A copy to be mapped, because mapping appends to it and series are made of it.
  fileprivate func copied(seriesCount: Int) -> RecordBatch {
    let copy = RecordBatch()
    copy.fill(from: self)
    copy.split(into: seriesCount)
    return copy
  }
}

extension RowBatch {
  /// Where open, high, low and close stand; nil where rows are no candles.
  fileprivate var prices: [Int]? {
    let places = ["open", "high", "low", "close"].compactMap { name in
      columns.firstIndex { $0.name == name }
    }
    return places.count == 4 ? places : nil
  }

  /// How many candles open or close outside of their low and high.
  fileprivate func disorderedCandles(_ batch: RecordBatch) -> Int {
    guard let places = prices else { return 0 }
    return (0..<rowCount).count { row in
      let prices = places.map { cells[row * columns.count + $0] }
      guard prices.allSatisfy({ $0.kind == .decimal }) else { return false }
      let (open, high, low, close) = (prices[0], prices[1], prices[2], prices[3])
      return [open, close].contains {
        isLess(high, than: $0, batch) || isLess($0, than: low, batch)
      }
    }
  }

  private func isLess(_ a: Cell, than b: Cell, _ batch: RecordBatch) -> Bool {
    let left = batch.bytes.slice(Int(a.bits), Int(a.length)).bindMemory(to: UInt8.self)
    let right = batch.bytes.slice(Int(b.bits), Int(b.length)).bindMemory(to: UInt8.self)
    guard let leftText = left.baseAddress, let rightText = right.baseAddress else { return false }
    return DecimalText.isLess(leftText, left.count, than: rightText, right.count)
  }
}
