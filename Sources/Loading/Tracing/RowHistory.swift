package import Postgres

/// Where a row comes from: the versions of it that there are, the newest first, each with the load
/// that wrote it and the record that it was. Its encoding is a promise to other programs.
package struct RowHistory: Sendable, Encodable {
  package var table: String
  /// The values of the key's columns as text.
  package var key: [String: String]
  package var versions: [Version]

  package struct Version: Sendable, Encodable {
    package enum State: String, Sendable, Encodable {
      /// The row in the table.
      case current
      /// A load wrote over it.
      case replaced
      /// A load that stands in for the one that had brought it took it out.
      case takenOut = "taken-out"
    }

    package var state: State
    /// The load that wrote it; nil where that was no load, or one that is not known.
    package var load: Int64?
    /// Somebody changed it since the load wrote it.
    package var isChangedByHand: Bool
    /// The load that wrote over it or took it out, and when.
    package var replacedBy: Int64?
    package var replacedAt: Timestamp?
    /// Its columns as text.
    package var values: [String: String?]
    package var origin: Origin?

    private enum CodingKeys: String, CodingKey {
      case load = "load_id"
      case isChangedByHand = "changed_by_hand"
      case replacedBy = "replaced_by"
      case replacedAt = "replaced_at"
      case state, values, origin
    }
  }

  /// The record that a load made the row of.
  package struct Origin: Sendable, Encodable {
    package var verb: String
    package var layout: String
    package var loadedAt: Timestamp?
    /// The file, `archive.zip/a.csv` in an archive; of a dump also the table in it.
    package var file: String
    package var dumpTable: String?
    package var sha256: String?
    /// Where in the file the record stands; nil where it was not found.
    package var record: Int?
    package var line: Int?
    package var byte: Int?
    /// The record as the file holds it; bytes that are no text stand as `\xHH`.
    package var raw: String?
    /// Why the record is not there.
    package var note: String?

    private enum CodingKeys: String, CodingKey {
      case loadedAt = "loaded_at"
      case dumpTable = "dump_table"
      case verb, layout, file, sha256, record, line, byte, raw, note
    }
  }
}

/// Why nothing can be said of a row.
package enum TraceError: Error, Sendable, CustomStringConvertible {
  case noKey(table: TableName)
  case notOfTheKey(table: TableName, column: String, key: [String])
  case keyNotWhole(table: TableName, missing: [String])
  case noSuchSource(String)
  case badValue(column: String, value: String, type: String, reason: String)
  case noSuchRow(table: TableName, key: [String: String])

  package var description: String {
    switch self {
    case .noKey(let table):
      """
      \(table) has no primary key, by which a row could be told. Give it one: ALTER TABLE \(table) \
      ADD PRIMARY KEY (…).
      """
    case .notOfTheKey(let table, let column, let key):
      """
      \(column) is no part of the key of \(table), which is \(key.joined(separator: ", ")). Name \
      each of its columns with --key.
      """
    case .keyNotWhole(let table, let missing):
      """
      The key of \(table) has \(missing.joined(separator: ", ")) too. Name each of its columns \
      with --key.
      """
    case .noSuchSource(let name):
      """
      There is no source \(name) in this database. Name one of the table sources, or give its \
      number as source_id.
      """
    case .badValue(let column, let value, let type, let reason):
      """
      `\(value)` is no value of \(column), which is of type \(type): \(reason). Write it as \
      PostgreSQL reads it, such as 2024-01-31T12:00:00Z.
      """
    case .noSuchRow(let table, let key):
      """
      \(table) has no row with \
      \(key.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")), \
      and no version of one is kept. Check the key; times without a zone are UTC.
      """
    }
  }
}
