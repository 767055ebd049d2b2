package import Postgres

/// Which file went into which table: `retrofill.loads` and what belongs to it.
///
/// A load's row is there from its start, under an advisory lock that its session holds to the end.
/// What the load publishes and the row's last change commit together.
package struct Ledger {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// A load that is about to begin.
  package struct NewLoad: Sendable {
    package var verb: String
    package var table: TableName
    package var layout: String
    package var layoutFingerprint: String
    package var file: FileStamp
    package var onConflict: String
    package var publish: String
    /// Versions are kept of the rows that it overwrites.
    package var keepsUndo: Bool
    /// What was said over the layout, by the names of options.
    package var options: [String: String]
    /// The table has no key, so that rows which are committed must not be committed again.
    package var appends = false
    /// The SHA-256 of the content, where that is known ahead.
    package var content: String?

    package init(
      verb: String, table: TableName, layout: String, layoutFingerprint: String,
      file: FileStamp, onConflict: String, publish: String, keepsUndo: Bool = true,
      options: [String: String] = [:]
    ) {
      self.verb = verb
      self.table = table
      self.layout = layout
      self.layoutFingerprint = layoutFingerprint
      self.file = file
      self.onConflict = onConflict
      self.publish = publish
      self.keepsUndo = keepsUndo
      self.options = options
    }
  }

  /// What tells a file from a changed one without reading it. All zero when that cannot be told, as
  /// of standard input.
  package struct FileStamp: Sendable, Hashable {
    package var path: String
    /// Of a file in an archive its name there; all else is the archive's.
    package var member: String?
    package var size: Int
    package var modifiedMicroseconds: Int
    package var inode: Int

    package init(
      path: String, member: String? = nil, size: Int, modifiedMicroseconds: Int, inode: Int
    ) {
      self.path = path
      self.member = member
      self.size = size
      self.modifiedMicroseconds = modifiedMicroseconds
      self.inode = inode
    }

    /// How the file is spelled: `archive.zip/a.csv`.
    var spelling: String { member.map { "\(path)/\($0)" } ?? path }
  }

  /// A load that was done before.
  package struct Known: Sendable {
    package let id: Int64
    package let sha256: String
    /// As it was spelled then.
    package let file: String
    package let finishedAt: Timestamp
    /// When the file had been modified last.
    package let modifiedMicroseconds: Int
    /// How many candles it left out because they had not ended when the file was taken.
    package let unfinished: Int
    /// The load that was taken back although this one had left rows of it as they were; and, where
    /// that was not an undo, the load that took rows of it back because it stands in for it.
    package let staleBecause: Int64?
    package let staleSince: Int64?
  }

  /// The load of a content that was done before into the same table through the same layout.
  package func find(
    sha256: String, table: TableName, layoutFingerprint: String
  ) throws -> Known? {
    try connection.first(
      """
      SELECT load_id, sha256, file || coalesce('/' || member, ''), finished_at, file_modified_us,
        coalesce((skipped->>'unfinished')::bigint, 0), stale_because,
        (SELECT gone.replaced_by FROM retrofill.loads AS gone
          WHERE gone.load_id = loads.stale_because)
      FROM retrofill.loads
      WHERE sha256 = \(sha256) AND table_name = \(table.description)
        AND layout_fingerprint = \(layoutFingerprint) AND status = 'loaded'
      ORDER BY load_id DESC
      LIMIT 1
      """
    ).map(known)
  }

  /// Whether a file of this size, time and inode was ever loaded into the table: if so, hashing it
  /// ahead is worth the reading.
  package func hasSeen(
    _ file: FileStamp, table: TableName, layoutFingerprint: String
  ) throws -> Bool {
    try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM retrofill.loads
        WHERE file_inode = \(file.inode) AND file_size = \(file.size)
          AND file_modified_us = \(file.modifiedMicroseconds)
          AND member IS NOT DISTINCT FROM \(file.member)
          AND table_name = \(table.description) AND layout_fingerprint = \(layoutFingerprint)
          AND status = 'loaded')
      """
    ).get(0)
  }

  /// The newest load of a file of this name that had other content.
  package func earlier(
    named file: FileStamp, besides sha256: String, table: TableName, layoutFingerprint: String
  ) throws -> Int64? {
    try connection.first(
      """
      SELECT load_id FROM retrofill.loads
      WHERE file = \(file.path) AND member IS NOT DISTINCT FROM \(file.member)
        AND sha256 <> \(sha256) AND table_name = \(table.description)
        AND layout_fingerprint = \(layoutFingerprint) AND status = 'loaded'
      ORDER BY load_id DESC
      LIMIT 1
      """)?.get(0)
  }

  /// Whether anything was ever loaded into the table through the layout.
  package func hasLoaded(into table: TableName, layoutFingerprint: String) throws -> Bool {
    try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM retrofill.loads
        WHERE table_name = \(table.description) AND layout_fingerprint = \(layoutFingerprint)
          AND status = 'loaded')
      """
    ).get(0)
  }

  /// Writes what a load did. Belongs into the transaction that publishes its rows.
  ///
  /// - Throws: `LedgerError.countsDisagree` when a record is not accounted for.
  package func finish(_ id: Int64, sha256: String, counts: LoadCounts) throws {
    let counts = try counts.checked()
    try connection.execute(
      """
      UPDATE retrofill.loads
      SET status = 'loaded', sha256 = \(sha256), rows_read = \(counts.rowsRead),
        inserted = \(counts.inserted), updated = \(counts.updated),
        unchanged = \(counts.unchanged), rejected = \(counts.rejected),
        skipped = \(counts.skippedJSON)::jsonb, skipped_total = \(counts.skippedTotal),
        removed = \(counts.removed), reverted = \(counts.reverted),
        error = NULL, finished_at = clock_timestamp()
      WHERE load_id = \(id)
      """)
  }

  /// Waits until no other session commits anything of a load, and none can until the transaction
  /// around this ends.
  ///
  /// - Returns: whether the load is still open; the answer to its COMMIT may have been lost.
  package func holdOpen(_ id: Int64) throws -> Bool {
    // FOR UPDATE also waits for those that only refer to the row, as the lines of batches do.
    try connection.first(
      "SELECT FROM retrofill.loads WHERE load_id = \(id) AND status = 'running' FOR UPDATE") != nil
  }

  /// Writes that a load failed, and how far it came.
  ///
  /// - Returns: whether it was still open; nothing is written of one that has ended.
  @discardableResult
  package func fail(_ id: Int64, counts: LoadCounts, error: String) throws -> Bool {
    try connection.execute(
      """
      UPDATE retrofill.loads
      SET status = 'failed', rows_read = \(counts.rowsRead), inserted = \(counts.inserted),
        updated = \(counts.updated), unchanged = \(counts.unchanged),
        rejected = \(counts.rejected), skipped = \(counts.skippedJSON)::jsonb,
        skipped_total = \(counts.skippedTotal), error = \(error), finished_at = clock_timestamp()
      WHERE load_id = \(id) AND status = 'running'
      """) > 0
  }

  /// What the ledger says of a load that is published; nil of any other.
  package func outcome(of id: Int64) throws -> (sha256: String, counts: LoadCounts)? {
    let row = try connection.first(
      """
      SELECT sha256, rows_read, inserted, updated, unchanged, rejected, removed, reverted
      FROM retrofill.loads
      WHERE load_id = \(id) AND status = 'loaded'
      """)
    guard let row else { return nil }
    var counts = LoadCounts()
    counts.rowsRead = try row.get(1)
    counts.inserted = try row.get(2)
    counts.updated = try row.get(3)
    counts.unchanged = try row.get(4)
    counts.rejected = try row.get(5)
    counts.removed = try row.get(6)
    counts.reverted = try row.get(7)
    try connection.forEachRow(
      """
      SELECT key, value::bigint
      FROM retrofill.loads CROSS JOIN LATERAL jsonb_each_text(skipped)
      WHERE load_id = \(id)
      """
    ) { counts.skip(try $0.get(0), try $0.get(1)) }
    return (try row.get(0), counts)
  }

  /// Forgets a load that turned out to be one done before.
  package func forget(_ id: Int64) throws {
    try connection.execute("DELETE FROM retrofill.loads WHERE load_id = \(id)")
  }

  private func known(_ row: Row) throws -> Known {
    try Known(
      id: row.get(0), sha256: row.get(1), file: row.get(2), finishedAt: row.get(3),
      modifiedMicroseconds: row.get(4), unfinished: row.get(5), staleBecause: row.get(6),
      staleSince: row.get(7))
  }
}
