import FlatFiles

/// Works out the checks of single rows for the columns that rows of a file have.
struct CheckCompiler {
  private let columns: [RowColumn]

  init(_ columns: [RowColumn]) { self.columns = columns }

  /// Texts of the checks go behind the `constants`. A check of a column that no row of the file can
  /// have is left out.
  func compile(_ checks: [Layout.Check], _ constants: inout [UInt8]) throws -> [RecordCheck] {
    var ways = 0
    return try checks.compactMap { check in
      try rule(check.rule, &constants, &ways).map { RecordCheck(rule: $0, check: check) }
    }
  }

  private func rule(
    _ rule: Layout.Check.Rule, _ constants: inout [UInt8], _ ways: inout Int
  ) throws -> RecordCheck.Rule? {
    switch rule {
    case .required(let names): return .required(names.compactMap(index))
    case .range(let range):
      guard let column = index(range.column) else { return nil }
      return .range(
        column, least: range.least.flatMap { literal($0, column, &constants) },
        most: range.most.flatMap { literal($0, column, &constants) },
        isExclusive: range.isExclusive)
    case .pattern(let name, let pattern):
      // That it is a regular expression was found when the layout was read.
      return index(name).flatMap { column in
        Pattern(pattern).map { .pattern(column, $0) }
      }
    case .oneOf(let name, let values):
      guard let column = index(name) else { return nil }
      return .oneOf(column, values.compactMap { literal($0, column, &constants) })
    case .compare(let comparison):
      return compare(comparison, &constants)
    case .monotonic(let rule):
      guard let column = index(rule.column) else { return nil }
      defer { ways += 1 }
      return .monotonic(column, way: ways, rule)
    case .unique, .interval: return nil
    }
  }

  private func compare(
    _ comparison: Layout.Check.Comparison, _ constants: inout [UInt8]
  ) -> RecordCheck.Rule? {
    guard let column = index(comparison.column) else { return nil }
    switch comparison.other {
    case .column(let name):
      return index(name).map { .compare(column, comparison.relation, .column($0)) }
    case .value(let text):
      return literal(text, column, &constants).map {
        .compare(column, comparison.relation, .value($0))
      }
    }
  }

  private func index(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// A value of the layout as a cell; it was found to be one when the layout was read.
  private func literal(_ text: String, _ column: Int, _ constants: inout [UInt8]) -> Cell? {
    let bytes = Array(text.utf8)
    let cell = ConstantCell.literal(bytes, type: columns[column].type, at: constants.count)
    if let cell, cell.length > 0 { constants += bytes }
    return cell
  }
}
