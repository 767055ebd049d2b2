import Store

extension RunReport {
  /// Takes the outcome of a step into the run's; the first failure is the one that counts, but
  /// for an interruption, which ends the run.
  mutating func add(_ outcome: Outcome, of step: StepReport) {
    switch step.status {
    case .failed: status = .failed
    case .interrupted: status = .interrupted
    case .waiting, .running, .succeeded, .skipped: return
    }
    guard failure == nil || status == .interrupted else { return }
    failure = outcome
    error = "Step \(step.id): \(outcome.sentence)"
  }

  /// Takes an error of the runner itself into the run's: before the first step it is a refusal.
  mutating func stop(by error: any Error, isInterruption: Bool) {
    if isInterruption {
      status = .interrupted
    } else {
      status = runID == nil && steps.isEmpty ? .refused : .failed
    }
    // A step that broke the connection has said why; that the history cannot be written then is
    // only what follows from it.
    guard failure == nil else { return }
    failure = .failed(error)
    self.error = "\(error)"
  }
}

extension Outcome {
  /// What a run says of a step that ended so.
  fileprivate var sentence: String {
    switch self {
    case .done: "done."
    case .rejected: "a check failed, or records were rejected over the budget; see its report."
    case .failed(let error): "\(error)"
    }
  }
}
