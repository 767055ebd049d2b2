import Postgres

/// One action that a job step or a command names. Its stored properties are its options.
package protocol Verb: Sendable {
  associatedtype Report: VerbReport

  /// Says exactly what `run` would do, and touches nothing.
  func plan(in context: RunContext) throws -> [PlannedAction]

  /// Does it. What was done before a failure is in the report, not lost with the error.
  func run(in context: RunContext) throws -> Report
}

/// What a verb did. Its encoding is what other programs read.
package protocol VerbReport: Encodable, Sendable {
  var outcome: Outcome { get }
}

/// How a verb ended.
package enum Outcome: Sendable {
  case done
  /// Everything could be read, but a check failed or records were rejected over the budget.
  case rejected
  /// Something stopped it; the report says how far it came.
  case failed(any Error)

  /// As `failed`, with what to do next where the error is the server's.
  package static func failed(advising error: any Error) -> Outcome { .failed(error.advised) }
}

/// One thing that a verb would do.
package struct PlannedAction: Sendable, Encodable, Hashable {
  /// What would be done, as a verb: `load`, `skip`, `drop`.
  package var action: String
  /// To what: a file, a table, a partition.
  package var subject: String
  /// Why or how, in a few words.
  package var detail: String
  package var rows: Int?
  package var bytes: Int?

  package init(
    action: String, subject: String, detail: String, rows: Int? = nil, bytes: Int? = nil
  ) {
    self.action = action
    self.subject = subject
    self.detail = detail
    self.rows = rows
    self.bytes = bytes
  }
}
