extension LayoutError: CustomStringConvertible {
  /// One sentence or two: where, what, and what was expected instead.
  package var description: String {
    let start = place.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
    let subject = key.map { "`\($0)`: " } ?? ""
    return start + subject + sentence
  }

  private var sentence: String {
    switch problem {
    case .notYAML(let reason): "this is not YAML: \(reason)"
    case .unknownKey(let name, let suggestion, let known):
      "unknown key `\(name)`" + Self.way(suggestion, "expected one of", known)
    case .duplicateKey(let name): "the key `\(name)` is written twice"
    case .missingKey(let name): "the key `\(name)` is missing"
    case .unexpected(let found, let expected): "expected \(expected), found \(found)"
    case .unknownWord(let word, let suggestion, let known):
      "`\(word)` is not known here" + Self.way(suggestion, "expected one of", known)
    case .exclude(let one, let other): "`\(one)` and `\(other)` exclude each other"
    case .onlyFor(let types):
      "only a column of type " + types.map(\.rawValue).joined(separator: " or ") + " has this"
    case .noSuchLayout(let name, let suggestion, let known):
      "there is no built-in layout `\(name)`" + Self.way(suggestion, "built in are", known)
    case .noSuchColumn(let name, let known):
      "there is no column `\(name)` in this layout; it has " + known.joined(separator: ", ")
    case .noParentColumn(let name, let table, let known):
      "there is no column `\(name)` with `parent: \(table.rawValue)` in this layout, within which "
        + "names are told; it has " + known.joined(separator: ", ")
    }
  }

  private static func way(_ suggestion: String?, _ lead: String, _ known: [String]) -> String {
    if let suggestion { return "; did you mean `\(suggestion)`?" }
    return "; \(lead) " + known.joined(separator: ", ")
  }
}
