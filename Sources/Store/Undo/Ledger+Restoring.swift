package import Postgres

/// What a restore took back of an archive's removal, and how that is forgotten once more.
extension Ledger {
  /// Says again that rows of a removed range are gone, because the restore that had brought them was
  /// undone; `removed` are the keys of these rows. Belongs into the transaction that removes them.
  package func forgetAgain(_ load: Int64, removed: TableName, bySource: Bool) throws {
    let gone: SQL =
      bySource
      ? """
      JOIN (
        SELECT source_id, count(*) AS rows FROM \(table: removed) GROUP BY 1) AS gone
        USING (source_id)
      """
      : "CROSS JOIN (SELECT count(*) AS rows FROM \(table: removed) HAVING count(*) > 0) AS gone"
    try connection.execute(
      """
      INSERT INTO retrofill.removed_ranges
        (table_name, source_id, range_from, range_to, reason, archive_id, row_count)
      SELECT l.table_name, w.source_id, w.range_from, w.range_to, 'archived', w.archive_id, gone.rows
      FROM retrofill.withdrawn_ranges AS w JOIN retrofill.loads AS l USING (load_id)
      \(sql: gone)
      WHERE w.load_id = \(load)
      """)
    try connection.execute("DELETE FROM retrofill.withdrawn_ranges WHERE load_id = \(load)")
    // While other parts of the archive are back, its rows are in the table still.
    try connection.execute(
      """
      UPDATE retrofill.archives AS a SET status = 'removed', removed_at = now()
      FROM retrofill.loads AS l
      WHERE l.load_id = \(load) AND a.archive_id = l.restored_archive AND NOT EXISTS (
        SELECT FROM retrofill.loads AS other
        WHERE other.restored_archive = a.archive_id AND other.load_id <> l.load_id
          AND other.inserted + other.updated > 0 AND other.status IN ('loaded', 'replaced'))
      """)
  }
}
