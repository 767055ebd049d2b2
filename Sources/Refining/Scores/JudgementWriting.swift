internal import Postgres

/// Writes down what `refining_judged` says: scores and marks in the rows, and `anomalies`.
struct JudgementWriting {
  let connection: Connection
  let detection: AnomalyDetection

  /// What there is to write.
  struct Tally {
    /// Rows that should have another score or mark.
    var changed: Int
    /// Rows that keep what they have, because rows before them were forgotten.
    var incomplete: Int
  }

  func tally() throws -> Tally {
    let row = try connection.first(
      """
      SELECT count(*) FILTER (WHERE \(sql: Self.differs)),
        count(*) FILTER (WHERE j.keeps_score OR j.keeps_anomaly)
      FROM refining_judged AS j
      """)
    return try Tally(changed: row?.get(0) ?? 0, incomplete: row?.get(1) ?? 0)
  }

  /// Writes scores and marks where they differ, and marks the rows that changed for the roll-ups,
  /// which hold the mean score and the count of anomalies. Expects `joinByKey`. Not to be called
  /// where nothing differs: it locks every partition of the table.
  func writeScores() throws {
    try connection.execute(
      """
      UPDATE timeseries_data AS t SET quality_score = j.new_score, is_anomaly = j.is_anomaly
      FROM refining_judged AS j
      WHERE t.source_id = j.source_id AND t."timestamp" = j."timestamp" AND \(sql: Self.differs)
      """)
    try markForRollUps()
  }

  /// A stretch of rows that changed needs no mark where a dirty range with one holds it already:
  /// mostly the range that is being scored.
  private func markForRollUps() throws {
    try connection.execute(
      """
      INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to,
        needs_score, needs_aggregate)
      SELECT \(RefinedTable.name.description), c.source_id, c.range_from, c.range_to, false, true
      FROM (
        SELECT source_id, min("timestamp") AS range_from, max("timestamp") AS range_to
        FROM refining_judged AS j
        WHERE \(sql: Self.differs)
        GROUP BY source_id, range_id) AS c
      WHERE NOT EXISTS (
        SELECT FROM retrofill.dirty_ranges AS d
        WHERE d.table_name = \(RefinedTable.name.description) AND d.source_id = c.source_id
          AND d.needs_aggregate AND d.range_from <= c.range_from AND d.range_to >= c.range_to)
      """)
  }

  private static let differs: SQL = """
    (j.new_score <> j.old_score OR j.is_anomaly <> j.was_anomaly)
    """

  /// How the table `anomalies` changed.
  struct AnomalyCounts {
    var found: Int
    var changed: Int
    var cleared: Int
  }

  /// Makes the outliers among `anomalies` those that were judged in a slice: one for a row. What a
  /// person said of one (`reviewed`, `is_false_positive`, `resolved_*`) stays as long as it does, a
  /// change from one type to the other included.
  func writeAnomalies(of slice: Worklist.Slice) throws -> AnomalyCounts {
    let cleared = try clearAnomalies(of: slice)
    let changed = try connection.execute(
      """
      UPDATE anomalies AS a SET (\(sql: Self.columns)) = (\(sql: Self.columns(of: "f")))
      FROM (\(sql: found)) AS f
      WHERE a.source_id = f.source_id AND a."timestamp" = f."timestamp" AND \(sql: Self.isOutlier)
        AND (\(sql: Self.columns(of: "a"))) IS DISTINCT FROM (\(sql: Self.columns(of: "f")))
      """)
    let inserted = try connection.execute(
      """
      INSERT INTO anomalies (source_id, "timestamp", \(sql: Self.columns))
      SELECT f.source_id, f."timestamp", \(sql: Self.columns(of: "f"))
      FROM (\(sql: found)) AS f
      WHERE NOT EXISTS (
        SELECT FROM anomalies AS a
        WHERE a.source_id = f.source_id AND a."timestamp" = f."timestamp" AND \(sql: Self.isOutlier))
      ORDER BY f.source_id, f."timestamp"
      """)
    return AnomalyCounts(found: inserted, changed: changed, cleared: cleared)
  }

  /// Clears the outliers whose row is none any more or is gone. Those of rows forgotten on purpose
  /// stay, and so do those that cannot be judged. Of two for one row the reviewed one stays.
  private func clearAnomalies(of slice: Worklist.Slice) throws -> Int {
    try connection.execute(
      """
      DELETE FROM anomalies AS a
      USING (
        SELECT s.source_id, s.span_from, s.judged_until,
          \(sql: RefinedTable.forgotten(of: "s.source_id")) AS forgotten
        FROM refining_spans AS s
        WHERE s.slice = \(slice.number)) AS s
      WHERE a.source_id = s.source_id AND \(sql: Self.isOutlier)
        AND a."timestamp" >= s.span_from AND a."timestamp" < s.judged_until
        AND (
          s.forgotten @> a."timestamp" IS NOT TRUE AND NOT EXISTS (
            SELECT FROM refining_judged AS j
            WHERE j.source_id = a.source_id AND j."timestamp" = a."timestamp"
              AND (j.is_anomaly OR j.keeps_anomaly))
          OR EXISTS (
            SELECT FROM anomalies AS b
            WHERE b.source_id = a.source_id AND b."timestamp" = a."timestamp"
              AND b.anomaly_type IN ('outlier_4sigma', 'outlier_6sigma')
              AND (b.reviewed, b.anomaly_id) > (a.reviewed, a.anomaly_id)))
      """)
  }

  /// The anomalies of the slice, with everything that follows from the rows.
  private var found: SQL {
    """
    SELECT j.source_id, j."timestamp", \(sql: detection.classification), j.measure AS value,
      \(sql: detection.zScore) AS z_score, j.mean AS expected_value,
      (j.measure - j.mean) / nullif(j.mean, 0) * 100 AS deviation_pct,
      jsonb_build_object('on', \(detection.basis.rawValue)::text, 'rows', j.window_count) AS context
    FROM refining_judged AS j
    WHERE j.is_anomaly AND NOT j.keeps_anomaly
    """
  }

  private static let isOutlier: SQL = """
    a.anomaly_type IN ('outlier_4sigma', 'outlier_6sigma')
    """

  private static let columnNames = [
    "anomaly_type", "severity", "is_blackswan", "value", "z_score", "expected_value",
    "deviation_pct", "context",
  ]

  private static var columns: SQL { "\(identifiers: columnNames)" }

  private static func columns(of alias: String) -> SQL {
    columnNames.map { name -> SQL in "\(identifier: alias).\(identifier: name)" }.joined()
  }
}
