internal import Postgres

/// What the rows of each hour add up to: a temporary table, `refining_hours`, that the buckets of
/// all units are put together from, so that rows are read once and not once per unit.
///
/// An hour is a part of exactly one day, week and month. It is not the table `hourly_stats`, from
/// which neither an exact mean nor a deviation of a longer unit can be told.
struct HourlySums {
  let connection: Connection

  func makeTable() throws {
    try connection.execute(
      """
      CREATE TEMP TABLE refining_hours (
        source_id integer NOT NULL,
        hour timestamptz NOT NULL,
        -- The moment in seconds and the figure at that moment: the least array is the first.
        opening numeric[],
        closing numeric[],
        high numeric,
        low numeric,
        volume numeric,
        ohlc_count bigint NOT NULL,
        value_last numeric[],
        value_min numeric,
        value_max numeric,
        value_sum numeric,
        value_squares numeric,
        value_count bigint NOT NULL,
        quality_sum bigint NOT NULL,
        anomaly_count bigint NOT NULL,
        row_count bigint NOT NULL,
        PRIMARY KEY (source_id, hour))
      ON COMMIT DELETE ROWS
      """)
  }

  /// Sums up the rows of all months and weeks that a slice's spans lie in. Returns how many rows
  /// they are. Expects `joinByKey`.
  func read(_ slice: Worklist.Slice) throws -> Int {
    try connection.first(
      """
      WITH hours AS (
      INSERT INTO refining_hours
      SELECT z.source_id, h.*
      FROM (
        SELECT source_id, unnest(range_agg(tstzrange(
          least(\(sql: RollUp.monthly.bucket(of: "span_from")),
            \(sql: RollUp.weekly.bucket(of: "span_from"))),
          greatest(\(sql: RollUp.monthly.lastEnd), \(sql: RollUp.weekly.lastEnd))))) AS zone
        FROM refining_spans
        WHERE slice = \(slice.number)
        GROUP BY source_id) AS z
      CROSS JOIN LATERAL (
        SELECT date_trunc('hour', t."timestamp", 'UTC') AS hour, \(sql: Self.sums)
        FROM timeseries_data AS t
        WHERE t.source_id = z.source_id
          AND t."timestamp" >= lower(z.zone) AND t."timestamp" < upper(z.zone)
        GROUP BY 1) AS h
      RETURNING row_count)
      SELECT coalesce(sum(row_count), 0)::bigint FROM hours
      """)?.get(0) ?? 0
  }

  /// `trim_scale` before sums of which a quotient or root is taken: these round to a number of
  /// digits that follows from the digits written, and 0.10 must give what 0.1 gives.
  private static let sums: SQL = """
    min(ARRAY[extract(epoch FROM t."timestamp"), t.open]) FILTER (WHERE t.open IS NOT NULL),
    max(ARRAY[extract(epoch FROM t."timestamp"), t.close]) FILTER (WHERE t.close IS NOT NULL),
    max(t.high), min(t.low), sum(t.volume), count(t.open),
    max(ARRAY[extract(epoch FROM t."timestamp"), t.value]) FILTER (WHERE t.value IS NOT NULL),
    min(t.value), max(t.value), sum(trim_scale(t.value)),
    sum(trim_scale(t.value) * trim_scale(t.value)), count(t.value),
    sum(t.quality_score), count(*) FILTER (WHERE t.is_anomaly), count(*)
    """
}

extension RollUp {
  /// The end of the bucket in which a span of `refining_spans` ends.
  var lastEnd: SQL {
    end(ofBucket: bucket(of: "span_until - interval '1 microsecond'"))
  }
}
