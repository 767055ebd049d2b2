/// The ordinal among equal rows.
extension RowAssembly {
  /// Sets the ordinal of the row; false, with `fault` set, where it is not known any more.
  mutating func countsEquals(_ plan: MappingPlan.OrdinalPlan) -> Bool {
    if let unless = plan.unless, row[unless].length > 0 {
      row[plan.column] = Cell(kind: .integer, bits: plan.first)
      return true
    }
    let time = row[timeColumn].bits
    key.removeAll()
    for column in plan.among { key.append(row[column], base) }
    key.shorten()
    let source = max(self.source, 0)
    guard let before = ordinals.countBefore(key.bytes, source: source, time: time) else {
      fault = Fault(
        column: self.plan.columns[plan.column].name, code: .outOfOrder,
        message: "the row is so far back in time that equal rows before it are not known any more; "
          + "sort the file by `\(self.plan.columns[timeColumn].name)`")
      return false
    }
    row[plan.column] = Cell(kind: .integer, bits: plan.first + before)
    return true
  }
}
