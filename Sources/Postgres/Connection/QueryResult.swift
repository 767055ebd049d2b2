internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One result of libpq, freed when nobody looks at it any more.
final class QueryResult {
  private let result: OpaquePointer

  init(_ result: OpaquePointer) {
    self.result = result
  }

  deinit { PQclear(result) }

  var status: ExecStatusType { PQresultStatus(result) }
  var rowCount: Int { Int(PQntuples(result)) }
  var columnCount: Int { Int(PQnfields(result)) }
  var errorMessage: String { String(cString: PQresultErrorMessage(result)).trimmingNewlines() }

  /// What the statement was: `INSERT 0 5`, `COMMIT`.
  var commandTag: String { String(cString: PQcmdStatus(result)) }

  /// Rows that an INSERT, UPDATE, DELETE, MERGE, SELECT or COPY went through; 0 for others.
  var rowsAffected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  var rows: [Row] { (0..<rowCount).map { Row(result: self, index: $0) } }

  var columnNames: [String] {
    (0..<columnCount).map { String(cString: PQfname(result, Int32($0))) }
  }

  /// The first column of exactly this name; nil when there is none.
  func column(named name: String) -> Int? {
    (0..<columnCount).first { column in
      name.withCString { strcmp($0, PQfname(result, Int32(column))) == 0 }
    }
  }

  func type(ofColumn column: Int) -> SQLType { SQLType(oid: PQftype(result, Int32(column))) }

  /// The text of a value; nil for NULL.
  func text(row: Int, column: Int) -> String? {
    guard PQgetisnull(result, Int32(row), Int32(column)) == 0,
      let value = PQgetvalue(result, Int32(row), Int32(column))
    else { return nil }
    return String(cString: value)
  }

  /// One of the `rf_diag_…` fields of an error or a notice.
  func field(_ code: Int32) -> String? {
    Self.field(code, of: result)
  }

  static func field(_ code: Int32, of result: OpaquePointer?) -> String? {
    PQresultErrorField(result, code).map { String(cString: $0) }
  }
}

extension String {
  /// Without the line end that libpq puts behind its messages.
  func trimmingNewlines() -> String {
    var text = Substring(self)
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}
