import ArgumentParser
import Foundation
import Jobs
import Logging
import Postgres
import Store

/// What a command works with, as its common options and the environment have it.
struct Session {
  let common: CommonOptions
  let environment: [String: String]
  let home: Home
  let logger: Logger
  private let progress: (any ProgressOutput)?
  let interruption = Interruption()
  private let signals: InterruptSignals

  /// `formats` are those that the command can print.
  init(_ common: CommonOptions, formats: [OutputFormat] = OutputFormat.ofAll) throws {
    guard formats.contains(common.format) else {
      throw ValidationError(
        "--format \(common.format.rawValue) is not for this command; it prints "
          + formats.map(\.rawValue).joined(separator: " or ") + ".")
    }
    self.common = common
    environment = ProcessInfo.processInfo.environment
    // A variable that is empty is none, as for DATABASE_URL; it would lead to the root folder.
    let named = environment["RETROFILL_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    home = Home(path: common.home ?? named ?? ".retrofill")
    let progress = Self.progress(common, environment)
    self.progress = progress
    if let progress { StandardStreams.share(with: progress) }
    logger = Logger(label: "retrofill") { [common] _ in
      LogLines(format: common.logFormat, logLevel: common.logLevel)
    }
    signals = InterruptSignals(interruption)
  }

  /// What tells how far the work is: lines on a terminal that can be drawn on, and to programs what
  /// they ask for.
  private static func progress(
    _ common: CommonOptions, _ environment: [String: String]
  ) -> (any ProgressOutput)? {
    switch common.progress {
    case .json: return ProgressRecords()
    case .none: return nil
    case .auto:
      let mayDraw =
        !common.quiet && common.logFormat == .text && StandardStreams.errorIsTerminal
        && environment["TERM"] != "dumb"
      return mayDraw ? ProgressLines() : nil
    }
  }

  /// What verbs run with.
  ///
  /// - Throws: `ConnectionFailure` when a database is needed and none can be had,
  ///   `SchemaProblem` when it is not made ready.
  func context(needsDatabase: Bool, mayPrepare: Bool = true) throws -> RunContext {
    RunContext(
      database: try needsDatabase ? database(mayPrepare: mayPrepare) : .none(logger: logger),
      home: home,
      asOf: Clock.system().now, logger: logger, interruption: interruption,
      progress: { [progress] in progress?.show($0) })
  }

  /// Prints what came of a command: the value as JSON, its lines for people, or its JUnit XML.
  func print(_ value: some Encodable, lines: [String], junit: () -> [String] = { [] }) throws {
    let lines =
      switch common.format {
      case .text: lines.map(VisibleText.lines)
      case .json: [try JSONText.encode(value)]
      case .junit: junit()
      }
    if !lines.isEmpty { try StandardStreams.writeOutput(lines.joined(separator: "\n") + "\n") }
  }

  /// Says what went wrong on standard error.
  func complain(_ sentences: [String]) {
    for sentence in sentences { StandardStreams.writeError(ErrorText.line(for: sentence)) }
  }

  /// Ends a command whose report is printed.
  ///
  /// - Throws: `ExitStatus` unless it is done.
  func finish(_ outcome: Outcome) throws {
    if let status = status(of: outcome) { throw status }
  }

  /// The status that an outcome ends the process with; nil when all is well.
  func status(of outcome: Outcome?) -> ExitStatus? {
    switch outcome {
    case nil, .done: nil
    case .rejected: .rejected
    case .failed(let error):
      interruption.isRaised ? .interrupted : ExitStatus(for: error)
    }
  }
}
