import FlatFiles
import Postgres
import Store

extension LandedFiles {
  /// Every file that is landed.
  static let all = "*"

  /// The landed files that a name means: their `file_id`, the file's name or the path that it was
  /// landed from, in each of which `*` and `?` stand for parts. Those that are not landed whole are
  /// passed over, and so are other tables of a dump whose `table` is landed too. In the order in
  /// which they were landed.
  ///
  /// - Throws: `LoadError.notLanded` where there is none of the name; patterns may match none where
  ///   that is `optional`.
  func sources(
    named name: String, of table: String?, optional: Bool, in context: RunContext
  ) throws -> SourceFiles {
    let entries = try entries(named: name)
    guard !entries.isEmpty || optional || name == Self.all else {
      throw LoadError.notLanded(name)
    }
    var files: [SourceFile] = []
    var passedOver: [PassedOver] = []
    let dumps = Set(entries.filter { $0.isOf(table) == true }.map(\.path))
    for entry in entries {
      if entry.isOf(table) == false, dumps.contains(entry.path) {
        passedOver.append(
          PassedOver(path: entry.path, reason: "landed of its table \(entry.table)"))
      } else if entry.status == "completed" {
        files.append(LandedFile(entry, in: context).source)
      } else {
        let reason = entry.error.map { "not landed (\(entry.status): \($0))" }
        passedOver.append(
          PassedOver(path: entry.path, reason: reason ?? "not landed (\(entry.status))"))
      }
    }
    return SourceFiles(files: files, passedOver: passedOver)
  }

  private func entries(named name: String) throws -> [LandedFile.Entry] {
    let isPattern = name.contains { $0 == "*" || $0 == "?" }
    let pattern = isPattern ? Self.likePattern(name) : nil
    return try connection.query(
      """
      SELECT f.id, f.file_id, f.storage_path, f.status, f.error_message, f.sha256, f.row_count,
        f.columns, f.is_array, l.member, f.file_type, coalesce(f.has_header, false),
        coalesce(f.records_path, ''), coalesce(l.file_size, f.file_size),
        coalesce(l.file_modified_us, (extract(epoch FROM f.uploaded_at) * 1000000)::bigint),
        coalesce(l.file_inode, 0), l.load_id, coalesce(l.rejected, 0), r.cut_short, r.first
      FROM files AS f
      LEFT JOIN retrofill.loads AS l ON l.load_id = f.load_id AND l.verb = 'ingest'
      LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE code = 'cut-short') AS cut_short,
          (array_agg(concat(coalesce(':' || line, ', record ' || record), ': ', code, ': ', message)
            ORDER BY record))[1] AS first
        FROM retrofill.rejects WHERE load_id = l.load_id AND l.rejected > 0) AS r ON true
      WHERE \(name) IN (f.file_id, f.filename, f.storage_path)
        OR f.file_id LIKE \(pattern)::text OR f.filename LIKE \(pattern)::text
        OR f.storage_path LIKE \(pattern)::text
      ORDER BY f.id
      """
    ).map(entry)
  }

  private static func likePattern(_ name: String) -> String {
    name.reduce(into: "") { pattern, character in
      switch character {
      case "*": pattern += "%"
      case "?": pattern += "_"
      case "%", "_", "\\": pattern += "\\\(character)"
      default: pattern.append(character)
      }
    }
  }

  private func entry(_ row: Row) throws -> LandedFile.Entry {
    let path: String = try row.get(2)
    let place: String = try row.get(12)
    let format = ReadOptions.Format(mimeType: try row.get(10))
    let isJSON = [.auto, .json, .ndjson, .capture].contains(format)
    let rejected: Int = try row.get(17)
    var rejects: LandedRejects?
    if rejected > 0 {
      let first: String? = try row.get(19)
      rejects = LandedRejects(
        load: try row.get(16), count: rejected, cutShort: try row.get(18),
        first: path + (first ?? ""))
    }
    return LandedFile.Entry(
      id: try row.get(0), fileID: try row.get(1), path: path, status: try row.get(3),
      error: try row.get(4), sha256: try row.get(5), rows: try row.get(6),
      columns: try row.get(7), isArray: try row.get(8), member: try row.get(9),
      shape: KeptShape(
        format: format, hasHeader: try row.get(11),
        records: (isJSON ? RecordPath(place) : nil) ?? RecordPath()),
      table: place,
      identity: FileIdentity(
        size: try row.get(13), modifiedMicroseconds: try row.get(14),
        inode: UInt64(bitPattern: try row.get(15))),
      rejects: rejects)
  }
}

extension LandedFile.Entry {
  /// Whether it holds the rows of a table; nil where none is asked for, or what was landed is no dump.
  fileprivate func isOf(_ table: String?) -> Bool? {
    guard shape.format == .dump, let table else { return nil }
    return DumpTable.mayBe(self.table, asIn: table)
  }
}

extension ReadOptions.Format {
  /// The other way round than `FileFormat.mimeType`.
  init(mimeType: String) {
    self =
      switch mimeType {
      case "text/csv": .csv
      case "application/json": .json
      case "text/plain": .capture
      case "application/x-ndjson": .ndjson
      case "application/sql": .dump
      case "text/tab-separated-values": .copy
      default: .auto
      }
  }
}
