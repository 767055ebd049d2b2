extension EffectiveLayout {
  /// Whether the end of a file may show that nothing of it should be published.
  package var mayFailAsAWhole: Bool {
    layout.checks.contains { $0.severity == .error && $0.isOfTheFile }
  }

  /// The checks of the whole file, for the columns that its rows have.
  func fileChecks(of plan: MappingPlan) -> [any FileCheck] {
    layout.checks.compactMap { check in
      switch check.rule {
      case .unique(let names):
        let columns = names.compactMap { name in plan.columns.firstIndex { $0.name == name } }
        guard columns.count == names.count else { return nil }
        return UniqueCheck(check, columns: columns, names: names)
      case .interval(let every):
        guard let time = plan.time, let interval = every ?? interval else { return nil }
        return IntervalCheck(check, timeColumn: time, interval: interval)
      default: return nil
      }
    }
  }
}
