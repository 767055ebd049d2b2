import FlatFiles
package import Yams

extension Layout {
  /// Reads a layout from YAML text. `file` is what errors call it.
  package init(yaml text: String, file: String) throws {
    try self.init(Self.compose(text, file: file), file: file)
  }

  /// Reads a layout from a node that was composed already, as one written inline in a job is.
  package init(_ node: Node, file: String, defaultName: String? = nil) throws {
    let mapping = try LayoutMapping(node, file: file, known: Self.keys)
    guard let name = try mapping.text("name") ?? defaultName else { throw mapping.missing("name") }
    let target = try mapping.text("into").map(Self.table) ?? Self.timeSeriesTable
    let time = try TimeRule(in: mapping)
    let shapes = try LayoutShapes(
      target: target, timeColumn: time.column, numbers: Self.numbers(mapping))
    self.init(name: name, target: target, shapes: try shapes.read(mapping))
    self.time = time
    series = try shapes.series(mapping)
    description = try mapping.text("description")
    format = try mapping.word("format") ?? .auto
    encoding = try mapping.word("encoding") ?? .auto
    dialect = try Dialect(in: mapping)
    records = try RecordSelection(in: mapping)
    duplicateKeys = try mapping.word("duplicate_keys") ?? .last
    nonFinite = try mapping.word("non_finite") ?? .asText
    dumpTable = try mapping.value(
      "table", expected: "a table's name like trades, public.trades or public.trades_*"
    ) { DumpTable.isPick($0) ? $0 : nil }
    missing = try mapping.texts("missing") ?? []
    nullRows = try mapping.word("null_rows") ?? .skip
    filter = try Self.filter(mapping)
    fileName = try Self.fileName(mapping)
    if let rule = try mapping.mapping("recognition", known: RecognitionRule.keys) {
      recognition.name = try rule.word("name") ?? .helps
      recognition.header = try rule.texts("header") ?? []
    }
    source = try Self.source(mapping)
    interval = try mapping.text("interval")
    createsParents = try mapping.truth("create_parents") ?? true
    passOver = try mapping.texts("pass_over") ?? []
    try check(mapping)
    checks = try CheckDecoding(self).read(mapping)
  }

  /// Every key of the language's top level.
  package static let keys = [
    "name", "description", "format", "encoding", "dialect", "records", "table", "duplicate_keys",
    "non_finite", "into", "data_type", "shapes", "columns", "series", "time", "numbers", "missing",
    "null_rows", "filter", "file_name", "recognition", "source", "interval", "create_parents",
    "checks", "pass_over",
  ]

  private static func compose(_ text: String, file: String) throws -> Node {
    do {
      if let node = try Yams.compose(yaml: text) { return node }
    } catch let error as YamlError {
      throw LayoutError(yaml: error, file: file)
    }
    throw LayoutError(
      place: .init(file: file, line: 1, column: 1), problem: .notYAML("the document is empty"))
  }

  private static func numbers(_ mapping: LayoutMapping) throws -> NumberStyle {
    var style = NumberStyle()
    if let written = try mapping.mapping("numbers", known: NumberStyle.keys) {
      try style.read(written)
    }
    return style
  }

  private static func filter(_ mapping: LayoutMapping) throws -> [FieldFilter] {
    guard let node = mapping.node("filter") else { return [] }
    let fields = try LayoutMapping(node, file: mapping.file, path: mapping.path("filter"))
    return try fields.keys.map { name in
      let reference =
        Int(name).map { FieldReference(position: $0) } ?? FieldReference(names: [name])
      return FieldFilter(field: reference, values: try fields.texts(name) ?? [])
    }
  }

  private static func fileName(_ mapping: LayoutMapping) throws -> String? {
    guard let pattern = try mapping.text("file_name") else { return nil }
    guard Pattern(pattern) != nil else {
      throw mapping.unexpected("file_name", "a regular expression")
    }
    return pattern
  }

