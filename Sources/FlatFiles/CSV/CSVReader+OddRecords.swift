/// Records that are not like the others: with another number of fields, or a fault in their quotes.
extension CSVReader {
  /// Decides on a record that is not like the others: a footer, a reject, or what can be kept.
  func settle(
    _ first: PhysicalLines.Line, _ parsed: Parsed? = nil, at position: Position,
    _ batch: RecordBatch
  ) -> Bool {
    if hasRecords, parsed?.state ?? .complete == .complete, isFooter {
      recordNumber -= 1
      return takeFooter()
    }
    let line = lines.content(first)
    let fault = fault(of: line, parsed, at: position)
    if let reject = CSVReject.ofText(line, at: position, hasNULSign: dialect.hasNULSign) {
      batch.rejects.append(reject)
    } else if mending.mend(line, fault, to: columnCount, outline, batch) {
      switch options.ragged {
      case .pad: leftOut.padded += 1
      case .truncate: leftOut.truncated += 1
      case .reject, .mend: break  // `mend` says what it did to each
      }
    } else {
      batch.rejects.append(fault)
    }
    lines.use(first.end, lines: 1)
    return true
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
