import Logging
package import Store

/// Carries a job out: checks all of it, then runs its steps in order, and writes both down.
///
/// A step that fails stops the run unless it says `on_failure: continue`; then the steps behind it
/// run, and the run counts as failed all the same. Steps are idempotent, so a run after a failed
/// one does everything again, and loads that were done are skipped by the ledger.
package struct JobRunner {
  private let job: Job
  private let context: RunContext
  private let toolVersion: String

  /// The clock of the context is replaced by the job's.
  package init(job: Job, context: RunContext, toolVersion: String) {
    self.job = job
    self.context = context.at(job.clock)
    self.toolVersion = toolVersion
  }

  /// What `run` would do; touches nothing, and so is the check of everything that needs the
  /// database.
  ///
  /// - Throws: whatever a verb finds wrong with its options, files or tables.
  package func plan() throws -> JobPlan {
    var plan = JobPlan(job: job.name, asOf: "\(job.clock.now)", steps: [])
    for step in job.steps {
      var actions: [PlannedAction]
      let verb = type(of: step.verb).name
      do {
        actions = try step.verb.plan(in: context)
      } catch  where !plan.steps.isEmpty && EarlierSteps.mayCure(error) {
        actions = [EarlierSteps.action(instead: error)]
      }
      actions += EarlierSteps.addition(to: step.verb, behind: plan.steps)
      plan.steps.append(JobPlan.PlannedStep(id: step.id, verb: verb, actions: actions))
    }
    return plan
  }

  /// Runs the job. What was done before a failure is in the report, not lost with an error.
  package func run() -> RunReport {
    let started = ContinuousClock.now
    var report = RunReport(job: job.name, status: .succeeded, steps: [], seconds: 0)
    do {
      if job.needsDatabase {
        let history = RunHistory(try context.database.connect())
        try history.lock(job: job.name)
        _ = try plan()
        try runSteps(recordingIn: history, &report)
      } else {
        _ = try plan()
        try runSteps(&report, began: { _ in }, ended: { _, _ in })
      }
    } catch {
      report.stop(by: error, isInterruption: context.isInterruption(error))
    }
    report.seconds = started.secondsUntilNow
    return report
  }

  private func runSteps(recordingIn history: RunHistory, _ report: inout RunReport) throws {
    let runID = try history.begin(
      RunHistory.NewRun(
        job: job.name, jobFile: job.file, jobText: job.text,
        variables: JSONText.encode(job.variables), clock: job.clock, toolVersion: toolVersion,
        steps: job.steps.map { ($0.id, type(of: $0.verb).name) }))
    report.runID = runID
    try runSteps(&report) { position in
      try history.beginStep(position, of: runID)
    } ended: { position, step in
      try history.endStep(
        position, of: runID, status: step.status,
        report: step.report.map { try JSONText.encode($0) }, error: step.error)
    }
    try history.end(
      runID, status: RunHistory.RunStatus(rawValue: report.status.rawValue) ?? .failed,
      error: report.error)
  }

  /// Runs the steps, and says what becomes of each: `began` with its position, counted from 1,
  /// before it begins, `ended` after it, also when it was skipped.
  private func runSteps(
    _ report: inout RunReport, began: (Int) throws -> Void,
    ended: (Int, StepReport) throws -> Void
  ) throws {
    var isStopped = false
    for (position, step) in zip(1..., job.steps) {
      var outcome = StepReport(
        id: step.id, verb: type(of: step.verb).name, status: .skipped, seconds: 0)
      if !isStopped {
        try began(position)
        let result = run(step, into: &outcome)
        report.add(result, of: outcome)
        isStopped =
          outcome.status == .interrupted || (outcome.status == .failed && step.onFailure == .stop)
      }
      report.steps.append(outcome)
      try ended(position, outcome)
    }
  }

  private func run(_ step: Step, into report: inout StepReport) -> Outcome {
    var logger = context.logger
    logger[metadataKey: "step"] = "\(step.id)"
    var context = context
    context.logger = logger
    logger.debug("step begins")
    let started = ContinuousClock.now
    let outcome: Outcome
    do {
      // Between two steps nobody else looks.
      try context.checkInterruption()
      let result: any VerbReport = try step.verb.run(in: context)
      report.report = result
      outcome = result.outcome
    } catch {
      outcome = .failed(advising: error)
    }
    report.seconds = started.secondsUntilNow
    switch outcome {
    case .done: report.status = .succeeded
    case .rejected: report.status = .failed
    case .failed(let error):
      report.status = context.isInterruption(error) ? .interrupted : .failed
      report.error = "\(error)"
    }
    logger.debug("step ends", metadata: ["status": "\(report.status.rawValue)"])
    return outcome
  }
}
