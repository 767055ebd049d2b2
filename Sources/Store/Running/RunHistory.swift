package import Postgres

/// What was run, step by step: `retrofill.runs` and `retrofill.steps`.
///
/// Each change commits at once, so that a run that is killed leaves what it had come to. It holds
/// the lock of its job meanwhile: whoever gets that lock knows that no older run is alive.
package struct RunHistory {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// A run that is about to begin.
  package struct NewRun: Sendable {
    package var job: String
    package var jobFile: String
    package var jobText: String
    /// A JSON object.
    package var variables: String
    package var clock: Clock
    package var toolVersion: String
    /// The steps' ids and verbs, in order.
    package var steps: [(id: String, verb: String)]

    package init(
      job: String, jobFile: String, jobText: String, variables: String, clock: Clock,
      toolVersion: String, steps: [(id: String, verb: String)]
    ) {
      self.job = job
      self.jobFile = jobFile
      self.jobText = jobText
      self.variables = variables
      self.clock = clock
      self.toolVersion = toolVersion
      self.steps = steps
    }
  }

  package enum RunStatus: String, Sendable { case running, succeeded, failed, interrupted }

  package enum StepStatus: String, Sendable {
    case waiting, running, succeeded, failed, skipped, interrupted
  }

  /// Takes the lock of the job for as long as the connection lives. One that a killed run has left
  /// is waited for.
  ///
  /// - Throws: `RunError.overlaps` when another run of the job has it.
  package func lock(job: String) throws {
    let isFree = try connection.tryAcquire(.job(job), within: AdvisoryLock.patience)
    guard !isFree else { return }
    throw RunError.overlaps(job: job, holder: try holder(of: job))
  }

  /// Who runs a job, in words: `run 4, begun 2024-05-06 03:00:00 UTC, server process 4711`.
  private func holder(of job: String) throws -> String {
    let run: String? = try connection.first(
      """
      SELECT format('run %s, begun %s UTC, ', run_id,
        to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
      FROM retrofill.runs
      WHERE job = \(job) AND status = 'running'
      ORDER BY run_id DESC
      LIMIT 1
      """)?.get(0)
    return (run ?? "") + (try connection.holder(of: .job(job)))
  }

  /// Begins a run, and closes older runs of the job that were killed. The caller holds the lock.
  ///
  /// - Returns: the id of the run.
  package func begin(_ run: NewRun) throws -> Int64 {
    try connection.transaction {
      try closeKilledRuns(of: run.job)
      let id: Int64? = try connection.first(
        """
        INSERT INTO retrofill.runs
          (job, job_file, job_sha256, variables, as_of, tool_version)
        VALUES (\(run.job), \(run.jobFile),
          encode(sha256(convert_to(\(run.jobText), 'UTF8')), 'hex'),
          \(run.variables)::jsonb, \(run.clock.now), \(run.toolVersion))
        RETURNING run_id
        """)?.get(0)
      let runID = id ?? 0
      for (position, step) in run.steps.enumerated() {
        try connection.execute(
          """
          INSERT INTO retrofill.steps (run_id, position, step_id, verb)
          VALUES (\(runID), \(position + 1), \(step.id), \(step.verb))
          """)
      }
      return runID
    }
  }

  private func closeKilledRuns(of job: String) throws {
    try connection.execute(
      """
      WITH killed AS (
        UPDATE retrofill.runs
        SET status = 'interrupted', finished_at = now(),
          error = 'The process ended without a word; found by the next run.'
        WHERE job = \(job) AND status = 'running'
        RETURNING run_id)
      UPDATE retrofill.steps AS s
      SET status = CASE s.status WHEN 'running' THEN 'interrupted' ELSE 'skipped' END
      FROM killed
      WHERE s.run_id = killed.run_id AND s.status IN ('running', 'waiting')
      """)
  }

  /// Records that a step begins; positions count from 1.
  package func beginStep(_ position: Int, of run: Int64) throws {
    try connection.execute(
      """
      UPDATE retrofill.steps SET status = 'running', started_at = clock_timestamp()
      WHERE run_id = \(run) AND position = \(position)
      """)
  }

  /// Records what became of a step; the report is JSON, and nil when there is none.
  package func endStep(
    _ position: Int, of run: Int64, status: StepStatus, report: String?, error: String?
  ) throws {
    try connection.execute(
      """
      UPDATE retrofill.steps
      SET status = \(status.rawValue), report = \(report)::jsonb, error = \(error),
        finished_at = CASE WHEN started_at IS NOT NULL THEN clock_timestamp() END
      WHERE run_id = \(run) AND position = \(position)
      """)
  }

  /// Records what became of a run.
  package func end(_ run: Int64, status: RunStatus, error: String?) throws {
    try connection.execute(
      """
      UPDATE retrofill.runs
      SET status = \(status.rawValue), error = \(error), finished_at = clock_timestamp()
      WHERE run_id = \(run)
      """)
  }
}

/// Why a run does not begin.
package enum RunError: Error, CustomStringConvertible {
  case overlaps(job: String, holder: String)

  package var description: String {
    switch self {
    case .overlaps(let job, let holder):
      """
      The job \(job) is being run already (\(holder)). \
      Wait until that has ended, or stop it; then run this again.
      """
    }
  }
}
