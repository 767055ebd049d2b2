import FlatFiles

/// The layout's own checks of a row.
extension RowAssembly {
  /// What becomes of the row by the first check that it fails and is not only warned of: a reject,
  /// with `fault` set, or a skip. What it is warned of is in `warned`.
  mutating func outcomeOfChecks() -> Outcome {
    warned.removeAll(keepingCapacity: true)
    // First of all, so that a row that fails another check is still one of the sequence.
    for check in plan.checks {
      if case .monotonic(let column, let way, _) = check.rule { advance(column, way) }
    }
    for (index, check) in plan.checks.enumerated() where fails(check) {
      if isUndecided(check) {
        // Whatever a failure would mean: nobody knows whether it is one.
        fault = faultOfUndecided(check)
        return .reject
      }
      switch check.check.severity {
      case .error:
        fault = fault(of: check)
        return .reject
      case .skip: return .skip(.filtered)
      case .warning: warned.append(index)
      }
    }
    return .row
  }

  private mutating func advance(_ column: Int, _ way: Int) {
    if row[column].isNull {
      ways[way].pause()
    } else {
      ways[way].advance(to: row[column].bits, source: max(source, 0))
    }
  }

  private func fails(_ check: RecordCheck) -> Bool {
    switch check.rule {
    case .required(let columns): columns.contains { isMissing($0) }
    case .range(let column, let least, let most, let isExclusive):
      isOutside(row[column], least, most, isExclusive)
    case .pattern(let column, let pattern):
      !row[column].isNull && pattern.look(in: text(of: row[column])) != .matches
    case .oneOf(let column, let values):
      !row[column].isNull && !values.contains { order(row[column], stored($0)) == 0 }
    case .compare(let column, let relation, let other):
      order(row[column], operand(other)).map { !relation.holds($0) } ?? false
    case .monotonic(_, let way, let rule): !ways[way].goes(rule)
    }
  }

  /// A column that the shape at hand does not have is not asked for.
  private func isMissing(_ column: Int) -> Bool {
    guard row[column].isNull else { return false }
    if case .constant = shape[column].step { return false }
    return true
  }

  private func isOutside(
    _ cell: Cell, _ least: Cell?, _ most: Cell?, _ isExclusive: Bool
  ) -> Bool {
    isBelow(cell, least, isExclusive) || isAbove(cell, most, isExclusive)
  }

  private func isBelow(_ cell: Cell, _ least: Cell?, _ isExclusive: Bool) -> Bool {
    guard let least, let order = order(cell, stored(least)) else { return false }
    return order < 0 || isExclusive && order == 0
  }

  private func isAbove(_ cell: Cell, _ most: Cell?, _ isExclusive: Bool) -> Bool {
    guard let most, let order = order(cell, stored(most)) else { return false }
    return order > 0 || isExclusive && order == 0
  }

  /// Whether a check that fails does so only because its pattern takes too long.
  private func isUndecided(_ check: RecordCheck) -> Bool {
    guard case .pattern(let column, let pattern) = check.rule else { return false }
    return pattern.look(in: text(of: row[column])) == .unknown
  }

  private func faultOfUndecided(_ check: RecordCheck) -> Fault {
    guard case .pattern(let column, _) = check.rule,
      case .pattern(_, let pattern) = check.check.rule
    else { return fault(of: check) }
    return Fault(
      column: plan.columns[column].name, code: .patternTooSlow,
      message: "\(shown(row[column])) takes too many steps to be compared with `\(pattern)`; write"
        + " the pattern without repetitions inside repetitions")
  }

  private func operand(_ operand: RecordCheck.Operand) -> Cell {
    switch operand {
    case .column(let column): row[column]
    case .value(let value): stored(value)
    }
  }

  // MARK: - Comparing

