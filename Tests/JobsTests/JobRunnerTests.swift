import Archiving
import Jobs
import Logging
import Postgres
import Store
import TestSupport
import Testing

@Suite(.database) struct JobRunnerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A job of notes in the order given, and a table for them to go to.
  private func runner(_ steps: String, name: String = "notes") throws -> JobRunner {
    try TestDatabase.connect().script(
      "CREATE TABLE IF NOT EXISTS notes (n int GENERATED ALWAYS AS IDENTITY, text text)")
    let file = try folder.write(
      "job: \(name)\nas_of: 2024-05-06\nvars: {a: b}\nsteps:\n\(steps)\n", to: "job.yml")
    return JobRunner(
      job: try JobReader.forTests.read(file), context: try context(), toolVersion: "1.2.3")
  }

  private func context() throws -> RunContext {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return RunContext(
      database: Database(settings: try TestDatabase.settings, logger: logger),
      home: Home(path: folder.path), asOf: Clock.system().now, logger: logger)
  }

  private func column(_ sql: SQL) throws -> [String] {
    try TestDatabase.connect().query(sql).map { try $0.get(0) }
  }

  private func notes() throws -> [String] { try column("SELECT text FROM notes ORDER BY n") }

  private func history() throws -> [String] {
    try column(
      """
      SELECT concat_ws(' ', step_id, verb, status, report::text, error)
      FROM retrofill.steps
      ORDER BY run_id, position
      """)
  }

  @Test func aStepThatTheServerRefusesSaysWhatToDoNext() throws {
    let runner = try runner("  - {id: x, note: {text: one}}")
    try TestDatabase.connect().execute("DROP TABLE notes")
    #expect(
      runner.run().error == """
        Step x: relation "notes" does not exist (SQLSTATE 42P01)
          hint: A table that this needs, or what belongs to it, was dropped or altered. When it is \
        as it should be, run the same command again.
          statement: INSERT INTO notes (text) VALUES ($1)
        """)
  }

  @Test func stepsRunInOrderAndAreWrittenDown() throws {
    let report = try runner("  - {id: x, note: {text: one, times: 3}}\n  - {id: y, erase: }").run()
    #expect(report.status == .succeeded)
    #expect(report.error == nil)
    #expect(report.steps.map(\.status) == [.succeeded, .succeeded])
    #expect(try notes() == ["one"])
    #expect(
      try history() == [
        "x note succeeded {\"written\": 3}", "y erase succeeded {\"written\": 0}",
      ])
    #expect(
      try column(
        """
        SELECT concat_ws(' ', run_id, job, variables, as_of, status, error, tool_version,
          finished_at >= started_at, job_sha256 = encode(sha256(convert_to(
            E'job: notes\\nas_of: 2024-05-06\\nvars: {a: b}\\nsteps:\\n  - {id: x, note: '
            '{text: one, times: 3}}\\n  - {id: y, erase: }\\n', 'UTF8')), 'hex'))
        FROM retrofill.runs
        """) == ["1 notes {\"a\": \"b\"} 2024-05-06 00:00:00+00 succeeded 1.2.3 t t"])
  }

  @Test(arguments: [
    ("failed", "x note failed {\"written\": 1} the pen broke", "Step x: the pen broke"),
    ("thrown", "x note failed the pen broke", "Step x: the pen broke"),
    (
      "rejected", "x note failed {\"written\": 1}",
      """
      Step x: a check failed, or records were rejected over the budget; see its report.
      """
    ),
  ])
  func aStepThatFailsStopsTheRun(ending: String, entry: String, error: String) throws {
    let report = try runner(
      "  - {id: x, note: {text: one, ends: \(ending)}}\n  - {id: y, note: {text: two}}"
    ).run()
    #expect(report.status == .failed)
    #expect(report.error == error)
    #expect(report.steps.map(\.status) == [.failed, .skipped])
    #expect(try notes() == ["one"])
    #expect(try history() == [entry, "y note skipped"])
    #expect(
      try column("SELECT status || ': ' || error FROM retrofill.runs") == ["failed: \(error)"])
  }

  @Test func aStepMayFailAndTheOthersRunAllTheSame() throws {
    let report = try runner(
      """
        - {id: x, note: {text: one, ends: thrown}, on_failure: continue}
        - {id: y, note: {text: two}}
      """
    ).run()
    #expect(report.status == .failed)
    #expect(report.steps.map(\.status) == [.failed, .succeeded])
    #expect(try notes() == ["one", "two"])
  }

  @Test func aFailureOutweighsRejectsBeforeIt() throws {
    let report = try runner(
      """
        - {id: x, note: {text: one, ends: rejected}, on_failure: continue}
        - {id: y, note: {text: two, ends: failed}, on_failure: continue}
        - {id: z, note: {text: three, ends: rejected}}
      """
    ).run()
    #expect(report.steps.map(\.status) == [.failed, .failed, .failed])
    #expect(report.error == "Step y: the pen broke")
    guard case .failed(NoteError.halfWay)? = report.failure else {
      Issue.record("the failure is \(String(describing: report.failure))")
      return
    }
  }

  @Test func anInterruptionEndsTheRunAlsoWhereFailuresDoNot() throws {
    let report = try runner(
      """
        - {id: x, note: {text: one, ends: interrupted}, on_failure: continue}
        - {id: y, note: {text: two}}
      """
    ).run()
    #expect(report.status == .interrupted)
    #expect(report.steps.map(\.status) == [.interrupted, .skipped])
    #expect(try notes() == ["one"])
    #expect(try column("SELECT status FROM retrofill.runs") == ["interrupted"])
  }

  @Test func whatAStepDidBeforeItWasInterruptedIsReported() throws {
    let report = try runner(
      """
        - {id: x, note: {text: one, ends: rejected}, on_failure: continue}
        - {id: y, note: {text: two, times: 2, ends: stopped}, on_failure: continue}
        - {id: z, note: {text: three}}
      """
    ).run()
    #expect(report.status == .interrupted)
    #expect(report.steps.map(\.status) == [.failed, .interrupted, .skipped])
    #expect((report.steps[1].report as? NoteReport)?.written == 2)
    guard case .failed(let error) = report.failure else {
      Issue.record("the run ends with \(String(describing: report.failure))")
      return
    }
    #expect(error is Interrupted)
    #expect(try column("SELECT status FROM retrofill.runs") == ["interrupted"])
  }

  @Test func nothingRunsWhenALaterStepCannotBePlanned() throws {
    let report = try runner(
      "  - {id: x, note: {text: one}}\n  - {id: y, note: {text: unplannable}}"
    ).run()
    #expect(report.status == .refused)
    #expect(report.error == "this cannot be planned")
    #expect(report.runID == nil)
    #expect(try notes() == [])
    #expect(try history() == [])
  }

  @Test func whatTheStepsBeforeCanCureIsLeftToThem() throws {
    let runner = try runner(
      "  - {id: x, note: {text: one}}\n  - {id: y, note: {text: dependent}}")
    #expect(
      try runner.plan().steps[1].actions == [
        PlannedAction(
          action: "depends", subject: "on the steps before",
          detail: "as it is now: \(ArchivingError.noSuchSource("gold"))")
      ])
    #expect(runner.run().status == .succeeded)
    #expect(try notes() == ["one", "dependent"])
  }

  @Test func withNothingBeforeItTheSameIsRefused() throws {
    let report = try runner("  - {id: x, note: {text: dependent}}").run()
    #expect(report.status == .refused)
    #expect(try notes() == [])
  }

  @Test func twoRunsOfAJobNeverOverlap() throws {
    let other = try TestDatabase.connect()
    let history = RunHistory(other)
    try history.lock(job: "notes")
    _ = try history.begin(
      RunHistory.NewRun(
        job: "notes", jobFile: "job.yml", jobText: "", variables: "{}",
        clock: .system(), toolVersion: "1", steps: []))
    let process: String = try #require(try other.first("SELECT pg_backend_pid()::text")?.get(0))
    let begun: String = try #require(
      try other.first(
        """
        SELECT to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
        FROM retrofill.runs
        """)?.get(0))

    let report = try runner("  - {id: x, note: {text: one}}").run()
    #expect(report.status == .refused)
    #expect(
      report.error
        == """
        The job notes is being run already (run 1, begun \(begun) UTC, server process \(process) of \
        \(OwnProcess.sessionName)). \
        Wait until that has ended, or stop it; then run this again.
        """)
    #expect(try notes() == [])
    #expect(try runner("  - {id: x, note: {text: one}}", name: "others").run().status == .succeeded)
  }

  @Test func aRunRightAfterAKilledOneWaitsUntilTheServerHasNoticed() throws {
    let killed = try TestDatabase.connect()
    try RunHistory(killed).lock(job: "notes")
    // The server ends this session in a moment, as it does with one whose client was killed.
    try killed.execute("SET idle_session_timeout = '700ms'")
    let report = try runner("  - {id: x, note: {text: one}}").run()
    #expect(report.status == .succeeded, "\(report.error ?? "")")
    withExtendedLifetime(killed) {}
  }

  @Test func aRunThatWasKilledIsClosedByTheNext() throws {
    do {
      let history = RunHistory(try TestDatabase.connect())
      try history.lock(job: "notes")
      let run = try history.begin(
        RunHistory.NewRun(
          job: "notes", jobFile: "job.yml", jobText: "", variables: "{}",
          clock: .system(), toolVersion: "1",
          steps: [("x", "note"), ("y", "note"), ("z", "note")]))
      try history.beginStep(1, of: run)
      try history.endStep(1, of: run, status: .succeeded, report: nil, error: nil)
      try history.beginStep(2, of: run)
    }
    #expect(try runner("  - {id: x, erase: }\n  - {id: n, note: {text: one}}").run().runID == 2)
    #expect(
      try column("SELECT status || ': ' || coalesce(error, '') FROM retrofill.runs ORDER BY run_id")
        == [
          "interrupted: The process ended without a word; found by the next run.", "succeeded: ",
        ])
    #expect(
      try history().prefix(3) == ["x note succeeded", "y note interrupted", "z note skipped"])
  }

  @Test func aJobThatNeedsNoDatabaseLeavesNoTrace() throws {
    let report = try runner("  - {id: x, erase: }").run()
    #expect(report.status == .succeeded)
    #expect(report.runID == nil)
    #expect(try history() == [])
  }

  @Test func aPlanSaysEverythingAndTouchesNothing() throws {
    let before = try contentHash(of: TestDatabase.connect(), schema: "retrofill")
    let plan = try runner("  - {id: x, note: {text: one}}\n  - {id: y, erase: }").plan()
    #expect(
      try JSONText.encode(plan)
        == """
        {"as_of":"2024-05-06T00:00:00Z","job":"notes","steps":[{"actions":[{"action":"note",\
        "detail":"Timestamp","subject":"one"}],"id":"x","verb":"note"},\
        {"actions":[],"id":"y","verb":"erase"}]}
        """.replacing("Timestamp", with: "2024-05-06T00:00:00Z"))
    #expect(try contentHash(of: TestDatabase.connect(), schema: "retrofill") == before)
    #expect(try notes() == [])
  }

  @Test func theReportHasTheNamesThatProgramsRelyOn() throws {
    var report = try runner(
      "  - {id: x, note: {text: one, ends: failed}}\n  - {id: y, erase: }"
    ).run()
    report.seconds = 1.23456
    report.steps[0].seconds = 0.5
    #expect(
      try JSONText.encode(report)
        == """
        {"error":"Step x: the pen broke","job":"notes","run_id":1,"seconds":1.235,\
        "status":"failed","steps":[{"error":"the pen broke","id":"x","report":{"written":1},\
        "seconds":0.5,"status":"failed","verb":"note"},{"id":"y","report":null,"seconds":0,\
        "status":"skipped","verb":"erase"}]}
        """)
  }
}
