import Postgres
import Refining
import Store
import TestSupport
import Testing

@Suite(.database) struct RuleVettingTests {
  @Test(
    arguments: [
      ("close > random()", "generation expression is not immutable"),
      ("close > (SELECT 1)", "cannot use subquery in column generation expression"),
      (
        "close > avg(close)",
        "aggregate functions are not allowed in column generation expressions"
      ),
      ("quality_score > 50", "column \"quality_score\" does not exist"),
      (
        "close",
        "column \"refining_rule\" is of type boolean but default expression is of type numeric"
      ),
      ("close >", "syntax error at or near \")\""),
      ("true; DROP TABLE sources", "syntax error at or near \";\""),
    ])
  func whatTheServerRefusesIsNamedInItsWords(predicate: String, words: String) throws {
    let series = try Series()
    try series.connection.execute(
      """
      INSERT INTO validation_rules (data_type, rule_name, rule_sql, error_message)
      VALUES ('ohlcv', 'odd', \(predicate), '')
      """)
    let error = #expect(throws: RuleError.self) { try series.score() }
    #expect(
      error?.description == """
        validation_rules: rule odd of ohlcv: "\(predicate)" is not a predicate over one row's \
        source_id, timestamp, open, high, low, close, volume and value: \(words); correct \
        rule_sql or set enabled to false
        """)
  }

  @Test(
    arguments: [
      "true)) STORED, ADD COLUMN more boolean DEFAULT ((true",
      "true)) STORED, DROP COLUMN close, ADD COLUMN more boolean GENERATED ALWAYS AS ((true",
    ])
  func aPredicateCannotSmuggleSomethingInBehindItself(predicate: String) throws {
    let series = try Series()
    try series.connection.execute(
      """
      INSERT INTO validation_rules (data_type, rule_name, rule_sql, error_message)
      VALUES ('ohlcv', 'odd', \(predicate), '')
      """)
    let error = #expect(throws: RuleError.self) { try series.score() }
    let words: String? =
      if case .refused(let words)? = error?.problem { words } else { nil }
    #expect(words?.hasPrefix("syntax error at or near") == true)
  }

  @Test func aPatternThatIsNoneIsNamed() throws {
    let series = try Series()
    try series.connection.execute(
      """
      UPDATE validation_rules SET source_pattern = '^(rsi' WHERE rule_name = 'rsi_range'
      """)
    let error = #expect(throws: RuleError.self) { try series.score() }
    #expect(
      error?.description == """
        validation_rules: rule rsi_range of calculated: source_pattern "^(rsi" is not a regular \
        expression: invalid regular expression: parentheses () not balanced; correct it
        """)
  }

  @Test func aRuleThatCannotBeComputedForARowIsNamed() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    try series.connection.execute(
      """
      INSERT INTO validation_rules (data_type, rule_name, rule_sql, error_message)
      VALUES ('simple', 'ratio', '1 / value < 5', '')
      """)
    try series.load([.value(Timestamp(y2024: "01-01"), "0")])
    let error = #expect(throws: RuleError.self) { try series.score() }
    #expect(
      error?.description == """
        validation_rules: rule ratio of simple: "(((1)::numeric / value) < (5)::numeric)" cannot \
        be computed for every row: division by zero; make rule_sql NULL for such rows or set \
        enabled to false
        """)
    #expect(try series.dirtyRanges() == ["1|01-01 00:00|01-01 00:00|score aggregate"])
  }
}
