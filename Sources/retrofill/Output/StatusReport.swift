import Refining
import Store

/// What `status` tells: how the ledger stands, and which buckets could not be kept right.
struct StatusReport: Encodable {
  let overview: StatusOverview
  let incomplete: IncompleteBuckets

  func encode(to encoder: any Encoder) throws {
    try overview.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(incomplete.first, forKey: .incomplete)
    try container.encode(incomplete.total, forKey: .incompleteTotal)
  }

  private enum CodingKeys: String, CodingKey {
    case incomplete
    case incompleteTotal = "incomplete_total"
  }
}
