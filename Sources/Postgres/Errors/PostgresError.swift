internal import CPostgres

/// A statement failed, and this is all that the server said about it (PostgreSQL manual, 55.8). When
/// the connection broke it is what libpq said, under SQLSTATE 08006.
package struct PostgresError: Error, Sendable, Hashable {
  package var sqlState: SQLState
  /// `ERROR`, `FATAL` or `PANIC`.
  package var severity: String
  package var message: String
  package var detail: String?
  package var hint: String?
  /// Where in nested work it happened: `COPY t, line 3, column open: "x"`.
  package var context: String?
  package var schema: String?
  package var table: String?
  package var column: String?
  package var constraint: String?
  package var dataType: String?
  /// At which character of `sql` it happened, counted from 1.
  package var position: Int?
  /// A statement that the server made itself, such as one inside a function.
  package var internalQuery: String?
  package var internalPosition: Int?
  /// The statement, with `$1` where parameters stood.
  package var sql: String?
  /// Whether the hint says what to do next here.
  var isAdvised = false

  package init(
    sqlState: SQLState, severity: String = "ERROR", message: String, detail: String? = nil,
    hint: String? = nil, sql: String? = nil
  ) {
    self.sqlState = sqlState
    self.severity = severity
    self.message = message
    self.detail = detail
    self.hint = hint
    self.sql = sql
  }

  /// Reads the fields of a failed result.
  init(_ result: QueryResult, sql: String?) {
    let words = result.errorMessage
    self.init(
      sqlState: result.field(rf_diag_sqlstate).map { SQLState($0) } ?? .connectionFailure,
      severity: result.field(rf_diag_severity) ?? "FATAL",
      message: result.field(rf_diag_message_primary) ?? words,
      detail: result.field(rf_diag_message_detail), hint: result.field(rf_diag_message_hint),
      sql: sql)
    context = result.field(rf_diag_context)
    schema = result.field(rf_diag_schema_name)
    table = result.field(rf_diag_table_name)
    column = result.field(rf_diag_column_name)
    constraint = result.field(rf_diag_constraint_name)
    dataType = result.field(rf_diag_datatype_name)
    position = result.field(rf_diag_statement_position).flatMap { Int($0) }
    internalQuery = result.field(rf_diag_internal_query)
    internalPosition = result.field(rf_diag_internal_position).flatMap { Int($0) }
  }
}
