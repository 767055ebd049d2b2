package import Postgres

/// What the ledger keeps of a file that had rejects, so that these can be written and read as a file
/// of their own: `retrofill.rejected_files`.
package struct RejectedFile: Sendable, Hashable {
  /// As layouts spell it: `csv`, `json`, …
  package var format: String
  /// What was told or found out of a CSV file's dialect, by the words of layouts.
  package var dialect: [String: String]
  /// What stands before, between and behind its records.
  package var head: [UInt8]
  package var between: [UInt8]
  package var tail: [UInt8]
  /// What was said over the layout, by the names of options.
  package var options: [String: String]

  package init(
    format: String, dialect: [String: String], head: [UInt8], between: [UInt8], tail: [UInt8],
    options: [String: String]
  ) {
    self.format = format
    self.dialect = dialect
    self.head = head
    self.between = between
    self.tail = tail
    self.options = options
  }
}

extension [String: String] {
  /// An expression for the JSON object of these members.
  var jsonObject: SQL {
    let sorted = sorted { $0.key < $1.key }
    return "jsonb_object(\(sorted.map(\.key))::text[], \(sorted.map(\.value))::text[])"
  }
}

extension RejectStore {
  /// Keeps what a load's file was. Belongs into the transaction that keeps the rejects.
  package func keep(_ file: RejectedFile, of load: Int64) throws {
    try connection.execute(
      """
      INSERT INTO retrofill.rejected_files
        (load_id, format, dialect, head, between_records, tail, options)
      VALUES (\(load), \(file.format), \(sql: file.dialect.jsonObject), \(file.head),
        \(file.between), \(file.tail), \(sql: file.options.jsonObject))
      ON CONFLICT (load_id) DO UPDATE
      SET format = excluded.format, dialect = excluded.dialect, head = excluded.head,
        between_records = excluded.between_records, tail = excluded.tail,
        options = excluded.options
      """)
  }

  /// What a load's file was; nil where its records cannot stand alone.
  package func file(of load: Int64) throws -> RejectedFile? {
    let row = try connection.first(
      """
      SELECT format, head, between_records, tail FROM retrofill.rejected_files
      WHERE load_id = \(load)
      """)
    guard let row else { return nil }
    var file = try RejectedFile(
      format: row.get(0), dialect: [:], head: row.get(1), between: row.get(2), tail: row.get(3),
      options: [:])
    try connection.forEachRow(
      """
      SELECT true, key, value FROM retrofill.rejected_files, jsonb_each_text(dialect)
      WHERE load_id = \(load)
      UNION ALL
      SELECT false, key, value FROM retrofill.rejected_files, jsonb_each_text(options)
      WHERE load_id = \(load)
      """
    ) { row in
      let (key, value): (String, String) = try (row.get(1), row.get(2))
      if try row.get(0) { file.dialect[key] = value } else { file.options[key] = value }
    }
    return file
  }

  /// The rejects of a load that can be run again, each record once, in the order of the file.
  package func forEachOpen(of load: Int64, _ body: (_ byte: Int, [UInt8]) throws -> Void) throws {
    try connection.forEachRow(
      """
      SELECT DISTINCT ON (byte_offset) byte_offset, raw FROM retrofill.rejects
      WHERE load_id = \(load) AND replayed_by IS NULL AND raw_is_record AND NOT raw_truncated
      ORDER BY byte_offset, record
      """
    ) { try body($0.get(0), $0.get(1)) }
  }

  /// Writes down that a load runs the rejects of another one again: what it rejects are those.
  package func mark(_ load: Int64, asReplayOf replayed: Int64) throws {
    try connection.execute(
      "UPDATE retrofill.loads SET replays = \(replayed) WHERE load_id = \(load)")
  }

  /// Marks those of a load's rejects that another load has brought: of the records that it ran again,
  /// by where they stand and by their lines in what was run, those that it has no reject of.
  package func mark(replayed records: ReplayedRecords, by load: Int64) throws {
    try connection.execute(
      """
      UPDATE retrofill.rejects AS r
      SET replayed_by = \(load)
      FROM unnest(\(records.bytes)::bigint[], \(records.firstLines)::bigint[],
        \(records.lastLines)::bigint[]) AS run (byte, first_line, last_line)
      WHERE r.load_id = \(records.load) AND r.byte_offset = run.byte AND r.replayed_by IS NULL
        AND r.raw_is_record AND NOT r.raw_truncated
        AND NOT EXISTS (
          SELECT FROM retrofill.rejects AS again
          WHERE again.load_id = \(load)
            AND again.line BETWEEN run.first_line AND run.last_line)
      """)
  }
}

