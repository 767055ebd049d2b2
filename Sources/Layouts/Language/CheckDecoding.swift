import FlatFiles
import Yams

/// Reads the checks of a layout, against the columns that it has.
struct CheckDecoding {
  /// The type of each column; of the source, where rows have one.
  let types: [String: ColumnType]
  /// Whether the layout says how long a candle lasts.
  let hasInterval: Bool
  /// Whether rows have a time.
  let timeColumn: String

  static let ruleKeys = [
    "required", "range", "pattern", "one_of", "compare", "monotonic", "unique", "interval",
  ]
  static let keys = ruleKeys + ["code", "severity"]
  static let rangeKeys = ["column", "min", "max", "exclusive"]
  static let patternKeys = ["column", "matches"]
  static let oneOfKeys = ["column", "values"]
  static let monotonicKeys = ["column", "order", "strict"]
  static let intervalKeys = ["every"]

  init(_ layout: Layout) {
    var types: [String: ColumnType] = [:]
    for column in layout.columnRules where types[column.name] == nil {
      types[column.name] = column.type
    }
    if layout.source != nil || layout.target == Layout.timeSeriesTable {
      types[PlanCompiler.sourceColumn] = .source
    }
    self.types = types
    hasInterval = layout.interval != nil
    timeColumn = layout.time.column
  }

  func read(_ mapping: LayoutMapping) throws -> [Layout.Check] {
    guard let node = mapping.node("checks") else { return [] }
    guard case .sequence(let items) = node else {
      throw mapping.unexpected("checks", "a list of checks")
    }
    return try items.enumerated().map { index, item in
      try check(
        LayoutMapping(
          item, file: mapping.file, path: "checks[\(index + 1)]", known: Self.keys))
    }
  }

