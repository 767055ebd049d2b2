import Postgres

extension SQL.StringInterpolation {
  /// `t."a", t."b"`
  mutating func appendInterpolation(identifiers columns: [String], of alias: String) {
    let parts = columns.map { "\(sql: SQL(unchecked: alias)).\(identifier: $0)" as SQL }
    appendInterpolation(sql: parts.joined())
  }

  /// `t."a" = s."a" AND t."b" = s."b"`
  mutating func appendInterpolation(equal columns: [String], of left: String, and right: String) {
    let parts = columns.map { column -> SQL in
      let (left, right) = (SQL(unchecked: left), SQL(unchecked: right))
      return "\(sql: left).\(identifier: column) = \(sql: right).\(identifier: column)"
    }
    appendInterpolation(sql: parts.joined(separator: " AND "))
  }
}
