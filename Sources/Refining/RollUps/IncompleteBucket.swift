package import Postgres

/// A bucket with rows, but not all that it once had: it is kept as it is, because recomputing it
/// from what is left would be wrong.
package struct IncompleteBucket: Encodable, Sendable, Hashable {
  package var table: RollUp
  package var source: String
  package var bucket: Timestamp
  /// Where the rest is; empty when it expired.
  package var archives: [String]

  package init(table: RollUp, source: String, bucket: Timestamp, archives: [String]) {
    self.table = table
    self.source = source
    self.bucket = bucket
    self.archives = archives
  }

  init(rollUp: RollUp, row: Row) throws {
    try self.init(
      table: rollUp, source: row.get("source"), bucket: row.get("bucket"),
      archives: row.get("archives"))
  }
}

/// The buckets of all roll-ups that are incomplete now, whatever was refined last.
package struct IncompleteBuckets: Sendable, Hashable {
  /// The first of them: by roll-up, source and time.
  package var first: [IncompleteBucket]
  /// How many there are in all.
  package var total: Int

  /// Looks for them, and lists no more than `limit`.
  package init(_ connection: Connection, limit: Int) throws {
    first = []
    total = 0
    for rollUp in RollUp.allCases {
      let count = try connection.first(
        "SELECT count(*) FROM (\(sql: rollUp.incomplete)) AS found")
      total += try count?.get(0) ?? 0
      guard first.count < limit else { continue }
      first += try connection.query(
        "\(sql: rollUp.incomplete) ORDER BY source, bucket LIMIT \(limit - first.count)"
      ).map { try IncompleteBucket(rollUp: rollUp, row: $0) }
    }
  }
}

extension RollUp {
  /// The buckets that reach into a removed range and still have rows. One whose rows have all gone
  /// is not among them: it stands for what the archive holds.
  fileprivate var incomplete: SQL {
    """
    SELECT coalesce(s.name, b.source_id::text) AS source, b.bucket,
      array_remove(array_agg(DISTINCT a.directory ORDER BY a.directory), NULL) AS archives
    FROM retrofill.removed_ranges AS gone
    JOIN \(table: table) AS b ON \(sql: lostRows(ofBucket: "b"))
    LEFT JOIN sources AS s ON s.source_id = b.source_id
    LEFT JOIN retrofill.archives AS a USING (archive_id)
    WHERE EXISTS (
      SELECT FROM timeseries_data AS t
      WHERE t.source_id = b.source_id AND t."timestamp" >= b.bucket
        AND t."timestamp" < \(sql: end(ofBucket: "b.bucket")))
    GROUP BY 1, 2
    """
  }

  /// Whether a removed range, `gone`, took rows from a bucket: a row with `source_id` and `bucket`.
  /// Spelled so that an index on both finds the buckets of a range.
  func lostRows(ofBucket row: SQL) -> SQL {
    """
    gone.table_name = \(RefinedTable.name.description) AND gone.source_id = \(sql: row).source_id
      AND \(sql: row).bucket >= \(sql: bucket(of: "gone.range_from"))
      AND \(sql: row).bucket < gone.range_to
    """
  }
}
