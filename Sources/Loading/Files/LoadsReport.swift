package import Postgres
package import Store

/// What a verb that loads files did, file by file.
package struct LoadsReport: VerbReport {
  package var loads: [LoadReport] = []
  /// Files that lie beside data and are none, with the reason.
  package var passedOver: [String] = []
  package var seconds = 0.0
  /// What ended it before the last file; the load under way is not among `loads`, and stays open
  /// in the ledger.
  package var interruption: Interrupted?

  package init() {}

  /// An interruption outweighs failures, these outweigh rejects, and these outweigh success.
  package var outcome: Outcome {
    if let interruption { return .failed(interruption) }
    var outcome = Outcome.done
    for load in loads {
      switch load.outcome {
      case .failed(let error): return .failed(error)
      case .rejected: outcome = .rejected
      case .done: continue
      }
    }
    return outcome
  }

  private enum Key: String, CodingKey {
    case loads, seconds, error
    case passedOver = "passed_over"
  }

  /// The names are a promise to other programs; `error` is there only after an interruption.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(loads, forKey: .loads)
    try container.encode(passedOver, forKey: .passedOver)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(interruption.map { "\($0)" }, forKey: .error)
  }
}
