package import Store

/// A job file, read and checked as far as that goes without a database.
package struct Job: Sendable {
  package let name: String
  package let description: String?
  /// The file, as it was named.
  package let file: String
  /// The file's text, which the history keeps a fingerprint of.
  package let text: String
  /// The variables as the history keeps them.
  package let variables: [String: String]
  /// The clock that the job names, or the time at which it was read.
  package let clock: Clock
  package let steps: [Step]

  /// Whether something in it works on a database: a job that only validates files does not.
  package var needsDatabase: Bool { steps.contains { type(of: $0.verb).needsDatabase } }
}

/// One action of a job.
package struct Step: Sendable {
  package let id: String
  package let verb: any WrittenVerb
  package let onFailure: OnFailure
  /// Where the step stands in its file.
  package let place: Place

  package enum OnFailure: String, CaseIterable, Sendable {
    /// The steps behind it are not begun.
    case stop
    /// The steps behind it run all the same; the run counts as failed in the end.
    case `continue`
  }
}