/// The rejects of a load that are run again: where each record stands in its file, and from which to
/// which line in what is run.
package struct ReplayedRecords: Sendable {
  package let load: Int64
  package var bytes: [Int] = []
  package var firstLines: [Int] = []
  package var lastLines: [Int] = []

  package init(load: Int64) { self.load = load }

  package var count: Int { bytes.count }
}

/// A load whose rejects are asked for.
package struct RejectedLoad: Sendable {
  package let id: Int64
  package let verb: String
  package let status: String
  package let file: String
  package let member: String?
  package let table: TableName
  package let layout: String
  package let onConflict: String
  package let modifiedMicroseconds: Int
  /// Rejects that are kept, and were not brought by another load.
  package let open: Int
  /// Those of them whose record was cut.
  package let cut: Int
  /// Those of them that have the row's values instead of the record.
  package let withoutRecord: Int
  /// Rejects that were only counted.
  package let notKept: Int

  /// How many can be run again.
  package var whole: Int { open - cut - withoutRecord }

  /// - Throws: `RejectsError.noSuchLoad`.
  package init(_ id: Int64, _ connection: Connection) throws {
    let row = try connection.first(
      """
      SELECT l.verb, l.status, l.file, l.member, l.table_name, l.layout, l.on_conflict,
        l.file_modified_us, l.rejected - count(r.load_id),
        count(*) FILTER (WHERE r.replayed_by IS NULL AND r.load_id IS NOT NULL),
        count(*) FILTER (WHERE r.replayed_by IS NULL AND r.raw_truncated),
        count(*) FILTER (WHERE r.replayed_by IS NULL AND NOT r.raw_truncated
          AND NOT r.raw_is_record)
      FROM retrofill.loads AS l LEFT JOIN retrofill.rejects AS r USING (load_id)
      WHERE load_id = \(id)
      GROUP BY l.load_id
      """)
    guard let row else { throw RejectsError.noSuchLoad(id) }
    self.id = id
    verb = try row.get(0)
    status = try row.get(1)
    file = try row.get(2)
    member = try row.get(3)
    table = TableName(try row.get(4) as String)
    layout = try row.get(5)
    onConflict = try row.get(6)
    modifiedMicroseconds = try row.get(7)
    notKept = max(try row.get(8), 0)
    open = try row.get(9)
    cut = try row.get(10)
    withoutRecord = try row.get(11)
  }

  /// Which rejects cannot be run again, in a sentence; nil where all can.
  package var leftOut: String? {
    let parts = [
      (cut, "of a record longer than 64 KiB, which was cut"),
      (withoutRecord, "whose record was not to be had"),
      (notKept, "beyond the first 100,000, which were only counted"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? nil : "left out: " + parts.joined(separator: ", ")
  }
}

/// Why rejects are not shown, exported or run again.
package enum RejectsError: Error, CustomStringConvertible {
  case noSuchLoad(Int64)
  case none(load: Int64, line: Int)
  /// The records are parts of something.
  case cannotStandAlone(load: Int64, file: String)
  /// The rest of the file is not there either, or is not the load's to bring.
  case notReplayed(load: Int64, status: String, verb: String)
  case unknownLayout(load: Int64, layout: String)

  package var description: String {
    switch self {
    case .noSuchLoad(let load):
      "There is no load \(load). `retrofill rejects list` says which loads have rejects."
    case .none(let load, let line):
      """
      Load \(load) has no reject on line \(line). `retrofill rejects list --load \(load)` lists \
      those that it has.
      """
    case .cannotStandAlone(let load, let file):
      """
      The rejects of load \(load) are parts of what \(file) holds, such as fields beside what stands \
      around them, and cannot be read alone. Mend the file, and load it again.
      """
    case .notReplayed(let load, let status, let verb):
      status == "loaded"
        ? """
        Load \(load) is of the command \(verb), whose rejects are not replayed. Mend the file, and \
        run that command again.
        """
        : """
        Load \(load) is not there as a whole (it is \(status)), and its rejects alone would be a part \
        of the file. Load the file again; --max-rejects lets rejects pass.
        """
    case .unknownLayout(let load, let layout):
      """
      Load \(load) was read through the layout \(layout), which is not built in. Name its file with \
      --layout.
      """
    }
  }
}