  private func check(_ mapping: LayoutMapping) throws -> Layout.Check {
    let rules = mapping.keys.filter { Self.ruleKeys.contains($0) }
    guard let key = rules.first else {
      throw mapping.missing(Self.ruleKeys.joined(separator: "` or `"))
    }
    if let other = rules.dropFirst().first { throw mapping.error(other, .exclude(key, other)) }
    let code = try mapping.value("code", expected: "a code like `price-not-positive`") { text in
      text.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) == nil ? nil : RejectCode(rawValue: text)
    }
    let check = Layout.Check(
      try rule(key, mapping), code: code, severity: try mapping.word("severity"))
    if check.isOfTheFile, check.severity == .skip {
      throw mapping.unexpected("severity", "error or warning for a check of the whole file")
    }
    return check
  }

  private func rule(_ key: String, _ mapping: LayoutMapping) throws -> Layout.Check.Rule {
    switch key {
    case "required": .required(try columns(key, mapping))
    case "range": .range(try range(mapping))
    case "pattern": try pattern(mapping)
    case "one_of": try oneOf(mapping)
    case "compare": .compare(try comparison(mapping))
    case "monotonic": .monotonic(try monotonic(mapping))
    case "unique": .unique(try columns(key, mapping))
    default: .interval(try interval(mapping))
    }
  }

  // MARK: - Rules

  private func range(_ outer: LayoutMapping) throws -> Layout.Check.RangeRule {
    let (mapping, column, type) = try parts("range", outer, Self.rangeKeys, Self.ordered)
    var rule = Layout.Check.RangeRule(column: column)
    rule.least = try value("min", of: type, mapping)
    rule.most = try value("max", of: type, mapping)
    rule.isExclusive = try mapping.truth("exclusive") ?? false
    if rule.least == nil && rule.most == nil { throw mapping.missing("min") }
    return rule
  }

  private func pattern(_ outer: LayoutMapping) throws -> Layout.Check.Rule {
    let (mapping, column, _) = try parts("pattern", outer, Self.patternKeys, [.text, .decimal])
    let pattern = try mapping.requiredText("matches")
    guard Pattern(pattern) != nil else {
      throw mapping.unexpected("matches", "a regular expression")
    }
    return .pattern(column: column, pattern)
  }

  private func oneOf(_ outer: LayoutMapping) throws -> Layout.Check.Rule {
    let (mapping, column, type) = try parts(
      "one_of", outer, Self.oneOfKeys, Self.ordered + [.boolean])
    guard let values = try mapping.texts("values"), !values.isEmpty else {
      throw mapping.missing("values")
    }
    for text in values where !Self.isValue(text, of: type) {
      throw mapping.error(
        "values", .unexpected(found: "`\(text)`", expected: "values of type \(type.rawValue)"))
    }
    return .oneOf(column: column, values)
  }

  private func monotonic(_ outer: LayoutMapping) throws -> Layout.Check.MonotonicRule {
    let (mapping, column, _) = try parts(
      "monotonic", outer, Self.monotonicKeys, [.timestamp, .date, .integer])
    return Layout.Check.MonotonicRule(
      column: column, order: try mapping.word("order") ?? .ascending,
      isStrict: try mapping.truth("strict") ?? false)
  }

  private func interval(_ outer: LayoutMapping) throws -> CandleInterval? {
    guard types[timeColumn] == .timestamp else {
      throw outer.error("interval", .noSuchColumn(timeColumn, known: types.keys.sorted()))
    }
    guard let mapping = try outer.mapping("interval", known: Self.intervalKeys) else { return nil }
    let every = try mapping.value(
      "every", expected: "a duration like 1m, 1h, 1d, 1w or 1mo", CandleInterval.init)
    if every == nil && !hasInterval { throw mapping.missing("every") }
    return every
  }

  /// `high >= low`, `close > 0` or `side = 'buy'`
  private func comparison(_ mapping: LayoutMapping) throws -> Layout.Check.Comparison {
    let expected = "a comparison like `high >= low` or `close > 0`"
    let text = try mapping.requiredText("compare")
    guard
      let match = text.wholeMatch(
        of: /\s*([^\s<>=!]+)\s*(<=|>=|!=|<|>|=)\s*('[^']*'|[^\s<>=!']+)\s*/),
      let relation = Layout.Check.Relation(rawValue: String(match.output.2))
    else { throw mapping.unexpected("compare", expected) }
    let (column, other) = (String(match.output.1), String(match.output.3))
    guard let type = types[column], type != .source, type != .parent else {
      throw mapping.error("compare", noSuchColumn(column))
    }
    guard type != .json, type != .array else {
      throw mapping.error("compare", .onlyFor(Self.ordered))
    }
    if let otherType = types[other] {
      let isNumber = { (type: ColumnType) in type == .decimal || type == .integer }
      guard type == otherType || isNumber(type) && isNumber(otherType) else {
        throw mapping.error(
          "compare",
          .unexpected(
            found: "one of type \(type.rawValue) and one of type \(otherType.rawValue)",
            expected: "columns of the same type"))
      }
      return .init(column: column, relation: relation, other: .column(other))
    }
    let isQuoted = other.hasPrefix("'")
    let value = isQuoted ? String(other.dropFirst().dropLast()) : other
    guard Self.isValue(value, of: type), isQuoted || type != .text else {
      throw mapping.error("compare", noSuchColumn(other))
    }
    return .init(column: column, relation: relation, other: .value(value))
  }

  // MARK: - Columns and values

  private static let ordered: [ColumnType] = [.decimal, .integer, .timestamp, .date, .text]

  /// The mapping under a key, and the column that it names.
  private func parts(
    _ key: String, _ outer: LayoutMapping, _ known: [String], _ allowed: [ColumnType]
  ) throws -> (LayoutMapping, String, ColumnType) {
    guard let mapping = try outer.mapping(key, known: known) else { throw outer.missing(key) }
    let column = try mapping.requiredText("column")
    guard let type = types[column] else { throw mapping.error("column", noSuchColumn(column)) }
    guard allowed.contains(type) else { throw mapping.error("column", .onlyFor(allowed)) }
    return (mapping, column, type)
  }

  private func columns(_ key: String, _ mapping: LayoutMapping) throws -> [String] {
    guard let names = try mapping.texts(key), !names.isEmpty else {
      throw mapping.unexpected(key, "at least one column")
    }
    if let unknown = names.first(where: { types[$0] == nil }) {
      throw mapping.error(key, noSuchColumn(unknown))
    }
    return names
  }

  private func noSuchColumn(_ name: String) -> LayoutError.Problem {
    .noSuchColumn(name, known: types.keys.sorted())
  }

  private func value(
    _ key: String, of type: ColumnType, _ mapping: LayoutMapping
  ) throws -> String? {
    try mapping.value(key, expected: "a value of type \(type.rawValue)") {
      Self.isValue($0, of: type) ? $0 : nil
    }
  }

  private static func isValue(_ text: String, of type: ColumnType) -> Bool {
    ConstantCell.literal(Array(text.utf8), type: type, at: 0) != nil
  }
}
