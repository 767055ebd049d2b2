import ArgumentParser
import Jobs
import Store

/// `retrofill run`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Execute job files, one after the other.",
    discussion: """
      All of a job is checked before any of it runs. Steps are idempotent: after a failure or \
      Ctrl-C the same command does what is missing, and skips what was loaded.

        retrofill --local run jobs/demo.yml
        retrofill run jobs/nightly.yml --var day=2024-07-01 --format json
      """)

  @OptionGroup var jobs: JobOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    var ending: ExitStatus?
    for job in try jobs.read(environment: session.environment) {
      let context = try session.context(needsDatabase: job.needsDatabase)
      let runner = JobRunner(job: job, context: context, toolVersion: ToolVersion.current)
      let report = runner.run()
      try session.print(report, lines: RunText.lines(of: report))
      session.complain(RunText.complaints(of: report))
      if ending == nil { ending = session.status(of: report.failure) }
      if report.status == .interrupted { break }
    }
    if let ending { throw ending }
  }
}
