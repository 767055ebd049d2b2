package import Postgres

/// A load stands in for those that brought the same content before: by force, or because these are
/// stale.
extension Ledger {
  /// The loads that a load of this content stands in for, and those which they stand in for in turn:
  /// what they brought is the content, until it is loaded by force.
  package func standing(
    for sha256: String, table: TableName, layoutFingerprint: String, besides id: Int64
  ) throws -> [Entry] {
    try connection.query(
      """
      SELECT load_id FROM retrofill.loads
      WHERE sha256 = \(sha256) AND table_name = \(table.description)
        AND layout_fingerprint = \(layoutFingerprint) AND status IN ('loaded', 'replaced')
        AND load_id <> \(id)
      ORDER BY load_id
      """
    ).compactMap { try entry(of: $0.get(0)) }
  }

  /// Marks earlier loads of the same content as replaced: a load of it, forced or because the
  /// others are stale, stands in for them.
  package func replaceEarlier(
    than id: Int64, sha256: String, table: TableName, layoutFingerprint: String
  ) throws {
    try connection.execute(
      """
      UPDATE retrofill.loads
      SET status = 'replaced', replaced_by = \(id), stale_because = NULL
      WHERE sha256 = \(sha256) AND table_name = \(table.description)
        AND layout_fingerprint = \(layoutFingerprint) AND status = 'loaded' AND load_id <> \(id)
      """)
  }
}
