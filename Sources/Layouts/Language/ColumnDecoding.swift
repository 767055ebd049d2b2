import FlatFiles
import Yams

/// Reads a column that is written as a mapping.
struct ColumnDecoding {
  let name: String
  /// The type of the column where it needs no saying.
  let knownType: ColumnType
  /// How numbers are written where the column does not say.
  let numbers: Layout.NumberStyle
  let mapping: LayoutMapping

  static let originKeys = ["from", "at", "constant", "template", "ordinal", "each"]
  static let numberKeys = ["decimal", "grouping", "percent", "shift"]
  static let textKeys = ["split", "pair", "case", "map", "otherwise", "true", "false"]
  static let keys =
    originKeys + ["among", "unless", "type", "parent", "default", "required", "optional"]
    + textKeys + numberKeys
  static let splitKeys = ["by", "take"]

  func read() throws -> Layout.ColumnRule {
    let origin = try origin()
    var type = try type()
    if case .ordinal = origin { type = .integer }
    let parent = try parent(type)
    if parent != nil { type = .parent }
    var rule = Layout.ColumnRule(name: name, origin: origin, type: type)
    rule.parent = parent
    rule.isOptional = try mapping.truth("optional") ?? false
    rule.defaultText = try mapping.text("default")
    rule.isRequired = try mapping.truth("required") ?? false
    rule.text = try textRule(type)
    rule.numbers = try numberStyle(type)
    return rule
  }

  private func type() throws -> ColumnType {
    guard let word = try mapping.text("type") else { return knownType }
    let known = ColumnType.written.map(\.rawValue)
    guard known.contains(word), let type = ColumnType(rawValue: word) else {
      throw mapping.error(
        "type",
        .unknownWord(word, suggestion: Suggestion.nearest(to: word, among: known), known: known))
    }
    return type
  }

  /// A text is the parent's name, and a whole number its key.
  private func parent(_ type: ColumnType) throws -> Layout.ParentRule? {
    guard let table: ParentTable = try mapping.word("parent") else { return nil }
    guard type == .text || type == .integer else {
      throw mapping.error("parent", .onlyFor([.text, .integer]))
    }
    return Layout.ParentRule(table, isByKey: type == .integer)
  }

  // MARK: - Origin

  private func origin() throws -> Layout.ColumnRule.Origin {
    let written = Self.originKeys.filter { mapping.node($0) != nil }
    if let key = written.first(where: { !["from", "at"].contains($0) }) {
      if let other = written.first(where: { $0 != key }) {
        throw mapping.error(other, .exclude(key, other))
      }
      let others = Self.textKeys + Self.numberKeys + ["default", "required", "optional"]
      if !["template", "each"].contains(key),
        let other = others.first(where: { mapping.node($0) != nil })
      {
        throw mapping.error(other, .exclude(key, other))
      }
    }
    if mapping.node("ordinal") == nil, ["among", "unless"].contains(where: mapping.keys.contains) {
      throw mapping.missing("ordinal")
    }
    if mapping.node("ordinal") != nil, mapping.node("parent") != nil {
      throw mapping.error("parent", .exclude("ordinal", "parent"))
    }
    if let constant = try mapping.text("constant") { return .constant(constant) }
    let expected = "text with fields in braces, like '{Date} {Time}'"
    if let template = try mapping.value(
      "template", expected: expected, Layout.FieldTemplate.init)
    {
      return .template(template)
    }
    if mapping.node("ordinal") != nil { return .ordinal(try ordinal()) }
    if mapping.node("each") != nil {
      guard try mapping.truth("each") == true else { throw mapping.unexpected("each", "true") }
      return .each
    }
    return .field(try Layout.FieldReference(in: mapping))
  }

  private func ordinal() throws -> Layout.OrdinalRule {
    guard let node = mapping.node("ordinal"), let first = node.int ?? (node.bool == true ? 1 : nil),
      (0...1).contains(first)
    else { throw mapping.unexpected("ordinal", "0 or 1, the ordinal of the first") }
    return Layout.OrdinalRule(
      first: first, among: try mapping.texts("among") ?? [], unless: try mapping.text("unless"))
  }

  // MARK: - Text

  private func textRule(_ type: ColumnType) throws -> Layout.TextRule {
    var rule = Layout.TextRule()
    rule.part = try part()
    rule.letters = try mapping.word("case")
    rule.map = try map()
    rule.otherwise = try mapping.text("otherwise")
    if rule.otherwise != nil, rule.map.isEmpty { throw mapping.missing("map") }
    rule.trueWords = try words("true", type)
    rule.falseWords = try words("false", type)
    return rule
  }

  private func words(_ key: String, _ type: ColumnType) throws -> [String] {
    guard let words = try mapping.texts(key) else { return [] }
    guard type == .boolean else { throw mapping.error(key, .onlyFor([.boolean])) }
    return words.map { $0.lowercased() }
  }

  private func part() throws -> Layout.TextPart? {
    if let split = try mapping.mapping("split", known: Self.splitKeys) {
      if mapping.node("pair") != nil { throw mapping.error("pair", .exclude("split", "pair")) }
      let separator = try split.requiredText("by")
      guard !separator.isEmpty else { throw split.unexpected("by", "a separator") }
      guard let number = try split.number("take", in: 1...100) else { throw split.missing("take") }
      return .piece(number, separator: Array(separator.utf8))
    }
    return try mapping.value("pair", expected: "base or quote") {
      switch $0 {
      case "base": .base
      case "quote": .quote
      default: nil
      }
    }
  }

  private func map() throws -> [Layout.TextRule.Replacement] {
    guard let node = mapping.node("map") else { return [] }
    let words = try LayoutMapping(node, file: mapping.file, path: mapping.path("map"))
    guard !words.keys.isEmpty else { throw mapping.unexpected("map", "texts and what they become") }
    return try words.keys.map { .init(from: $0, to: try words.requiredText($0)) }
  }

  // MARK: - Numbers

  private func numberStyle(_ type: ColumnType) throws -> Layout.NumberStyle {
    let allowed = Self.numberKeys.filter { key in
      switch type {
      case .decimal: true
      case .integer: key == "grouping"
      default: false
      }
    }
    if let key = Self.numberKeys.first(where: { mapping.node($0) != nil && !allowed.contains($0) })
    {
      throw mapping.error(key, .onlyFor(key == "grouping" ? [.decimal, .integer] : [.decimal]))
    }
    guard !allowed.isEmpty else { return Layout.NumberStyle() }
    var style = numbers
    try style.read(mapping)
    style.isPercent = try mapping.truth("percent") ?? false
    style.shift = try mapping.number("shift", in: -18...18) ?? 0
    return style
  }
}

extension Layout.NumberStyle {
  static let keys = ["decimal", "grouping"]

  /// Reads `decimal` and `grouping`, of a column or of the whole layout.
  mutating func read(_ mapping: LayoutMapping) throws {
    let mark = { (text: String) -> UInt8? in
      let digit = text.utf8.first.map { $0 &- UInt8(ascii: "0") <= 9 } ?? true
      return text.utf8.count == 1 && !digit && !"+-eE%".contains(text) ? text.utf8.first : nil
    }
    decimal = try mapping.value("decimal", expected: "one ASCII character", mark) ?? decimal
    grouping = try mapping.value("grouping", expected: "one ASCII character", mark) ?? grouping
    guard grouping != decimal else {
      throw mapping.error(
        mapping.node("grouping") == nil ? "decimal" : "grouping",
        .unexpected(
          found: "`\(String(Unicode.Scalar(decimal)))` for both",
          expected: "`decimal` and `grouping` to differ"))
    }
  }
}
