import FlatFiles
import Postgres

/// What `files` says of the files of a folder of uploads.
extension LandedFiles {
  /// Says where a file, or an archive and the files in it, is about to be.
  func rename(_ path: String, to new: String, loads: [Int64]) throws {
    try connection.execute(
      """
      UPDATE files SET storage_path = \(new) || substr(storage_path, length(\(path)::text) + 1)
      WHERE load_id = ANY(\(loads))
        AND (storage_path = \(path) OR starts_with(storage_path, \(path)::text || '/'))
      """)
  }

  /// Registers a file that could not even be read, or says of one that failed where it is about to
  /// be.
  func registerFailed(_ path: String, error: String, now new: String) throws {
    let known = try connection.execute(
      """
      UPDATE files SET storage_path = \(new) || substr(storage_path, length(\(path)::text) + 1)
      WHERE status = 'failed'
        AND (storage_path = \(path) OR starts_with(storage_path, \(path)::text || '/'))
      """)
    if known > 0 { return }
    let file = SourceFile(path: path)
    try connection.execute(
      """
      INSERT INTO files
        (file_id, filename, file_type, file_size, storage_path, status, error_message)
      VALUES ('upload-' || gen_random_uuid(), \(file.name), 'application/octet-stream',
        \(try file.size() ?? 0), \(new), 'failed', \(error))
      """)
  }

  /// Takes back what `registerFailed` said of a file that did not get to where it was to be.
  func reclaim(_ path: String, from new: String) throws {
    try connection.execute(
      """
      UPDATE files SET storage_path = \(path) || substr(storage_path, length(\(new)::text) + 1)
      WHERE status = 'failed'
        AND (storage_path = \(new) OR starts_with(storage_path, \(new)::text || '/'))
      """)
  }
}
