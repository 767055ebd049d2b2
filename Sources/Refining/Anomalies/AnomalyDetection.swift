/// When a row stands out from the rows before it.
///
/// The formula is the dashboard's trigger `detect_anomalies`: z = (v − mean) / deviation over the up
/// to 200 preceding rows of the source, with the sample standard deviation; |z| > 4 is an anomaly,
/// > 5 a serious one, > 6 a black swan. Where we differ:
///
/// - The trigger takes the rows stored at that moment, so that the result depends on the order of
///   loading, and on an update the row's own old version is among them; here the window is that of
///   time, without the row.
/// - It has no least count, so that the third point of a quiet series is a black swan; here 30.
/// - Its z is of price levels, to which a −37 % day after a volatile year is moderate; `on: return`
///   judges the change from one row to the next instead.
/// - It writes another anomaly each time; here one for a row at most.
package struct AnomalyDetection: Sendable, Hashable {
  /// What is measured of a row.
  package var basis: Basis
  /// How many preceding rows are looked at.
  package var window: Int
  /// How many of them must have the measure; with fewer, nothing is said.
  package var leastCount: Int
  /// Beyond how many deviations a row is an anomaly (MEDIUM).
  package var anomalySigma: Double
  /// Beyond how many it is HIGH.
  package var highSigma: Double
  /// Beyond how many it is a black swan (CRITICAL).
  package var blackSwanSigma: Double

  package init(
    basis: Basis = .level, window: Int = 200, leastCount: Int = 30, anomalySigma: Double = 4,
    highSigma: Double = 5, blackSwanSigma: Double = 6
  ) {
    self.basis = basis
    self.window = window
    self.leastCount = leastCount
    self.anomalySigma = anomalySigma
    self.highSigma = highSigma
    self.blackSwanSigma = blackSwanSigma
  }

  package enum Basis: String, Sendable, CaseIterable {
    /// The close, or the value where there is none.
    case level
    /// The level's change from the previous row, as a share of the previous level.
    case `return`
  }
}