  private static func source(_ mapping: LayoutMapping) throws -> SourceRule? {
    guard let node = mapping.node("source") else { return nil }
    if let template = node.scalar?.string { return .template(template) }
    let rule = try LayoutMapping(
      node, file: mapping.file, path: "source", known: SourceRule.keys)
    let written = rule.keys.filter { $0 != "from" && $0 != "at" }
    if let key = written.first, let other = rule.keys.first(where: { $0 != key }) {
      throw rule.error(other, .exclude(key, other))
    }
    if let column = try rule.text("header_of") { return .header(ofColumn: column) }
    let expected = "text with fields in braces, like '{exchange}_{symbol}'"
    if let template = try rule.value("template", expected: expected, FieldTemplate.init) {
      return .fields(template)
    }
    return .field(try FieldReference(in: rule))
  }

  /// What can only be judged when everything is read.
  private func check(_ mapping: LayoutMapping) throws {
    let columns = Set(columnRules.map(\.name))
    try checkSeries(mapping)
    if target == Self.timeSeriesTable {
      guard columns.contains(time.column) else {
        throw mapping.error(
          mapping.keys.contains("shapes") ? "shapes" : "columns",
          .noSuchColumn(time.column, known: columns.sorted()))
      }
    }
    try checkOrdinals(mapping, columns)
    try checkParents(mapping, columns)
    if case .header(let column) = source, !columns.contains(column) {
      throw mapping.error("source", .noSuchColumn(column, known: columns.sorted()))
    }
    if let interval, !interval.contains("{"), CandleInterval(interval) == nil {
      throw mapping.unexpected(
        "interval", "a duration like 1m, 1h, 1d, 1w or 1mo, or a group of file_name in braces")
    }
  }

  /// What a market's symbol means is known only beside the column that names its exchange.
  private func checkParents(_ mapping: LayoutMapping, _ columns: Set<String>) throws {
    let rules = columnRules
    for case let scope? in rules.map(\.parent?.table.scope)
    where !rules.contains(where: { $0.name == scope.column && $0.parent?.table == scope.table }) {
      throw mapping.error(
        mapping.keys.contains("shapes") ? "shapes" : "columns",
        .noParentColumn(scope.column, of: scope.table, known: columns.sorted()))
    }
  }

  private func checkSeries(_ mapping: LayoutMapping) throws {
    let common = shapes.contains { $0.columns.contains { $0.name == time.column } }
    if !common, series.contains(where: { !$0.columns.contains { $0.name == time.column } }) {
      let known = shapes.flatMap(\.columns).map(\.name)
      throw mapping.error("columns", .noSuchColumn(time.column, known: known))
    }
    let each = shapes.flatMap(\.columns).filter { $0.origin == .each }.map(\.name)
    guard let first = each.first else { return }
    if let second = each.dropFirst().first {
      throw mapping.error("columns", .exclude("\(first).each", "\(second).each"))
    }
    for key in ["series", "shapes"] where mapping.keys.contains(key) {
      throw mapping.error(key, .exclude("\(first).each", key))
    }
  }

  private func checkOrdinals(_ mapping: LayoutMapping, _ columns: Set<String>) throws {
    for shape in shapes {
      let ordinals = shape.columns.compactMap { column in
        if case .ordinal(let rule) = column.origin { (column.name, rule) } else { nil }
      }
      guard let (name, rule) = ordinals.first else { continue }
      if let other = ordinals.dropFirst().first {
        throw mapping.error("columns", .exclude(name, other.0))
      }
      guard columns.contains(time.column) else {
        throw mapping.error("columns", .noSuchColumn(time.column, known: columns.sorted()))
      }
      let others = columns.subtracting([name]).union(["source_id"])
      let named = rule.among + (rule.unless.map { [$0] } ?? [])
      if let unknown = named.first(where: { !others.contains($0) }) {
        throw mapping.error("columns", .noSuchColumn(unknown, known: others.sorted()))
      }
    }
  }
}

extension Layout.SourceRule {
  static let keys = ["from", "at", "template", "header_of"]
}

extension LayoutError {
  /// The parser's complaint, with its place.
  init(yaml error: YamlError, file: String) {
    let start = Place(file: file, line: 1, column: 1)
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(place: LayoutMapping.place(mark, file), problem: .notYAML(problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(
        place: LayoutMapping.place(context.mark, file),
        problem: .duplicateKey(duplicates.first ?? ""))
    case .reader(let problem, _, _, _):
      self.init(place: start, problem: .notYAML(problem))
    default:
      self.init(place: start, problem: .notYAML("\(error)"))
    }
  }
}
