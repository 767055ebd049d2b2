import ArgumentParser
import Jobs
import Store

/// `retrofill plan`
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say exactly what job files would do, touching nothing.",
    discussion: """
      A plan is also the check that a run makes before its first step.

        retrofill plan jobs/retention.yml
      """)

  @OptionGroup var jobs: JobOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    for job in try jobs.read(environment: session.environment) {
      let context = try session.context(
        needsDatabase: job.needsDatabase, mayPrepare: false)
      let runner = JobRunner(job: job, context: context, toolVersion: ToolVersion.current)
      let plan = try runner.plan()
      try session.print(plan, lines: PlanText.lines(of: plan))
    }
  }
}
