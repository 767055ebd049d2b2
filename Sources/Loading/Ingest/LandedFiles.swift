import FlatFiles
import Postgres

/// The rows of `files`: what was landed, and how far it has come
/// (`uploaded` → `processing` → `completed` or `failed`).
struct LandedFiles {
  let connection: Connection

  /// Registers a file that a load is about to land. An earlier try that was killed or failed has
  /// registered it already: this one takes its row over, and the ledger remembers the failure.
  ///
  /// - Returns: the id that the rows of `file_data` carry.
  func register(_ file: SourceFile, type: String, load: Int64) throws -> Int64 {
    let size = try file.size() ?? 0
    let failed = try connection.first(
      """
      UPDATE files
      SET file_size = \(size), file_type = \(type), status = 'uploaded', error_message = NULL,
        load_id = \(load), uploaded_at = now()
      WHERE id = (
        SELECT id FROM files
        WHERE storage_path = \(file.description) AND status = 'failed'
        ORDER BY id DESC LIMIT 1)
      RETURNING id
      """)
    if let failed { return try failed.get(0) }
    return try connection.one(
      """
      INSERT INTO files (file_id, filename, file_type, file_size, storage_path, load_id)
      VALUES ('load-' || \(load)::bigint, \(file.name), \(type), \(size), \(file.description),
        \(load))
      ON CONFLICT (file_id) DO UPDATE
      SET file_size = excluded.file_size, status = 'uploaded', error_message = NULL
      RETURNING id
      """
    ).get(0)
  }

  func markProcessing(_ id: Int64) throws {
    try connection.execute("UPDATE files SET status = 'processing' WHERE id = \(id)")
  }

  func markCompleted(_ id: Int64, sha256: String, rows: Int, as shape: LandedShape) throws {
    try connection.execute(
      """
      UPDATE files
      SET status = 'completed', sha256 = \(sha256), row_count = \(rows),
        columns = \(shape.columns), has_header = \(shape.hasHeader),
        records_path = \(shape.recordsPath), is_array = \(shape.isArray)
      WHERE id = \(id)
      """)
  }

  /// Writes down why a file is not landed.
  func markFailed(_ id: Int64, error: String) throws {
    try connection.execute(
      "UPDATE files SET status = 'failed', error_message = \(error) WHERE id = \(id)")
  }

  /// Forgets a file whose content was landed before.
  func remove(ofLoad load: Int64) throws {
    try connection.execute("DELETE FROM files WHERE load_id = \(load)")
  }

  /// Removes what the loads had landed that a forced one has replaced: the same content landed in
  /// another way is none of these, and stays.
  func removeReplaced(by load: Int64) throws {
    try connection.execute(
      """
      WITH replaced AS (
        DELETE FROM files
        WHERE load_id IN (SELECT load_id FROM retrofill.loads WHERE replaced_by = \(load))
        RETURNING id)
      DELETE FROM file_data WHERE file_id IN (SELECT id FROM replaced)
      """)
  }

  /// Writes down that a load which was to land a file has died.
  func markFailed(ofLoad load: Int64, error: String) throws {
    try connection.execute(
      """
      UPDATE files SET status = 'failed', error_message = \(error)
      WHERE load_id = \(load) AND status <> 'completed'
      """)
  }

  /// Whether the rows that a load landed are gone. What retention took away is not missed: the
  /// file's own row stays.
  func isGone(load: Int64) throws -> Bool {
    try connection.one(
      "SELECT NOT EXISTS (SELECT FROM files WHERE load_id = \(load) AND status = 'completed')"
    ).get(0)
  }
}

/// How a file was read when it was landed: what its documents do not say.
struct LandedShape {
  var columns: [String]?
  var hasHeader: Bool?
  var recordsPath: String
  var isArray: Bool?

  /// To be asked at the end of the reading.
  init(of reader: any RecordReader, at records: RecordSelection) {
    recordsPath = records.description
    switch reader.format {
    case .json: isArray = reader.hasArrays
    case .ndjson, .capture: break
    case .csv, .copy, .dump:
      columns = RecordDocument.columnNames(of: reader)
      hasHeader = reader.columnNames != nil
      if case .dump(let table) = reader.format { recordsPath = table }
    }
  }
}

extension FileFormat {
  /// The MIME type that `files.file_type` holds.
  var mimeType: String {
    switch self {
    case .csv: "text/csv"
    case .json: "application/json"
    case .capture: "text/plain"
    case .ndjson: "application/x-ndjson"
    case .dump: "application/sql"
    case .copy: "text/tab-separated-values"
    }
  }
}
