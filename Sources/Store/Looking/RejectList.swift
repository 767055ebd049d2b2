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
    /// Nil, as `byte` is, where only the number of the record is known.
    package var line: Int?
    package var byte: Int?
    package var column: String?
    package var code: String
    package var message: String
    /// The record as the file holds it; bytes that are no text stand as `\xHH`.
    package var raw: String

    enum CodingKeys: String, CodingKey {
      case load = "load_id"
      case file, record, line, byte, column, code, message, raw
    }
  }

  /// Reads the newest loads' rejects first, and of each load those first in the file; `load` and
  /// `code` leave out all others.
  package init(
    _ connection: Connection, load: Int64?, code: String?, limit: Int
  ) throws {
    let chosen: SQL = """
      FROM retrofill.rejects AS r
      JOIN retrofill.loads AS l USING (load_id)
      WHERE (\(load)::bigint IS NULL OR r.load_id = \(load))
        AND (\(code)::text IS NULL OR r.code = \(code))
      """
    total = try connection.first("SELECT count(*) \(sql: chosen)")?.get(0) ?? 0
    rejects = try connection.query(
      """
      SELECT r.load_id, concat_ws('/', l.file, l.member), r.record, r.line, r.byte_offset,
        r.column_name, r.code, r.message, r.raw
      \(sql: chosen)
      ORDER BY r.load_id DESC, r.record
      LIMIT \(limit)
      """
    ).map { row in
      try Entry(
        load: row.get(0), file: row.get(1), record: row.get(2), line: row.get(3),
        byte: row.get(4), column: row.get(5), code: row.get(6), message: row.get(7),
        raw: String(rawRecord: row.get(8)))
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
