/// How a row is judged: 100, less what is wrong with it, and never below 0.
///
/// The parts are those of the dashboard's README, which its trigger `calculate_quality_score` does
/// differently; `strict` adds what only the trigger has. Where both are left, and why:
///
/// - *Completeness*: the dashboard never looks at `social`, `onchain`, `stablecoin`, `etf` and
///   `defi`; here every data type has its `RequiredColumns`.
/// - *Timeliness*, −20 for a row that arrived later than two update frequencies: told from
///   `created_at`, it costs every backfilled row 20 points. It can only be judged by the moment at
///   which a capture received the row, and `timeseries_data` holds none, so nothing is taken off.
/// - *Consistency*: the trigger compares with whatever happens to be stored, so that the score
///   depends on the order of loading; here with the previous row in time.
/// - *Rules*: the trigger's rules never run, because they see no columns, and each costs 2 points
///   for the error. Here they run, `RuleVetting` sees to it, and a violated one costs 10. A rule
///   that is NULL is not violated, and one with severity `INFO` is a remark that costs nothing.
package struct QualityScore: Sendable, Hashable {
  package var policy: Policy
  package var weights: Weights
  package var thresholds: Thresholds

  package init(
    policy: Policy = .standard, weights: Weights = Weights(), thresholds: Thresholds = Thresholds()
  ) {
    self.policy = policy
    self.weights = weights
    self.thresholds = thresholds
  }

  package enum Policy: String, Sendable, CaseIterable {
    case standard
    /// Also takes off for smaller jumps, for gaps before the row, and more for warnings.
    case strict
  }

  /// Points taken off.
  package struct Weights: Sendable, Hashable {
    /// A required column is missing.
    package var missing = 30
    /// The value is far from the previous one.
    package var jump = 25
    /// For each violated rule of severity `ERROR` or `WARNING`.
    package var rule = 10
    /// Strict: the value is some way from the previous one.
    package var smallJump = 10
    /// Strict: the previous row lies long back.
    package var longGap = 15
    /// Strict: the previous row lies a while back.
    package var gap = 5
    /// Strict: for each violated rule of severity `WARNING`, beside `rule`.
    package var warning = 5

    package init() {}
  }

  /// Where a jump and a gap begin.
  package struct Thresholds: Sendable, Hashable {
    /// A jump: the difference from the previous value as a share of that value.
    package var jump = 0.5
    package var smallJump = 0.2
    /// A gap: the time since the previous row, in update frequencies of the source.
    package var longGap = 5.0
    package var gap = 2.0

    package init() {}
  }
}
