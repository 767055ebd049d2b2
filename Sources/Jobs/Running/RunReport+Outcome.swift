import Store

extension RunReport {
  /// Takes the outcome of a step into the run's. The first failure is the one that counts, but an
  /// interruption outweighs it, and rejects are outweighed by any failure behind them.
  mutating func add(_ outcome: Outcome, of step: StepReport) {
    switch step.status {
    case .failed: status = .failed
    case .interrupted: status = .interrupted
    case .waiting, .running, .succeeded, .skipped: return
    }
    guard status == .interrupted || failure.map({ outcome.outweighs($0) }) ?? true else {
      return
    }
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
    guard failure == nil || isInterruption else { return }
    let outcome = Outcome.failed(advising: error)
    failure = outcome
    self.error = outcome.sentence
  }
}

extension Outcome {
  /// Whether this one says more about a run than one before it.
  fileprivate func outweighs(_ earlier: Outcome) -> Bool {
    if case .rejected = earlier, case .failed = self { return true }
    return false
  }

  /// What a run says of a step that ended so.
  fileprivate var sentence: String {
    switch self {
    case .done: "done."
    case .rejected: "a check failed, or records were rejected over the budget; see its report."
    case .failed(let error): "\(error)"
    }
  }
}
