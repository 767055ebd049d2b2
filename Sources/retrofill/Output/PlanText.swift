import Jobs
import Store

/// What would be done, as lines for people:
///
///     load  samples/btc_price.json  into timeseries_data as btc_price  42 kB
enum PlanText {
  static func lines(of plan: JobPlan) -> [String] {
    let head = "\(plan.job), as of \(plan.asOf): nothing has been touched."
    return [head]
      + plan.steps.enumerated().flatMap { position, step in
        ["", "\(position + 1). \(step.id) (\(step.verb))"] + lines(of: step.actions, indent: 3)
      }
  }

  static func lines(of actions: [PlannedAction], indent: Int = 0) -> [String] {
    guard !actions.isEmpty else {
      return [String(repeating: " ", count: indent) + "nothing to do"]
    }
    var table = TextTable([
      ("ACTION", .left), ("WHAT", .left), ("ROWS", .right), ("SIZE", .right), ("HOW", .left),
    ])
    for action in actions {
      table.add([
        action.action, action.subject, action.rows.map(Quantities.count) ?? "",
        action.bytes.map(Quantities.bytes) ?? "", action.detail,
      ])
    }
    return table.lines(indent: indent)
  }
}
