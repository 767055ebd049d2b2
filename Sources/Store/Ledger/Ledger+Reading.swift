package import Postgres

extension Ledger {
  /// How a load read its file: what is needed to read it once more in the same way.
  package struct Reading: Sendable {
    package let load: Int64
    package let verb: String
    package let status: String
    package let table: TableName
    package let layout: String
    package let layoutFingerprint: String
    package let file: FileStamp
    package let sha256: String?
    package let finishedAt: Timestamp?
    /// What was said over the layout, by the names of options.
    package let options: [String: String]
    /// The load whose rejects it ran again.
    package let replays: Int64?

    /// How the file was spelled.
    package var spelling: String { file.spelling }
  }

  package func reading(of load: Int64) throws -> Reading? {
    let row = try connection.first(
      """
      SELECT verb, status, table_name, layout, layout_fingerprint, file, member, file_size,
        file_modified_us, file_inode, sha256, finished_at, replays
      FROM retrofill.loads WHERE load_id = \(load)
      """)
    guard let row else { return nil }
    let options = try LoadCommand.options(of: load, connection)
    return try Reading(
      load: load, verb: row.get(0), status: row.get(1),
      table: TableName(row.get(2, as: String.self)), layout: row.get(3),
      layoutFingerprint: row.get(4),
      file: FileStamp(
        path: row.get(5), member: row.get(6), size: row.get(7), modifiedMicroseconds: row.get(8),
        inode: row.get(9)),
      sha256: row.get(10), finishedAt: row.get(11), options: options, replays: row.get(12))
  }
}
