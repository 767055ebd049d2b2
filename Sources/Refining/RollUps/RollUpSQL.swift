internal import Postgres

/// The statements that bring one roll-up's table in line with `refining_hours`.
struct RollUpSQL {
  let rollUp: RollUp
  let slice: Worklist.Slice

  /// Writes the buckets that differ, by value, and takes away those that have no rows left. One row
  /// of counts comes back: written, removed, unchanged, incomplete.
  ///
  /// What differs is found by a join and not by a WHERE of `ON CONFLICT DO UPDATE`, which locks,
  /// and so rewrites, every row that it leaves as it is.
  var merge: SQL {
    """
    WITH \(sql: zone), \(sql: fresh), differing AS MATERIALIZED (
      SELECT f.* FROM fresh AS f
      LEFT JOIN \(table: rollUp.table) AS b USING (source_id, bucket)
      WHERE NOT f.is_incomplete
        AND (b.source_id IS NULL OR (\(sql: columns("b"))) IS DISTINCT FROM (\(sql: columns("f"))))
    ), written AS (
      INSERT INTO \(table: rollUp.table) (source_id, bucket, \(sql: columns(nil)))
      SELECT source_id, bucket, \(sql: columns(nil)) FROM differing
      ON CONFLICT (source_id, bucket) DO UPDATE SET \(sql: assignments)
      RETURNING 1
    ), removed AS (
      DELETE FROM \(table: rollUp.table) AS b
      USING zone AS z
      WHERE b.source_id = z.source_id AND b.bucket >= z.zone_from AND b.bucket < z.zone_until
        AND NOT EXISTS (
          SELECT FROM refining_hours AS h
          WHERE h.source_id = b.source_id AND h.hour >= b.bucket
            AND h.hour < \(sql: rollUp.end(ofBucket: "b.bucket")))
        AND \(sql: overlaps("b.bucket")) IS NOT TRUE
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM written) AS written, (SELECT count(*) FROM removed) AS removed,
      count(*) FILTER (WHERE NOT is_incomplete) - (SELECT count(*) FROM differing) AS unchanged,
      count(*) FILTER (WHERE is_incomplete) AS incomplete
    FROM fresh
    """
  }

  /// The first buckets that have rows, but not all of them any more, with the archives that hold
  /// others.
  var incomplete: SQL {
    """
    WITH \(sql: zone), \(sql: fresh)
    SELECT coalesce(s.name, f.source_id::text) AS source, f.bucket,
      array_remove(array_agg(DISTINCT a.directory ORDER BY a.directory), NULL) AS archives
    FROM fresh AS f
    LEFT JOIN sources AS s USING (source_id)
    JOIN retrofill.removed_ranges AS gone ON \(sql: rollUp.lostRows(ofBucket: "f"))
    LEFT JOIN retrofill.archives AS a USING (archive_id)
    WHERE f.is_incomplete
    GROUP BY 1, 2
    ORDER BY 1, 2
    LIMIT \(AggregateReport.mostIncompleteBuckets)
    """
  }

  /// Whole buckets around the slice's spans, without overlap.
  private var zone: SQL {
    """
    zone AS MATERIALIZED (
      SELECT source_id, lower(stretch) AS zone_from, upper(stretch) AS zone_until,
        \(sql: RefinedTable.forgotten(of: "joined.source_id")) AS forgotten
      FROM (
        SELECT source_id, unnest(range_agg(tstzrange(
          \(sql: rollUp.bucket(of: "span_from")), \(sql: rollUp.lastEnd)))) AS stretch
        FROM refining_spans
        WHERE slice = \(slice.number)
        GROUP BY source_id) AS joined)
    """
  }

  /// The buckets of the zone as the rows make them.
  private var fresh: SQL {
    let figures = RollUp.figures.map { figure -> SQL in
      "\(sql: figure.fromHours) AS \(identifier: figure.column)"
    }
    return """
      fresh AS MATERIALIZED (
        SELECT z.source_id, made.*, coalesce(\(sql: overlaps("made.bucket")), false) AS is_incomplete
        FROM zone AS z
        CROSS JOIN LATERAL (
          SELECT \(sql: rollUp.bucket(of: "h.hour")) AS bucket, \(sql: figures.joined())
          FROM refining_hours AS h
          WHERE h.source_id = z.source_id AND h.hour >= z.zone_from AND h.hour < z.zone_until
          GROUP BY 1) AS made)
      """
  }

  /// Whether rows of a bucket were forgotten on purpose; NULL where nothing of the source was.
  private func overlaps(_ bucket: SQL) -> SQL {
    "z.forgotten && tstzrange(\(sql: bucket), \(sql: rollUp.end(ofBucket: bucket)))"
  }

  private func columns(_ alias: String?) -> SQL {
    RollUp.figures.map { figure -> SQL in
      guard let alias else { return "\(identifier: figure.column)" }
      return "\(identifier: alias).\(identifier: figure.column)"
    }.joined()
  }

  private var assignments: SQL {
    RollUp.figures.map { figure -> SQL in
      "\(identifier: figure.column) = excluded.\(identifier: figure.column)"
    }.joined()
  }
}
