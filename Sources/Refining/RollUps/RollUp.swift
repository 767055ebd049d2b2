package import Postgres

/// A table of `timeseries_data` summed up by a unit of time, in UTC.
///
/// The dashboard keeps `daily_ohlcv`, `hourly_values` and `weekly_stats` as continuous aggregates of
/// three shapes and has none by month. Here the four have one shape, with views under the old names;
/// and where its refresh policies only look at the last days, so that backfilled history is never
/// summed up, a bucket here follows its rows however old they are.
package enum RollUp: String, Sendable, CaseIterable, Encodable {
  case hourly = "hourly_stats"
  case daily = "daily_stats"
  case weekly = "weekly_stats"
  case monthly = "monthly_stats"

  package var table: TableName { TableName(rawValue) }

  /// The unit as `date_trunc` and `interval` name it. Weeks are those of ISO 8601: from Monday.
  var unit: String {
    switch self {
    case .hourly: "hour"
    case .daily: "day"
    case .weekly: "week"
    case .monthly: "month"
    }
  }

  /// The first moment of the bucket that a moment lies in.
  func bucket(of moment: SQL) -> SQL {
    "date_trunc(\(literal: unit), \(sql: moment), 'UTC')"
  }

  /// The first moment after a bucket. Counted on UTC's calendar, because a day or a month added to
  /// a `timestamptz` is one of the session's zone.
  func end(ofBucket bucket: SQL) -> SQL {
    """
    ((\(sql: bucket) AT TIME ZONE 'UTC' + interval \(literal: "1 " + unit)) AT TIME ZONE 'UTC')
    """
  }

  /// A figure of a bucket: its column, and how it follows from the hours of the bucket.
  struct Figure {
    let column: String
    let fromHours: SQL
  }

  /// The figures in the order of the tables' columns. Sums are exact in `numeric`, and so is every
  /// difference of them, which makes the figures independent of the order of the rows.
  static let figures: [Figure] = [
    Figure(column: "open", fromHours: "(min(h.opening))[2]"),
    Figure(column: "high", fromHours: "max(h.high)"),
    Figure(column: "low", fromHours: "min(h.low)"),
    Figure(column: "close", fromHours: "(max(h.closing))[2]"),
    Figure(column: "volume", fromHours: "sum(h.volume)"),
    Figure(column: "ohlc_count", fromHours: "sum(h.ohlc_count)::bigint"),
    Figure(
      column: "value_avg", fromHours: "sum(h.value_sum) / nullif(sum(h.value_count), 0)"),
    Figure(column: "value_min", fromHours: "min(h.value_min)"),
    Figure(column: "value_max", fromHours: "max(h.value_max)"),
    Figure(column: "value_last", fromHours: "(max(h.value_last))[2]"),
    Figure(column: "value_stddev", fromHours: sampleDeviation),
    Figure(column: "value_count", fromHours: "sum(h.value_count)::bigint"),
    Figure(column: "quality_avg", fromHours: "sum(h.quality_sum) / sum(h.row_count)"),
    Figure(column: "anomaly_count", fromHours: "sum(h.anomaly_count)::bigint"),
    Figure(column: "row_count", fromHours: "sum(h.row_count)::bigint"),
  ]

  /// The sample standard deviation, as the dashboard's `STDDEV`: with count n, sum s and sum of
  /// squares q it is √((n·q − s²) / (n·(n − 1))). NULL for a single value.
  private static let sampleDeviation: SQL = """
    CASE WHEN sum(h.value_count) > 1 THEN
      sqrt((sum(h.value_count) * sum(h.value_squares) - sum(h.value_sum) * sum(h.value_sum))
        / (sum(h.value_count) * (sum(h.value_count) - 1)))
    END
    """
}
