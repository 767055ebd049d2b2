package import Postgres

extension TableName {
  /// The table that people name so, for targets that do not speak to a database themselves.
  package static func named(_ text: String) -> TableName { TableName(text) }
}
