/// A way in which rows of a load came into the table.
package enum Strategy: String, Sendable, Encodable, CaseIterable {
  /// Written into partitions of their own, which were attached to the table.
  case built
  /// Copied straight into the table.
  case appended
  /// Staged, compared with what the table holds, and written where they differ.
  case merged
  /// Landed as they are.
  case landed
}

extension LoadReport {
  /// Says that rows came in one more way, where there were any.
  mutating func add(_ strategy: Strategy, rows: Int) {
    if rows > 0, !strategies.contains(strategy) { strategies.append(strategy) }
  }
}
