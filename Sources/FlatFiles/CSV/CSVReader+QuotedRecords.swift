/// Records that have quotes: parsed by libcsv, line by line until they end.
extension CSVReader {
  func hasMark(_ content: UnsafeRawBufferPointer) -> Bool {
    dialect.quote.map { content.contains(byte: $0) } ?? false
      || dialect.escape.map { content.contains(byte: $0) } ?? false
  }

  typealias Parsed = (state: QuotedRecordParser.State, end: Int, lines: Int)

  /// What became of the record at the front of the window: where it ends, line end included. nil
  /// where damage to the file cuts it short: what is left of it is no record.
  func parseQuoted() -> Parsed? {
    quoted.reset()
    var at = 0
    var count = 0
    var close = 0
    // Who has looked far in vain looks less far from the lines between.
    let isDoubtful = window.offset < openUpTo
    let reach = isDoubtful ? limits.quotedBytes : max(limits.recordBytes, limits.quotedBytes)
    while let line = lines.line(from: at) {
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes[..<line.end])
      count += 1
      let contentEnd = at + lines.content(bytes, at, line.contentEnd).count
      let state = quoted.feed(at..<line.end, contentEnd: contentEnd, of: bytes, isLast: line.isLast)
      at = line.end
      if state != .open { return (state, at, count) }
      // Nothing is handed to libcsv, which holds it too, where there is no quote to close it.
      if close < at { close = nextQuote(from: at, within: reach) }
      if close > reach {
        openUpTo = max(openUpTo, window.offset + reach)
        return (.openBeyond(reach), at, count)
      }
    }
    return window.damage == nil ? (.open, at, count) : nil
  }

  /// How far behind the front the next quote stands, from some place on: nothing is read beyond
  /// `reach`, and where the file ends before that, its end counts.
  private func nextQuote(from start: Int, within reach: Int) -> Int {
    var searched = start
    while true {
      let bytes = window.bytes
      if let quote = dialect.quote, let next = bytes.firstIndex(of: quote, from: searched) {
        return next
      }
      searched = bytes.count
      if searched > reach || !window.fill() { return searched }
    }
  }

  /// Adds a record that libcsv has parsed; false where it has another number of fields.
  func add(
    _ record: Parsed, at position: Position, to batch: RecordBatch, isFitted: Bool = false
  ) -> Bool {
    let raw = lines.content(window.bytes, 0, record.end)
    let isSuspect = position.byte < window.suspectBefore
    if isSuspect, let reject = CSVReject.ofText(raw, at: position, hasNULSign: dialect.hasNULSign) {
      batch.rejects.append(reject)
      return true
    }
    let count = quoted.fieldCount - trailingFields
    guard count == columnCount || (isFitted && canFit(count)) else { return false }
    let offset = batch.bytes.append(raw)
    quoted.give(batch, to: cuts)
    cuts.keepFirst(count)
    _ = fit(count)
    if isSuspect, dialect.hasNULSign, cuts.fields.contains(where: { batch.content($0).contains(0) })
    {
      batch.rejects.append(CSVReject.nulInField(raw, at: position))
      return true
    }
    batch.fields.append(contentsOf: cuts.fields)
    batch.append(.init(position: position, rawOffset: offset, rawLength: raw.count))
    return true
  }

  /// How many fields of the record that libcsv has parsed are none: 1 where a delimiter stands
  /// behind the last one.
  var trailingFields: Int { dialect.endsInDelimiter && quoted.endsEmpty ? 1 : 0 }
}
