extension RuleError: CustomStringConvertible {
  package var description: String {
    "validation_rules: rule \(rule) of \(dataType): \(sentence)"
  }

  private var sentence: String {
    switch problem {
    case .refused(let words):
      """
      "\(text)" is not a predicate over one row's source_id, timestamp, open, high, low, close, \
      volume and value: \(words); correct rule_sql or set enabled to false
      """
    case .pattern(let words):
      "source_pattern \"\(text)\" is not a regular expression: \(words); correct it"
    case .failed(let words):
      """
      "\(text)" cannot be computed for every row: \(words); make rule_sql NULL for such rows \
      or set enabled to false
      """
    }
  }
}
