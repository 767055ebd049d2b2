import ArgumentParser
import Jobs
import Store

/// A command that carries out one verb, with the options that a job's step has under the same
/// names.
protocol VerbCommand: ParsableCommand {
  associatedtype Action: WrittenVerb

  /// The formats that it can print.
  static var formats: [OutputFormat] { get }

  var verb: VerbOptions { get }
  var common: CommonOptions { get }
  /// The options as they were typed.
  var written: CommandLineOptions { get }
}

extension VerbCommand {
  static var formats: [OutputFormat] { OutputFormat.ofAll }

  func run() throws { try carryOut() }

  /// Reads the options, does what they say or only plans it, and prints what came of it.
  func carryOut() throws {
    let session = try Session(common, formats: verb.dryRun ? OutputFormat.ofAll : Self.formats)
    let options = try written.fields(of: Action.name, keys: Action.optionNames)
    let clock = try Clock(commandLine: verb.asOf) ?? .system()
    let action = try Action(options, in: verb.scope(clock))
    let context = try session.context(
      needsDatabase: Action.needsDatabase, mayPrepare: !verb.dryRun
    ).at(clock)
    if verb.dryRun {
      let plan = VerbPlan(verb: Action.name, actions: try action.plan(in: context))
      try session.print(plan, lines: PlanText.lines(of: plan.actions))
      return
    }
    let report = try action.run(in: context)
    let text = ReportText(report)
    try session.print(report, lines: text.lines) { JUnitText.lines(of: report) }
    session.complain(text.complaints)
    try session.finish(report.outcome)
  }
}

/// What one verb would do.
struct VerbPlan: Encodable {
  var verb: String
  var actions: [PlannedAction]
}

extension Clock {
  /// The clock that `--as-of` names; nil when it was not given.
  ///
  /// - Throws: `JobError` when it names no time.
  init?(commandLine text: String?) throws {
    guard let text else { return nil }
    guard let clock = Clock(text) else {
      throw JobError(
        .commandLine(option: "as_of"),
        .unexpected(key: "as_of", expected: Clock.expected, found: "\"\(text)\""))
    }
    self = clock
  }
}
