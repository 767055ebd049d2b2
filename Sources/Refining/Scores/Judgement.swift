internal import Postgres

/// Judges the rows of a slice, into a temporary table: `refining_judged` holds for each what its
/// score and mark are and what they should be. Writing that down is `JudgementWriting`'s.
///
/// The rows of a span are read once, in order of time, with as many rows before them as the window
/// needs; rows behind the span are judged too as far as their windows reach into it, unless the
/// source's next span judges them. All the rest are window functions.
///
/// A score or mark that would have to be told from rows forgotten on purpose stays as it is. That is
/// seen in the statement that reads the rows, because a removal may commit between two statements.
struct Judgement {
  let connection: Connection
  let score: QualityScore
  let detection: AnomalyDetection
  let rules: [ValidationRule]

  func makeTable() throws {
    try connection.execute(
      """
      CREATE TEMP TABLE refining_judged (
        range_id integer NOT NULL,
        source_id integer NOT NULL,
        "timestamp" timestamptz NOT NULL,
        old_score smallint NOT NULL,
        new_score smallint NOT NULL,
        was_anomaly boolean NOT NULL,
        is_anomaly boolean NOT NULL,
        measure numeric,
        mean numeric,
        deviation numeric,
        window_count bigint NOT NULL,
        keeps_score boolean NOT NULL,
        keeps_anomaly boolean NOT NULL)
      ON COMMIT DELETE ROWS
      """)
  }

  /// Judges a slice's rows. Returns how many they are. Expects `joinByKey`.
  ///
  /// - Throws: `RuleError` when a rule cannot be computed for a row.
  func judge(_ slice: Worklist.Slice) throws -> Int {
    try connection.execute(bounds(of: slice))
    do {
      return try connection.transaction { try connection.execute(statement(for: slice)) }
    } catch let error as PostgresError where error.sqlState.isDataException {
      throw try failingRule(in: slice) ?? error
    }
  }

  /// How far back a span's rows look, and how far ahead the rows are that look back into it.
  private func bounds(of slice: Worklist.Slice) -> SQL {
    """
    UPDATE refining_spans AS s SET
      context_from = coalesce((
        SELECT t."timestamp" FROM timeseries_data AS t
        WHERE t.source_id = s.source_id AND t."timestamp" < s.span_from
        ORDER BY t."timestamp" DESC OFFSET \(detection.reach - 1) LIMIT 1), '-infinity'),
      judged_until = least(s.next_from, coalesce((
        SELECT t."timestamp" FROM timeseries_data AS t
        WHERE t.source_id = s.source_id AND t."timestamp" >= s.span_until
        ORDER BY t."timestamp" OFFSET \(detection.reach) LIMIT 1), 'infinity'))
    WHERE s.slice = \(slice.number)
    """
  }

  private func statement(for slice: Worklist.Slice) -> SQL {
    """
    INSERT INTO refining_judged
    SELECT s.range_id, s.source_id, j."timestamp", j.quality_score,
      CASE WHEN j.keeps_score THEN j.quality_score ELSE j.score END,
      j.is_anomaly, CASE WHEN j.keeps_anomaly THEN j.is_anomaly ELSE j.stands_out END,
      j.measure, j.mean, j.deviation, j.window_count, j.keeps_score, j.keeps_anomaly
    FROM refining_spans AS s
    CROSS JOIN LATERAL (\(sql: series)) AS series
    CROSS JOIN LATERAL (
      SELECT w.*, \(sql: detection.standsOut) AS stands_out,
        coalesce(series.forgotten && tstzrange(w.previous_timestamp, w."timestamp", '()'), false)
          AS keeps_score,
        coalesce(series.forgotten && tstzrange(w.window_start, w."timestamp", '()'), false)
          AS keeps_anomaly
      FROM (\(sql: windows)) AS w
      WHERE w."timestamp" >= s.span_from) AS j
    WHERE s.slice = \(slice.number)
    """
  }

