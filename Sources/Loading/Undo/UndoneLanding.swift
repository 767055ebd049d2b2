import Postgres

/// The rows of a load that landed a file.
struct UndoneLanding {
  let load: Int64
  let connection: Connection

  /// Removes the file and its records. A forced load stood in for the one that had landed the same
  /// content before: then the file is that one's again.
  func takeBack() throws -> UndoReport.Changes {
    var changes = UndoReport.Changes()
    let earlier: Int64? = try connection.first(
      """
      SELECT load_id FROM retrofill.loads WHERE replaced_by = \(load)
      ORDER BY load_id DESC LIMIT 1
      """)?.get(0)
    if let earlier {
      try connection.execute("UPDATE files SET load_id = \(earlier) WHERE load_id = \(load)")
      return changes
    }
    let ids: [Int64] = try connection.query(
      "DELETE FROM files WHERE load_id = \(load) RETURNING id"
    ).map { try $0.get(0) }
    changes.removed = try connection.execute(
      "DELETE FROM file_data WHERE file_id = ANY (\(ids)::bigint[])")
    return changes
  }
}
