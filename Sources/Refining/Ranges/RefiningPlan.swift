internal import Postgres
internal import Store

/// What a refining verb would look at. Reads only.
struct RefiningPlan {
  let range: RefiningRange
  let purpose: Worklist.Purpose

  /// One action for each stretch of a source that has rows or is dirty.
  func actions(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    return try context.interruption.cancelling(connection.canceller) {
      try RefiningSession.prepare(connection)
      return try connection.query(statement).map(action)
    }
  }

  private func action(_ row: Row) throws -> PlannedAction {
    let from: Timestamp? = try row.get("range_from")
    let to: Timestamp? = try row.get("range_to")
    var detail = [from?.description ?? "?", to?.description ?? "?"].joined(separator: " to ")
    if purpose == .aggregate {
      let buckets = try RollUp.allCases.map { rollUp in
        try "\(row.get(rollUp.rawValue, as: Int.self)) of \(rollUp.rawValue)"
      }
      detail += "; buckets: " + buckets.joined(separator: ", ")
    }
    return try PlannedAction(
      action: purpose == .score ? "score" : "aggregate", subject: row.get("source"),
      detail: detail, rows: row.get("rows"))
  }

  private var statement: SQL {
    """
    SELECT coalesce(s.name, r.source_id::text) AS source, found.*,
      CASE WHEN isfinite(r.range_from) THEN r.range_from ELSE found.first END AS range_from,
      CASE WHEN isfinite(r.range_to) THEN r.range_to ELSE found.last END AS range_to
    FROM (\(sql: ranges)) AS r
    LEFT JOIN sources AS s USING (source_id)
    CROSS JOIN LATERAL (
      SELECT count(*) AS rows, min(t."timestamp") AS first, max(t."timestamp") AS last
        \(sql: buckets)
      FROM timeseries_data AS t
      WHERE t.source_id = r.source_id
        AND t."timestamp" >= \(sql: purpose.firstMoment(of: "r.range_from"))
        AND t."timestamp" < \(sql: purpose.firstMoment(after: "r.range_to"))) AS found
    WHERE found.rows > 0 OR \(range == .dirty)
    ORDER BY 1, range_from
    """
  }

  private var ranges: SQL {
    Worklist.ranges(range, claims: "(\(sql: Worklist.claims(range, purpose)))")
  }

  /// How many buckets of each roll-up hold rows of the range.
  private var buckets: SQL {
    guard purpose == .aggregate else { return "" }
    return RollUp.allCases.map { rollUp -> SQL in
      let bucket = rollUp.bucket(of: "t.\"timestamp\"")
      return """
        , count(DISTINCT \(sql: bucket)) FILTER (WHERE
          \(sql: bucket) >= \(sql: rollUp.bucket(of: "r.range_from"))
          AND \(sql: bucket) <= r.range_to) AS \(identifier: rollUp.rawValue)
        """
    }.joined(separator: "")
  }
}
