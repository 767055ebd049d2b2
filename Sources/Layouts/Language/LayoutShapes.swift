import FlatFiles
import Yams

/// Reads the columns of a layout: `columns` for records of one form, `shapes` for several.
struct LayoutShapes {
  let target: String
  let timeColumn: String
  /// How numbers are written where a column does not say.
  let numbers: Layout.NumberStyle

  func read(_ mapping: LayoutMapping) throws -> [Layout.Shape] {
    let dataType: DataType = try mapping.word("data_type") ?? .simple
    switch (mapping.node("columns"), mapping.node("shapes")) {
    case (.some, .some): throw mapping.error("shapes", .exclude("columns", "shapes"))
    case (nil, nil): throw mapping.missing("columns")
    case (.some, nil):
      return [Layout.Shape(fields: nil, dataType: dataType, columns: try columns(mapping))]
    case (nil, .some(let node)):
      guard case .sequence(let items) = node, !items.isEmpty else {
        throw mapping.unexpected("shapes", "a list of shapes")
      }
      return try items.enumerated().map { index, item in
        try shape(item, "shapes[\(index + 1)]", in: mapping, dataType)
      }
    }
  }

  static let shapeKeys = ["fields", "data_type", "columns"]

  private func shape(
    _ node: Node, _ path: String, in outer: LayoutMapping, _ dataType: DataType
  ) throws -> Layout.Shape {
    let mapping = try LayoutMapping(
      node, file: outer.file, path: path, known: Self.shapeKeys)
    guard let fields = try mapping.number("fields", in: 1...10_000) else {
      throw mapping.missing("fields")
    }
    guard mapping.node("columns") != nil else { throw mapping.missing("columns") }
    return Layout.Shape(
      fields: fields, dataType: try mapping.word("data_type") ?? dataType,
      columns: try columns(mapping))
  }

  /// Reads `series`: what the names of sources end in, each with its own columns.
  func series(_ mapping: LayoutMapping) throws -> [Layout.SeriesRule] {
    guard let node = mapping.node("series") else { return [] }
    if mapping.node("shapes") != nil { throw mapping.error("series", .exclude("shapes", "series")) }
    let suffixes = try LayoutMapping(node, file: mapping.file, path: mapping.path("series"))
    guard !suffixes.keys.isEmpty else { throw mapping.unexpected("series", "at least one series") }
    return try suffixes.keys.map { suffix in
      guard SourceName.isValid(suffix) else {
        throw suffixes.error(
          suffix,
          .unexpected(found: "`\(suffix)`", expected: "lower-case letters, digits and _ only"))
      }
      let rules = try columns(suffixes, under: suffix)
      if let rule = rules.first(where: { $0.origin == .each }) {
        throw suffixes.error(suffix, .exclude("series", "\(rule.name).each"))
      }
      return Layout.SeriesRule(suffix: suffix, columns: rules)
    }
  }

  private func columns(
    _ outer: LayoutMapping, under key: String = "columns"
  ) throws -> [Layout.ColumnRule] {
    guard let node = outer.node(key) else { return [] }
    let names = try LayoutMapping(node, file: outer.file, path: outer.path(key))
    guard !names.keys.isEmpty else { throw outer.unexpected(key, "at least one column") }
    return try names.keys.map { try column($0, names) }
  }

  /// A column is a position, a name, a list of names, or a mapping that says more.
  private func column(_ name: String, _ names: LayoutMapping) throws -> Layout.ColumnRule {
    let type = knownType(name)
    guard let node = names.node(name) else { throw names.missing(name) }
    switch node {
    case .scalar, .sequence:
      let reference = try Layout.FieldReference(under: name, in: names)
      var rule = Layout.ColumnRule(name: name, origin: .field(reference), type: type)
      if type == .decimal { rule.numbers = numbers }
      return rule
    case .mapping, .alias:
      return try ColumnDecoding(
        name: name, knownType: type, numbers: numbers,
        mapping: LayoutMapping(
          node, file: names.file, path: names.path(name), known: ColumnDecoding.keys)
      ).read()
    }
  }

  /// The type of a column that needs no saying.
  private func knownType(_ name: String) -> ColumnType {
    if name == timeColumn { return .timestamp }
    guard target == Layout.timeSeriesTable else { return .text }
    return ["open", "high", "low", "close", "volume", "value"].contains(name) ? .decimal : .text
  }
}

extension Layout.FieldReference {
  /// Reads `from` (names) and `at` (a position): at least one of them.
  init(in mapping: LayoutMapping) throws {
    self.init(
      names: try mapping.texts("from") ?? [], position: try mapping.number("at", in: 1...10_000))
    if position == nil && names.isEmpty { throw mapping.missing("from") }
    try checkPatterns(mapping, "from")
  }

  /// Reads the short form: a whole number is a position, a text a name, a list several names.
  init(under key: String, in mapping: LayoutMapping) throws {
    if let node = mapping.node(key), let number = node.int, node.scalar?.style == .plain {
      guard number >= 1 else {
        throw mapping.unexpected(key, "a position, counted from 1, or a name")
      }
      self.init(position: number)
    } else {
      self.init(names: try mapping.texts(key) ?? [])
      if names.isEmpty || names.contains("") {
        throw mapping.unexpected(key, "a position, counted from 1, or a name")
      }
      try checkPatterns(mapping, key)
    }
  }

  /// Throws where a name between slashes is no regular expression.
  private func checkPatterns(_ mapping: LayoutMapping, _ key: String) throws {
    for name in names where name.count > 2 && name.hasPrefix("/") && name.hasSuffix("/") {
      guard Self.pattern(name) != nil else {
        throw mapping.unexpected(key, "a regular expression between slashes")
      }
    }
  }
}
