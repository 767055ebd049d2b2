package import Store

/// What `score` did:
///
///     {"ranges":1,"rows":1641,"changed":3,"anomalies":{"found":2,"changed":0,"cleared":1},
///       "incomplete":0,"seconds":0.1}
package struct ScoreReport: VerbReport {
  /// Dirty ranges that need no more judging.
  package var rangesDone = 0
  /// Rows that were judged, those behind the ranges that look back into them included.
  package var rows = 0
  /// Rows that got another score or mark.
  package var changed = 0
  /// Anomalies that were not known before.
  package var anomaliesFound = 0
  /// Anomalies that are others now, by type, severity or figures.
  package var anomaliesChanged = 0
  /// Anomalies that are none any more.
  package var anomaliesCleared = 0
  /// Rows that kept their score or mark, because rows before them were forgotten on purpose.
  package var incomplete = 0
  package var seconds = 0.0
  package var outcome = Outcome.done

  package init() {}

  /// Counts in another slice.
  mutating func add(_ part: ScoreReport) {
    rangesDone += part.rangesDone
    rows += part.rows
    changed += part.changed
    anomaliesFound += part.anomaliesFound
    anomaliesChanged += part.anomaliesChanged
    anomaliesCleared += part.anomaliesCleared
    incomplete += part.incomplete
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(rangesDone, forKey: .ranges)
    try container.encode(rows, forKey: .rows)
    try container.encode(changed, forKey: .changed)
    var anomalies = container.nestedContainer(keyedBy: AnomalyKey.self, forKey: .anomalies)
    try anomalies.encode(anomaliesFound, forKey: .found)
    try anomalies.encode(anomaliesChanged, forKey: .changed)
    try anomalies.encode(anomaliesCleared, forKey: .cleared)
    try container.encode(incomplete, forKey: .incomplete)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(outcome.error, forKey: .error)
  }

  private enum Key: CodingKey { case ranges, rows, changed, anomalies, incomplete, seconds, error }
  private enum AnomalyKey: CodingKey { case found, changed, cleared }
}
