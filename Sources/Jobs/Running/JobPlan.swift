package import Store

/// What a job would do, step by step.
package struct JobPlan: Encodable, Sendable {
  package var job: String
  /// The clock of the run.
  package var asOf: String
  package var steps: [PlannedStep]

  package struct PlannedStep: Encodable, Sendable {
    package var id: String
    package var verb: String
    package var actions: [PlannedAction]
  }

  enum CodingKeys: String, CodingKey {
    case job
    case asOf = "as_of"
    case steps
  }
}
