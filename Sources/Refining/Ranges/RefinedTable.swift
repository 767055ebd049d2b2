internal import Postgres

/// The table whose rows are refined, and how the session has to be set for it.
enum RefinedTable {
  static let name: TableName = "timeseries_data"

  /// Every source that has rows, or something that derives from rows it once had.
  ///
  /// Nothing keeps a row's source in `sources`, so the table itself is asked too: from one source
  /// to the next larger one through the primary key, because DISTINCT would read every row.
  static let sources: SQL = """
    (WITH RECURSIVE stored AS (
      (SELECT source_id FROM timeseries_data ORDER BY source_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT t.source_id FROM timeseries_data AS t
        WHERE t.source_id > stored.source_id
        ORDER BY t.source_id
        LIMIT 1)
      FROM stored
      WHERE stored.source_id IS NOT NULL)
    SELECT source_id FROM stored WHERE source_id IS NOT NULL
    UNION SELECT source_id FROM sources
    UNION SELECT source_id FROM monthly_stats
    UNION SELECT source_id FROM anomalies)
    """

  /// What was forgotten on purpose of the source that `source` names, as one multirange; NULL when
  /// nothing was.
  static func forgotten(of source: SQL) -> SQL {
    """
    (SELECT range_agg(tstzrange(gone.range_from, gone.range_to))
    FROM retrofill.removed_ranges AS gone
    WHERE gone.table_name = \(name.description) AND gone.source_id = \(sql: source))
    """
  }
}

extension Connection {
  /// Makes the planner go from ranges to rows through the primary key, until the transaction ends.
  ///
  /// A nested loop is what lets partitions be pruned while the statement runs; a hash or merge join
  /// would read them all. The ranges stand in temporary tables without statistics, so the planner
  /// cannot know how few they are.
  func joinByKey() throws {
    try execute("SET LOCAL enable_hashjoin = off")
    try execute("SET LOCAL enable_mergejoin = off")
  }

  /// Gives the planner its choice back.
  func joinFreely() throws {
    try execute("SET LOCAL enable_hashjoin = on")
    try execute("SET LOCAL enable_mergejoin = on")
  }
}
