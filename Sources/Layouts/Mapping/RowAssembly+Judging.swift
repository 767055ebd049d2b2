import FlatFiles

/// What becomes of a row whose cells are there.
extension RowAssembly {
  /// Judges the row as a whole, and adds it to what was seen of its source.
  mutating func judgeRow() -> Outcome {
    if !scopedParents.isEmpty { tellScopes() }
    let moment = momentOfRow()
    if let moment, let interval, let captured = clock.captured,
      interval.end(ofCandleAt: moment) > captured
    {
      return .skip(.unfinished)
    }
    if let candle = plan.candle, !isCandle(candle) { return .reject }
    if !plan.checks.isEmpty {
      let outcome = outcomeOfChecks()
      guard case .row = outcome else { return outcome }
    }
    if let ordinal = plan.ordinal, !countsEquals(ordinal) { return .reject }
    if let moment, source >= 0 {
      while traces.count <= source { traces.append(SeriesTrace()) }
      traces[source].add(moment, &distancesLeft)
    }
    return .row
  }

  @inline(__always)
  private func momentOfRow() -> Int64? {
    guard timeColumn >= 0, case .timestamp = row[timeColumn].kind else { return nil }
    return row[timeColumn].bits
  }

  /// A row without a single value, where the layout does not keep such rows.
  mutating func nullRow() -> Outcome {
    guard rules.nullRows == .reject else { return .skip(.nullRow) }
    fault = Fault(column: nil, code: .nullRow, message: "every value of the record is missing")
    return .reject
  }

  mutating func missingValue(_ column: Int) -> Outcome {
    let name = plan.columns[column].name
    fault = Fault(column: name, code: .missingValue, message: "`\(name)` is missing")
    return .reject
  }
}
