package import Postgres

/// The records that loads rejected, as far as the ledger keeps them.
package struct RejectList: Encodable, Sendable {
  package var rejects: [Entry]
  /// How many match in all; the list may hold fewer.
  package var total: Int

  package struct Entry: Encodable, Sendable {
    package var load: Int64
    package var file: String
    package var record: Int
    /// Nil where only the number of the record is known.
    package var line: Int?
    /// Nil also where the record was not to be had.
    package var byte: Int?
    package var column: String?
    package var code: String
    package var message: String
    /// The record as the file holds it; bytes that are no text stand as `\xHH`.
    package var raw: String
    /// What `raw` is.
    package var rawIs: Raw
    /// The load that brought the record after all.
    package var replayedBy: Int64?

    package enum Raw: String, Encodable, Sendable {
      case record
      /// The beginning of a long one.
      case cut
      /// The values of the row as JSON, because the record was not to be had.
      case values
    }

    enum CodingKeys: String, CodingKey {
      case load = "load_id"
      case file, record, line, byte, column, code, message, raw
      case rawIs = "raw_is"
      case replayedBy = "replayed_by"
    }
  }

  /// Which rejects are listed.
  package struct Choice: Sendable {
    package var load: Int64?
    package var line: Int?
    package var code: String?
    /// Also those that are no longer open: brought by a replay, of a load that another stands in for,
    /// or rejected once more when they were replayed.
    package var includesClosed: Bool

    package init(
      load: Int64? = nil, line: Int? = nil, code: String? = nil, includesClosed: Bool = false
    ) {
      self.load = load
      self.line = line
      self.code = code
      self.includesClosed = includesClosed
    }
  }

  /// Reads the newest loads' rejects first, and of each load those first in the file.
  package init(_ connection: Connection, _ choice: Choice, limit: Int) throws {
    let (load, line, code) = (choice.load, choice.line, choice.code)
    let chosen: SQL = """
      FROM retrofill.rejects AS r
      JOIN retrofill.loads AS l USING (load_id)
      WHERE (\(load)::bigint IS NULL OR r.load_id = \(load))
        AND (\(line)::bigint IS NULL OR r.line = \(line))
        AND (\(code)::text IS NULL OR r.code = \(code))
        AND (\(choice.includesClosed) OR r.replayed_by IS NULL
          AND (r.load_id = \(load) OR l.status NOT IN ('replaced', 'undone')
          AND l.replays IS NULL))
      """
    total = try connection.first("SELECT count(*) \(sql: chosen)")?.get(0) ?? 0
    rejects = try connection.query(
      """
      SELECT r.load_id, concat_ws('/', l.file, l.member), r.record, r.line, r.byte_offset,
        r.column_name, r.code, r.message, r.raw, r.raw_truncated, r.raw_is_record, r.replayed_by
      \(sql: chosen)
      ORDER BY r.load_id DESC, r.record
      LIMIT \(limit)
      """
    ).map { row in
      try Entry(
        load: row.get(0), file: row.get(1), record: row.get(2), line: row.get(3),
        byte: row.get(4), column: row.get(5), code: row.get(6), message: row.get(7),
        raw: String(rawRecord: row.get(8)),
        rawIs: row.get(9) ? .cut : row.get(10) ? .record : .values, replayedBy: row.get(11))
    }
  }
}

extension String {
  /// Bytes that are no UTF-8 are spelled `\xHH`, so that they can be seen and told apart.
  package init(rawRecord bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = text
      return
    }
    self = bytes.reduce(into: "") { text, byte in
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}
