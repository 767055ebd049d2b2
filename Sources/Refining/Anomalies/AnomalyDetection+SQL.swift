internal import Postgres

extension AnomalyDetection {
  /// How many rows around a row matter to it or depend on it: the window, and one more, because the
  /// return of the window's first row needs the row before. It covers consistency's one row too.
  var reach: Int { window + 1 }

  /// The measure of a row `r`, from `observed` and `previous_observed`.
  var measure: SQL {
    switch basis {
    case .level: "r.observed"
    case .return: "r.observed / nullif(r.previous_observed, 0) - 1"
    }
  }

  /// The first moment that the window of a row reaches back to, over the SQL window `reach`; NULL,
  /// the beginning of time, when it holds fewer rows than it could.
  var windowStart: SQL {
    let first: SQL =
      basis == .level
      ? "first_value(m.\"timestamp\") OVER reach" : "first_value(m.previous_timestamp) OVER reach"
    return "CASE WHEN count(*) OVER reach = \(window) THEN \(sql: first) END"
  }

  /// The rows that the SQL window `reach` holds.
  var frame: SQL {
    "ORDER BY m.\"timestamp\" ROWS BETWEEN \(literal: window) PRECEDING AND 1 PRECEDING"
  }

  /// Whether a row `w` stands out; false where that cannot be said. A deviation of 0 means that
  /// nothing ever moved. A product and not a quotient: division takes longer than all the rest.
  var standsOut: SQL {
    """
    coalesce(w.window_count >= \(leastCount) AND w.deviation > 0
      AND \(sql: isBeyond(anomalySigma, row: "w")), false)
    """
  }

  /// How many deviations a row `j` of `refining_judged` that stands out is away from the mean.
  var zScore: SQL { "(j.measure - j.mean) / j.deviation" }

  private func isBeyond(_ sigma: Double, row: SQL) -> SQL {
    """
    abs(\(sql: row).measure - \(sql: row).mean) > \(sql: .numeric(sigma)) * \(sql: row).deviation
    """
  }

  /// Type, severity and whether it is a black swan, of a row `j` of `refining_judged` that stands
  /// out.
  var classification: SQL {
    let isBlackSwan = isBeyond(blackSwanSigma, row: "j")
    return """
      (CASE WHEN \(sql: isBlackSwan) THEN 'outlier_6sigma' ELSE 'outlier_4sigma'
        END)::anomaly_type_enum AS anomaly_type,
      CASE WHEN \(sql: isBlackSwan) THEN 'CRITICAL'
        WHEN \(sql: isBeyond(highSigma, row: "j")) THEN 'HIGH' ELSE 'MEDIUM'
        END AS severity,
      \(sql: isBlackSwan) AS is_blackswan
      """
  }
}