  /// What is known of a span's source; OFFSET 0 keeps it from being computed again for every row.
  private var series: SQL {
    let applicable = rules.map { rule -> SQL in
      """
      coalesce(source.data_type::text = \(rule.name.dataType)
        AND (\(rule.sourcePattern)::text IS NULL OR source.name ~ \(rule.sourcePattern)), false)
      """
    }
    return """
      SELECT source.data_type::text AS data_type, source.update_frequency,
        \(sql: RefinedTable.forgotten(of: "s.source_id")) AS forgotten,
        ARRAY[\(sql: applicable.joined())]::boolean[] AS applicable
      FROM (VALUES (1)) AS once
      LEFT JOIN sources AS source ON source.source_id = s.source_id
      OFFSET 0
      """
  }

  /// The rows with what the rows before them say of them.
  private var windows: SQL {
    """
    SELECT m.*, avg(m.measure) OVER reach AS mean, stddev_samp(m.measure) OVER reach AS deviation,
      count(m.measure) OVER reach AS window_count, \(sql: detection.windowStart) AS window_start
    FROM (
      SELECT r."timestamp", r.previous_timestamp, r.quality_score, r.is_anomaly,
        \(sql: detection.measure) AS measure, \(sql: score.expression) AS score
      FROM (
        SELECT t.*, lag(t.observed) OVER sequence AS previous_observed,
          lag(t."timestamp") OVER sequence AS previous_timestamp
        FROM (\(sql: rows)) AS t
        WINDOW sequence AS (ORDER BY t."timestamp")) AS r) AS m
    WINDOW reach AS (\(sql: detection.frame))
    """
  }

  /// The rows with what they say of themselves. What is observed of a row is its close or its value,
  /// if that is a finite number; without the zeros behind it, because quotients and roots round to
  /// a number of digits that follows from the digits written.
  private var rows: SQL {
    """
    SELECT t."timestamp", t.quality_score, t.is_anomaly,
      CASE WHEN abs(coalesce(t.close, t.value)) < 'Infinity'
        THEN trim_scale(coalesce(t.close, t.value)) END AS observed,
      \(sql: RequiredColumns.isMissing(dataType: "series.data_type")) AS is_missing,
      \(sql: broken { _ in true }) AS broken_rules,
      \(sql: broken { $0.isWarning }) AS broken_warnings
    FROM timeseries_data AS t
    WHERE t.source_id = s.source_id
      AND t."timestamp" >= s.context_from AND t."timestamp" < s.judged_until
    """
  }

  /// How many of some rules a row violates. The names in a predicate are those of the table's
  /// columns, and nothing else is in scope as near as the table is.
  private func broken(_ isCounted: (ValidationRule) -> Bool) -> SQL {
    let counted = rules.enumerated().filter { isCounted($0.element) }.map { number, rule -> SQL in
      """
      CASE WHEN NOT series.applicable[\(literal: number + 1)] THEN 0
        WHEN (\(sql: SQL(unchecked: rule.predicate))) IS FALSE THEN 1 ELSE 0 END
      """
    }
    return counted.isEmpty ? "0" : counted.joined(separator: " + ")
  }

  /// Finds the rule that made judging fail, by computing each alone.
  private func failingRule(in slice: Worklist.Slice) throws -> RuleError? {
    for rule in rules {
      let alone = Judgement(
        connection: connection, score: score, detection: detection, rules: [rule])
      do {
        try connection.transaction {
          try connection.execute(
            """
            SELECT count(checked.broken_rules)
            FROM refining_spans AS s
            CROSS JOIN LATERAL (\(sql: alone.series)) AS series
            CROSS JOIN LATERAL (\(sql: alone.rows)) AS checked
            WHERE s.slice = \(slice.number)
            """)
        }
      } catch let error as PostgresError where error.sqlState.isDataException {
        return RuleError(rule.name, rule.predicate, .failed(error.message))
      }
    }
    return nil
  }
}

extension SQLState {
  /// Class 22: a value for which something cannot be computed.
  fileprivate var isDataException: Bool { code.hasPrefix("22") }
}
