internal import Postgres

/// Has the server check the rules of `validation_rules` before any of them is used.
///
/// A rule becomes a generated column of an empty clone of the table. The server computes generated
/// columns from the row alone, so it refuses subqueries, aggregates, functions that are not
/// immutable, other tables and whatever is not boolean. What scoring then uses is the expression
/// that the server stored, printed from its parse tree: nothing that somebody typed gets into the
/// statement. The clone lacks the columns that scoring or loading write, so that no score can depend
/// on a former one or on which load came first. The clone vanishes with the transaction.
struct RuleVetting {
  let connection: Connection

  /// The enabled rules, in order of their ids.
  ///
  /// - Throws: `RuleError` for the first that the server refuses.
  func enabledRules() throws -> [ValidationRule] {
    let rows = try connection.query(
      """
      SELECT rule_name, data_type::text, rule_sql, severity, source_pattern FROM validation_rules
      WHERE enabled AND severity <> 'INFO'
      ORDER BY rule_id
      """)
    guard !rows.isEmpty else { return [] }
    return try connection.transaction {
      try makeClone()
      return try rows.map { row in
        let name = try ValidationRule.Name(rule: row.get(0), dataType: row.get(1))
        let pattern: String? = try row.get(4)
        try pattern.map { try vet(pattern: $0, of: name) }
        return try ValidationRule(
          name: name, isWarning: row.get(3) == "WARNING", sourcePattern: pattern,
          predicate: vet(row.get(2), of: name))
      }
    }
  }

  private func makeClone() throws {
    try connection.execute(
      """
      CREATE TEMP TABLE refining_clone (LIKE \(table: RefinedTable.name)) ON COMMIT DROP
      """)
    try connection.execute(
      """
      ALTER TABLE refining_clone DROP COLUMN quality_score, DROP COLUMN is_anomaly,
        DROP COLUMN load_id, DROP COLUMN ingestion_timestamp
      """)
  }

  /// Adds the predicate as a column, reads it back as the server understood it, and drops it again,
  /// so that no rule can refer to another. The line ends keep a comment from hiding what follows.
  ///
  /// Then it must be an expression in a SELECT too, in fewer parentheses: text that closes those of
  /// the one statement, to go on with something of its own, breaks the other.
  private func vet(_ predicate: String, of name: ValidationRule.Name) throws -> String {
    let text = SQL(unchecked: "\n" + predicate + "\n")
    do {
      return try connection.transaction {
        try connection.execute(
          """
          ALTER TABLE refining_clone ADD COLUMN refining_rule boolean
          GENERATED ALWAYS AS ((\(sql: text))) STORED
          """)
        let understood: String =
          try connection.first(
            """
            SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d
            JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            WHERE d.adrelid = 'pg_temp.refining_clone'::regclass AND a.attname = 'refining_rule'
            """)?.get(0) ?? "true"
        try connection.execute("ALTER TABLE refining_clone DROP COLUMN refining_rule")
        try connection.execute("SELECT (\(sql: text)) FROM refining_clone")
        return understood
      }
    } catch let error as PostgresError where !error.sqlState.mayPassOnRetry {
      throw RuleError(name, predicate, .refused(error.message))
    }
  }

  private func vet(pattern: String, of name: ValidationRule.Name) throws {
    do {
      try connection.transaction { _ = try connection.first("SELECT '' ~ \(pattern)") }
    } catch let error as PostgresError where !error.sqlState.mayPassOnRetry {
      throw RuleError(name, pattern, .pattern(error.message))
    }
  }
}

extension RuleError {
  init(_ name: ValidationRule.Name, _ text: String, _ problem: Problem) {
    self.init(rule: name.rule, dataType: name.dataType, text: text, problem: problem)
  }
}
