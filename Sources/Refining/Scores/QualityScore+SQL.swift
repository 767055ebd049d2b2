internal import Postgres

extension QualityScore {
  /// The score of a row `r` of `Judgement`, from `is_missing`, `broken_rules`, `broken_warnings`,
  /// `observed` with `previous_observed`, and `"timestamp"` with `previous_timestamp`, and the
  /// update frequency of `series`.
  var expression: SQL {
    let penalties = policy == .strict ? standardPenalties + strictPenalties : standardPenalties
    return """
      greatest(0, least(100, 100 - (\(sql: penalties.joined(separator: " + ")))))::smallint
      """
  }

  private var standardPenalties: [SQL] {
    [
      "CASE WHEN r.is_missing THEN \(weights.missing) ELSE 0 END",
      jumpPenalty,
      "r.broken_rules * \(weights.rule)",
    ]
  }

  private var strictPenalties: [SQL] {
    [gapPenalty, "r.broken_warnings * \(weights.warning)"]
  }

  /// Without a previous value, or with one of 0, there is no share and no jump.
  private var jumpPenalty: SQL {
    let small: SQL = """
      WHEN \(sql: moved(by: thresholds.smallJump)) THEN \(weights.smallJump)
      """
    return """
      CASE WHEN \(sql: moved(by: thresholds.jump)) THEN \(weights.jump)
      \(sql: policy == .strict ? small : "") ELSE 0 END
      """
  }

  /// A product and not a quotient: it is exact.
  private func moved(by share: Double) -> SQL {
    """
    (r.previous_observed <> 0 AND abs(r.observed - r.previous_observed)
      > \(sql: .numeric(share)) * abs(r.previous_observed))
    """
  }

  private var gapPenalty: SQL {
    let gap: SQL = "r.\"timestamp\" - r.previous_timestamp"
    return """
      CASE WHEN \(sql: gap) > series.update_frequency * \(thresholds.longGap) THEN \(weights.longGap)
      WHEN \(sql: gap) > series.update_frequency * \(thresholds.gap) THEN \(weights.gap)
      ELSE 0 END
      """
  }
}

extension SQL {
  /// A number as an exact `numeric`: the shortest decimal that names the number, and not the binary
  /// fraction beside it.
  static func numeric(_ number: Double) -> SQL {
    "\(literal: number.description)::numeric"
  }
}
