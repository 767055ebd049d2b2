package import Store

/// What a run of a job came to. Its encoding is what other programs read.
package struct RunReport: Encodable, Sendable {
  /// Nil for a run that the history does not know: it was refused, or works on no database.
  package var runID: Int64?
  package var job: String
  package var status: Status
  package var steps: [StepReport]
  package var seconds: Double
  /// What stopped it, in a sentence.
  package var error: String?
  /// The first failure: what the exit status is derived from.
  package var failure: Outcome?

  package enum Status: String, Encodable, Sendable {
    case succeeded, failed, interrupted
    /// Nothing was begun: the check found something wrong, or another run of the job is alive.
    case refused
  }

  enum CodingKeys: String, CodingKey {
    case runID = "run_id"
    case job, status, steps, seconds, error
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(runID, forKey: .runID)
    try container.encode(job, forKey: .job)
    try container.encode(status, forKey: .status)
    try container.encode(steps, forKey: .steps)
    try container.encode(seconds.roundedToMilliseconds, forKey: .seconds)
    try container.encode(error, forKey: .error)
  }
}

/// What one step came to.
package struct StepReport: Encodable, Sendable {
  package var id: String
  package var verb: String
  package var status: RunHistory.StepStatus
  package var seconds: Double
  /// The verb's own report; nil when the step was not begun, or stopped before it had one.
  package var report: (any VerbReport)?
  package var error: String?

  enum CodingKeys: String, CodingKey { case id, verb, status, seconds, report, error }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(verb, forKey: .verb)
    try container.encode(status.rawValue, forKey: .status)
    try container.encode(seconds.roundedToMilliseconds, forKey: .seconds)
    if let report {
      try container.encode(report, forKey: .report)
    } else {
      try container.encodeNil(forKey: .report)
    }
    if let error { try container.encode(error, forKey: .error) }
  }
}

extension Double {
  /// Durations are told to the millisecond.
  package var roundedToMilliseconds: Double { (self * 1000).rounded() / 1000 }
}
