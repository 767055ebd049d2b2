import FlatFiles

/// A check of single rows, with columns resolved to indices.
struct RecordCheck {
  let rule: Rule
  let check: Layout.Check

  enum Rule {
    case required([Int])
    case range(Int, least: Cell?, most: Cell?, isExclusive: Bool)
    case pattern(Int, Pattern)
    case oneOf(Int, [Cell])
    case compare(Int, Layout.Check.Relation, Operand)
    /// The index of its state in `RowAssembly.ways`.
    case monotonic(Int, way: Int, Layout.Check.MonotonicRule)
  }

  enum Operand {
    case column(Int)
    /// A value of the layout; text counts its offset from `MappingPlan.constants`.
    case value(Cell)
  }
}

/// Which way a column goes from row to row, for each source.
struct Ways {
  private var last: [Int64?] = []
  /// 1 upwards, -1 downwards, 0 as long as it is not told.
  private var directions: [Int64] = []
  /// What the row at hand is to the one before it: nil where there is none.
  private(set) var step: (from: Int64, to: Int64, direction: Int64)?

  mutating func advance(to value: Int64, source: Int) {
    while last.count <= source {
      last.append(nil)
      directions.append(0)
    }
    step = last[source].map { ($0, value, directions[source]) }
    if let before = last[source], before != value, directions[source] == 0 {
      directions[source] = value > before ? 1 : -1
    }
    last[source] = value
  }

  /// The row at hand has no value.
  mutating func pause() { step = nil }

  /// Whether the step goes the way of the rule.
  func goes(_ rule: Layout.Check.MonotonicRule) -> Bool {
    guard let step else { return true }
    if step.from == step.to { return !rule.isStrict }
    let isUpwards = step.to > step.from
    return switch rule.order {
    case .ascending: isUpwards
    case .descending: !isUpwards
    case .either: step.direction == 0 || (step.direction > 0) == isUpwards
    }
  }
}
