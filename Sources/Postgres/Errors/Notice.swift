/// What the server says beside its answers: a warning, a notice, a piece of information.
package struct Notice: Sendable, Hashable {
  /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`.
  package var severity: String
  package var sqlState: SQLState
  package var message: String
  package var detail: String?
  package var hint: String?

  package init(
    severity: String, sqlState: SQLState, message: String, detail: String? = nil,
    hint: String? = nil
  ) {
    self.severity = severity
    self.sqlState = sqlState
    self.message = message
    self.detail = detail
    self.hint = hint
  }
}
