import Archiving
import FlatFiles
import Foundation
import Logging
import Postgres
import Store
import TestSupport

/// A database with two refined series of three months, and a folder for archives.
///
/// `btc` has a row each day at noon with every column filled, `fear` one each second day with a
/// value alone; both from 1 January to 31 March 2024.
final class HistoryFixture {
  let connection: Connection
  let context: RunContext
  let folder: String

  static let january = Timestamp("2024-01-01") ?? Timestamp(microseconds: 0)
  static let february = Timestamp("2024-02-01") ?? Timestamp(microseconds: 0)
  static let march = Timestamp("2024-03-01") ?? Timestamp(microseconds: 0)
  static let april = Timestamp("2024-04-01") ?? Timestamp(microseconds: 0)
  static let table = TableName("timeseries_data")

  init(asOf: Timestamp = HistoryFixture.april) throws {
    connection = try TestDatabase.connect()
    folder = NSTemporaryDirectory() + "retrofill-archiving-" + UUID().uuidString
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    context = RunContext(
      database: Database(settings: try TestDatabase.settings, logger: logger),
      home: Home(path: folder + "/home"), asOf: asOf, logger: logger)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try connection.script(Self.history)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static let history = """
    INSERT INTO sources (source_id, name, display_name, category, data_type)
    VALUES (1, 'btc', 'Bitcoin', 'price', 'ohlcv'), (2, 'fear', 'Fear', 'mood', 'simple');
    CREATE TABLE timeseries_data_y2024m01 PARTITION OF timeseries_data
    FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
    CREATE TABLE timeseries_data_y2024m02 PARTITION OF timeseries_data
    FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
    CREATE TABLE timeseries_data_y2024m03 PARTITION OF timeseries_data
    FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
    INSERT INTO timeseries_data (source_id, "timestamp", open, high, low, close, volume,
      quality_score, load_id, ingestion_timestamp)
    SELECT 1, day, 100.10 + n, 101 + n, 99 + n, 100.5 + n, 1e-8 * n, 90 + n % 10, 7,
      timestamptz '2024-05-01 10:00:00.000123'
    FROM generate_series(0, 90) AS n
    CROSS JOIN LATERAL (SELECT timestamptz '2024-01-01 12:00' + n * interval '1 day') AS d (day);
    INSERT INTO timeseries_data (source_id, "timestamp", value, is_anomaly, ingestion_timestamp)
    SELECT 2, timestamptz '2024-01-01' + n * interval '2 days', n, n % 40 = 3,
      timestamptz '2024-05-01 10:00:00.000123'
    FROM generate_series(0, 45) AS n;
    """

  var archives: String { folder + "/archives" }

  func archive(
    before: Timestamp = HistoryFixture.march, from: Timestamp? = nil, source: String? = nil,
    remove: Bool = false, partRows: Int = 1_000_000, table: TableName = HistoryFixture.table,
    timeColumn: String? = nil, atCheckpoint: @escaping ArchivingCheckpointHook = { _ in }
  ) throws -> ArchiveReport {
    var verb = Archive(
      table: table, before: before, from: from, source: source, to: archives, remove: remove,
      timeColumn: timeColumn, partRows: partRows)
    verb.atCheckpoint = atCheckpoint
    return try verb.run(in: context)
  }

  /// The rows of a query as text, a row a line.
  func rows(_ sql: SQL) throws -> [String] {
    try connection.query(sql).map { row in
      try row.columnNames.indices
        .map { try row.get($0, as: String?.self) ?? "NULL" }
        .joined(separator: " | ")
    }
  }

  func count(_ condition: SQL = "true") throws -> Int {
    try connection.first("SELECT count(*) FROM timeseries_data WHERE \(sql: condition)")?.get(0)
      ?? 0
  }

  /// What lies in the folder of archives: every file and folder, by its path within.
  func files() -> [String] {
    let found = FileManager.default.enumerator(atPath: archives)?.allObjects as? [String]
    return (found ?? []).sorted()
  }

  /// The decompressed content of a part.
  func content(of part: String) throws -> String {
    let stream = try ContentStream(SourceFile(path: archives + "/" + part))
    var bytes: [UInt8] = []
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { room.deallocate() }
    while true {
      let count = try stream.read(into: room)
      if count == 0 { break }
      bytes += room[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Changes one byte in the middle of a file.
  func damage(_ file: String) throws {
    let url = URL(fileURLWithPath: archives + "/" + file)
    var data = try Data(contentsOf: url)
    data[data.count / 2] ^= 0x10
    try data.write(to: url)
  }

  /// Rewrites a manifest, and the checksum that vouches for it, as an attacker would.
  func forgeManifest(of archive: String, _ change: (String) -> String) throws {
    let folder = URL(fileURLWithPath: archives + "/" + archive)
    let manifest = folder.appendingPathComponent("manifest.json")
    let sums = folder.appendingPathComponent("SHA256SUMS")
    let before = try Data(contentsOf: manifest)
    let after = Data(change(String(decoding: before, as: UTF8.self)).utf8)
    try after.write(to: manifest)
    try String(contentsOf: sums, encoding: .utf8).replacing(sha256(before), with: sha256(after))
      .write(to: sums, atomically: true, encoding: .utf8)
  }

  private func sha256(_ data: Data) -> String {
    let digest = ContentDigest()
    data.withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }

  /// The partitions of the table, by name.
  func partitions() throws -> [String] {
    try Catalog(connection).partitions(of: Self.table).map(\.name.name)
  }

  /// The text of the error that `body` throws; nil when it throws none.
  func errorText(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)".replacing(folder, with: "FOLDER")
    }
  }
}

/// Thrown by a checkpoint: the process stops here.
struct Stopped: Error {
  let checkpoint: ArchivingCheckpoint
}
