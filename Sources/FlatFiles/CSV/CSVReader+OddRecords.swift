/// Records that are not like the others: with another number of fields, or a fault in their quotes.
extension CSVReader {
  /// Decides on a record that is not like the others: a footer, a reject, or what can be kept.
  func settle(
    _ first: PhysicalLines.Line, _ parsed: Parsed? = nil, at position: Position,
    _ batch: RecordBatch
  ) -> Bool {
    // Behind a line that is none of the table's either, it is the end of what that begins: of
    // another table without a gap before it, the last lines would be left out.
    if isBehindRecord, parsed?.state ?? .complete == .complete, isFooter {
      recordNumber -= 1
      return takeFooter()
    }
    if fit(first, parsed, at: position, batch) { return true }
    isBehindRecord = false
    let line = lines.content(first)
    let fault = fault(of: line, parsed, at: position)
    if let reject = CSVReject.ofText(line, at: position, hasNULSign: dialect.hasNULSign) {
      batch.rejects.append(reject)
    } else if options.ragged != .mend || parsed?.state.isOpenBeyond == true
      || !mending.mend(line, fault, to: columnCount, outline, batch)
    {
      batch.rejects.append(fault)
    }
    lines.use(first.end, lines: 1)
    return true
  }

  /// Adds a record with too few fields or too many as one of the table's width, where the policy is
  /// that: it is counted only, so that nothing is allocated for it.
  private func fit(
    _ first: PhysicalLines.Line, _ parsed: Parsed?, at position: Position, _ batch: RecordBatch
  ) -> Bool {
    guard columnCount > 0 else { return false }
    if let parsed {
      // Over several lines, the quote on the first one is what is odd.
      guard parsed.state == .complete, parsed.lines == 1,
        add(parsed, at: position, to: batch, isFitted: true)
      else { return false }
      (hasRecords, isBehindRecord) = (true, true)
    } else if !addPlain(lines.content(first), at: position, to: batch, isFitted: true) {
      return false
    }
    lines.use(first.end, lines: 1)
    return true
  }

  /// Rejects a line that is longer than a record may be. The next one is a record again.
  func passLongLine(_ batch: RecordBatch) -> Bool {
    recordNumber += 1
    let position = Position(record: recordNumber, line: window.line, byte: window.offset)
    let beginning = window.useLongLine(endingIn: lines.lastByte)
    batch.rejects.append(CSVReject.tooLong(beginning, limit: limits.recordBytes, at: position))
    return true
  }

  /// Rejects a line with more fields than a record may have, which nobody mends.
  func passWide(
    _ line: PhysicalLines.Line, _ position: Position, _ batch: RecordBatch
  ) -> Bool {
    batch.rejects.append(
      CSVReject.tooWide(limit: limits.recordFields, lines.content(line), at: position))
    lines.use(line.end, lines: 1)
    return true
  }

  /// How many fields a line without quotes may have, at most, where that may be too many; 0 for a
  /// shorter one.
  func countFields(of line: UnsafeRawBufferPointer) -> Int {
    guard line.count > limits.recordFields, let delimiter = dialect.delimiter.first
    else { return 0 }
    return line.count { $0 == delimiter } + 1
  }

  /// What is wrong with a record of which `line` is the first.
  private func fault(
    of line: UnsafeRawBufferPointer, _ parsed: Parsed?, at position: Position
  ) -> Reject {
    guard let parsed else {
      return CSVReject.fieldCount(
        cuts.cut(line, at: 0), expected: columnCount, line, at: position)
    }
    if parsed.state == .complete, parsed.lines == 1 {
      return CSVReject.fieldCount(
        quoted.fieldCount, expected: columnCount, line, at: position)
    }
    // A fault on a later line means that the quote on the first one was never closed; so does a
    // record over several lines whose fields do not count up.
    let state = parsed.state == .complete ? .open : parsed.state
    return CSVReject.quotes(state, isFirstLine: parsed.lines == 1, line, at: position)
  }
}
