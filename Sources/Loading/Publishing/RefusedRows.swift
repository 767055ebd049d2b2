import FlatFiles
import Postgres
import Store

/// The rows of a load that the server refused, with its words, until they become rejects: a table,
/// because they may be as many as the file's rows.
struct RefusedRows {
  let connection: Connection
  let table: TableName

  init(_ connection: Connection, of tables: LoadTables) {
    self.connection = connection
    table = tables.refused
  }

  init(_ connection: Connection, named table: TableName) {
    self.connection = connection
    self.table = table
  }

  /// One of them.
  struct Row {
    let record: Int
    let line: Int
    let column: String?
    let code: RejectCode
    let message: String
    /// The row's values as a JSON object; empty where the server took not even these.
    let values: String
  }

  /// Made also within transactions, and therefore not unlogged: see `LoadTables`.
  func create() throws {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(table: table) (
        retrofill_record bigint PRIMARY KEY, retrofill_line bigint NOT NULL, code text NOT NULL,
        column_name text, message text NOT NULL, row_values text NOT NULL,
        may_pass boolean NOT NULL, is_pending boolean NOT NULL DEFAULT false)
      """)
  }

  func exists() throws -> Bool { try Catalog(connection).exists(table) }

  func drop() throws { try connection.execute("DROP TABLE IF EXISTS \(table: table)") }

  func count() throws -> Int {
    try connection.one("SELECT count(*) FROM \(table: table)").get(0)
  }

  /// Adds a row of `changes`, whose `columns` make its values.
  func add(
    _ record: Int, of changes: TableName, _ columns: [String], _ refusal: Refusal
  ) throws {
    try connection.execute(
      """
      INSERT INTO \(table: table)
        (retrofill_record, retrofill_line, code, column_name, message, row_values, may_pass)
      SELECT retrofill_record, retrofill_line, \(refusal.code.rawValue), \(refusal.column),
        \(refusal.message), row_to_json(v)::text, \(refusal.mayPassLater)
      FROM \(table: changes) AS c
      CROSS JOIN LATERAL (SELECT \(identifiers: columns, of: "c")) AS v
      WHERE retrofill_record = \(record)
      """)
  }

  /// Adds a row that never was in a table.
  func add(record: Int64, line: Int64, _ refusal: Refusal) throws {
    try connection.execute(
      """
      INSERT INTO \(table: table)
        (retrofill_record, retrofill_line, code, column_name, message, row_values, may_pass)
      VALUES (\(record), \(line), \(refusal.code.rawValue), \(refusal.column),
        \(refusal.message), '', false)
      """)
  }

  /// Hands them over in the order of the file.
  func forEach(_ body: (Row) throws -> Void) throws {
    try connection.forEachRow(
      """
      SELECT retrofill_record, retrofill_line, column_name, code, message, row_values
      FROM \(table: table) ORDER BY retrofill_record
      """
    ) { row in
      try body(
        Row(
          record: row.get(0), line: row.get(1), column: row.get(2),
          code: RejectCode(rawValue: row.get(3)), message: row.get(4), values: row.get(5)))
    }
  }
}

/// Why the server refuses a row.
struct Refusal {
  let code: RejectCode
  /// The column at fault, where the server names one.
  let column: String?
  /// The server's own words.
  let message: String
  /// Whether the row may pass once others are written: what it needs or what is in its way may be
  /// among them.
  let mayPassLater: Bool

  init(_ error: PostgresError) {
    let kind = Self.kinds[error.sqlState.code]
    code = kind?.code ?? (error.sqlState.code.hasPrefix("22") ? .dataException : .refused)
    column = error.column
    message = Self.words(of: error)
    mayPassLater = kind?.mayPassLater ?? !error.sqlState.code.hasPrefix("22")
  }

  private static let kinds: [String: (code: RejectCode, mayPassLater: Bool)] = [
    "23502": (.notNullViolation, false), "23503": (.foreignKeyViolation, true),
    "23505": (.uniqueViolation, true), "23514": (.checkViolation, false),
    "23P01": (.exclusionViolation, true),
  ]

  /// How much is kept of what a function of the user's may say.
  private static let keptCharacters = 1_000

  /// What the server says on one line: the message, the constraint where the message does not name
  /// it, and the detail, unless that is the row once more.
  private static func words(of error: PostgresError) -> String {
    var words = error.message
    if let constraint = error.constraint, !words.contains("\"\(constraint)\"") {
      words += " (constraint \"\(constraint)\")"
    }
    let repeatsTheRow = ["23502", "23514"].contains(error.sqlState.code)
    if let detail = error.detail, !repeatsTheRow { words += ": \(detail)" }
    words = String(words.prefix(keptCharacters)).replacing("\n", with: " ")
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }
}

extension PostgresError {
  /// The server did not take a row: data exceptions (22), integrity constraints (23), the check of
  /// a view (44), what functions of the user's raise (P0, and 45 by habit), and values beyond what
  /// an index or a type takes (54).
  var refusesARow: Bool {
    !lacksAPartition
      && ["22", "23", "44", "45", "54", "P0"].contains { sqlState.code.hasPrefix($0) }
  }

  /// The table has no partition for the row, which is nothing that is wrong with the row: what
  /// PostgreSQL says with the code of a check constraint, and without the name of one.
  var lacksAPartition: Bool {
    sqlState == .checkViolation && constraint == nil && table != nil
  }
}

extension RejectCode {
  /// A check constraint, or that of a domain.
  static let checkViolation = RejectCode(rawValue: "check-violation")
  static let dataException = RejectCode(rawValue: "data-exception")
  static let exclusionViolation = RejectCode(rawValue: "exclusion-violation")
  static let foreignKeyViolation = RejectCode(rawValue: "foreign-key-violation")
  static let notNullViolation = RejectCode(rawValue: "not-null-violation")
  /// The server refuses the row in a way that has no word of its own, as a trigger does.
  static let refused = RejectCode(rawValue: "refused")
  static let uniqueViolation = RejectCode(rawValue: "unique-violation")
}