  /// Below zero, zero or above, as the first value is to the second; nil where one is missing.
  private func order(_ a: Cell, _ b: Cell) -> Int? {
    switch (a.kind, b.kind) {
    case (.null, _), (_, .null): nil
    case (.decimal, .decimal): Self.order(text(of: a), text(of: b))
    case (.integer, .decimal): Self.order(digits(of: a), text(of: b))
    case (.decimal, .integer): Self.order(digits(of: b), text(of: a)).map { -$0 }
    case (.text, _), (.json, _): Self.order(ofBytes: text(of: a), text(of: b))
    default: a.bits < b.bits ? -1 : a.bits > b.bits ? 1 : 0
    }
  }

  private func digits(of cell: Cell) -> [UInt8] { Array(String(cell.bits).utf8) }

  private static func order(_ a: [UInt8], _ b: UnsafeRawBufferPointer) -> Int? {
    a.withUnsafeBytes { order($0, b) }
  }

  private static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int? {
    guard let left = a.bindMemory(to: UInt8.self).baseAddress,
      let right = b.bindMemory(to: UInt8.self).baseAddress
    else { return nil }
    if DecimalText.isLess(left, a.count, than: right, b.count) { return -1 }
    return DecimalText.isLess(right, b.count, than: left, a.count) ? 1 : 0
  }

  private static func order(
    ofBytes a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer
  ) -> Int {
    for (left, right) in zip(a, b) where left != right { return left < right ? -1 : 1 }
    return a.count - b.count
  }

  func text(of cell: Cell) -> UnsafeRawBufferPointer {
    let start = Int(cell.bits)
    return UnsafeRawBufferPointer(rebasing: base[start..<start + Int(cell.length)])
  }

  // MARK: - Saying

  /// What is wrong with the row at hand, in a sentence.
  func fault(of check: RecordCheck) -> Fault {
    let (column, message) = complaint(check)
    return Fault(
      column: column.map { plan.columns[$0].name }, code: check.check.code, message: message)
  }

  private func complaint(_ check: RecordCheck) -> (column: Int?, message: String) {
    switch check.rule {
    case .required(let columns):
      let column = columns.first { isMissing($0) }
      return (column, "`\(column.map { plan.columns[$0].name } ?? "")` is missing")
    case .range(let column, let least, let most, let isExclusive):
      let isLow = isBelow(row[column], least, isExclusive)
      let bound = (isLow ? least : most).map { shown(stored($0)) } ?? ""
      let word = isExclusive ? isLow ? "not above" : "not below" : isLow ? "below" : "above"
      return (column, "\(shown(row[column])) is \(word) \(bound)")
    case .pattern(let column, _):
      guard case .pattern(_, let pattern) = check.check.rule else { return (column, "") }
      return (column, "\(shown(row[column])) does not match `\(pattern)`")
    case .oneOf(let column, let values):
      let list = values.prefix(10).map { shown(stored($0)) }.joined(separator: ", ")
      return (column, "\(shown(row[column])) is none of \(list)")
    case .compare(let column, let relation, let other):
      let name = plan.columns[column].name
      if case .column(let second) = other {
        return (
          column,
          "\(name) \(shown(row[column])) is not \(relation.rawValue) "
            + "\(plan.columns[second].name) \(shown(row[second]))"
        )
      }
      return (
        column,
        "\(name) \(shown(row[column])) is not \(relation.rawValue) \(shown(operand(other)))"
      )
    case .monotonic(let column, let way, _):
      var before = row[column]
      before.bits = ways[way].step?.from ?? before.bits
      return (column, "\(shown(row[column])) follows \(shown(before))")
    }
  }

  /// A value for a sentence.
  private func shown(_ cell: Cell) -> String {
    switch cell.kind {
    case .null: "nothing"
    case .boolean: cell.bits == 1 ? "`true`" : "`false`"
    case .integer, .source, .parent: "`\(cell.bits)`"
    case .timestamp: "`\(Calendar.text(cell.bits))`"
    case .date: "`\(Calendar.text(cell.bits * Calendar.microsecondsPerDay).prefix(10))`"
    case .decimal, .text, .json: Self.shown(text(of: cell))
    }
  }
}
