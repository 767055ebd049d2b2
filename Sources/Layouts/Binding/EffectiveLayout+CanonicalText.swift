import FlatFiles

extension EffectiveLayout {
  /// All that decides which rows come of a file, one line per fact, in a fixed order.
  ///
  /// The layout's name and description are not in it: a layout that is renamed loads nothing
  /// twice. A line may be added for a new key, but only where the key is used, so that the text
  /// of every layout that does not use it stays what it was.
  package var canonicalText: String {
    var text = CanonicalText()
    text.add("format", layout.format.rawValue)
    add(layout.dialect, to: &text)
    add(layout.records, to: &text)
    text.add("table", layout.dumpTable)
    text.add("into", layout.target)
    for shape in layout.shapes { add(shape, to: &text) }
    for series in layout.series.sorted(by: { $0.suffix < $1.suffix }) {
      text.add("series", series.suffix)
      for column in series.columns { add(column, to: &text) }
    }
    add(layout.time, to: &text)
    for token in Set(layout.missing).sorted() { text.add("missing", token) }
    text.add("null_rows", layout.nullRows.rawValue)
    for rule in layout.filter.sorted(by: { $0.field.canonicalText < $1.field.canonicalText }) {
      text.add("filter", rule.field.canonicalText)
      for value in Set(rule.values).sorted() { text.add("filter.value", value) }
    }
    switch source {
    case .named(let name): text.add("source", name)
    case .field(let field): text.add("source.from", field.canonicalText)
    case .fields(let template): add(template, "source.template", to: &text)
    case .header(let column): text.add("source.header_of", column)
    case nil: break
    }
    text.add("interval.months", interval.map { String($0.months) })
    text.add("interval.us", interval.map { String($0.microseconds) })
    if !layout.createsParents { text.add("create_parents", "false") }
    if layout.encoding != .auto { text.add("encoding", layout.encoding.rawValue) }
    if layout.duplicateKeys != .last {
      text.add("duplicate_keys", layout.duplicateKeys.rawValue)
    }
    if layout.nonFinite != .asText { text.add("non_finite", layout.nonFinite.rawValue) }
    addChecks(to: &text)
    return text.lines
  }

  private func add(_ dialect: Layout.Dialect, to text: inout CanonicalText) {
    let asText = { (bytes: [UInt8]) in bytes.map { String($0) }.joined(separator: " ") }
    text.add("delimiter", dialect.delimiter.map(asText))
    switch dialect.quote {
    case .auto: text.add("quote", nil)
    case .none: text.add("quote", "none")
    case .byte(let byte): text.add("quote", String(byte))
    }
    text.add("header", dialect.headerLines.map { String($0) } ?? dialect.header.rawValue)
    text.add("preamble_lines", String(dialect.preambleLines ?? 0))
    if let escape = dialect.escape { text.add("escape", String(escape)) }
    if let recordEnd = dialect.recordEnd { text.add("record_end", recordEnd.rawValue) }
    if let comment = dialect.comment { text.add("comment", String(comment)) }
    if dialect.ragged != .reject { text.add("ragged", dialect.ragged.rawValue) }
    if let table = dialect.table { text.add("dialect.table", String(table)) }
  }

  /// The checks that decide which records become rows: by what they keep out, not what they call it.
  /// One of the whole file decides only whether they are published, and a warning not even that.
  private func addChecks(to text: inout CanonicalText) {
    let deciding = layout.checks.filter { $0.severity != .warning && !$0.isOfTheFile }
    let rules = deciding.map { check in
      var rule = CanonicalText(lines: "")
      if check.severity == .skip { rule.add("check.severity", "skip") }
      add(check.rule, to: &rule)
      return rule.lines
    }
    for rule in Set(rules).sorted() { text.lines += rule }
  }

  private func add(_ rule: Layout.Check.Rule, to text: inout CanonicalText) {
    switch rule {
    case .required(let columns):
      for column in Set(columns).sorted() { text.add("check.required", column) }
    case .range(let range):
      text.add("check.range", range.column)
      text.add("check.range.min", range.least)
      text.add("check.range.max", range.most)
      if range.isExclusive { text.add("check.range.exclusive", "true") }
    case .pattern(let column, let pattern):
      text.add("check.pattern", column)
      text.add("check.pattern.matches", pattern)
    case .oneOf(let column, let values):
      text.add("check.one_of", column)
      for value in Set(values).sorted() { text.add("check.one_of.value", value) }
    case .compare(let comparison):
      text.add("check.compare", comparison.column)
      text.add("check.compare.relation", comparison.relation.rawValue)
      switch comparison.other {
      case .column(let name): text.add("check.compare.column", name)
      case .value(let value): text.add("check.compare.value", value)
      }
    case .monotonic(let rule):
      text.add("check.monotonic", rule.column)
      text.add("check.monotonic.order", rule.order.rawValue)
      if rule.isStrict { text.add("check.monotonic.strict", "true") }
    case .unique, .interval: break
    }
  }

  private func add(_ records: RecordSelection, to text: inout CanonicalText) {
    // Records come in the order of the document, not in that of the paths.
    for path in Set(records.paths.map(\.description)).sorted() { text.add("records", path) }
    if records.form != .elements { text.add("records.form", records.form.rawValue) }
  }

  private func add(_ shape: Layout.Shape, to text: inout CanonicalText) {
    text.add("shape", shape.fields.map { String($0) } ?? "any")
    text.add("data_type", shape.dataType.rawValue)
    for column in shape.columns { add(column, to: &text) }
  }

  private func add(_ column: Layout.ColumnRule, to text: inout CanonicalText) {
    text.add("column", column.name)
    text.add("column.type", column.type.rawValue)
    switch column.origin {
    case .field(let field): text.add("column.from", field.canonicalText)
    case .constant(let value): text.add("column.constant", value)
    case .template(let template): add(template, "column.template", to: &text)
    case .ordinal(let rule):
      text.add("column.ordinal", String(rule.first))
      for name in Set(rule.among).sorted() { text.add("column.ordinal.among", name) }
      text.add("column.ordinal.unless", rule.unless)
    case .each: text.add("column.each", "true")
    }
    text.add("column.default", column.defaultText)
    if column.isRequired { text.add("column.required", "true") }
    if column.isOptional { text.add("column.optional", "true") }
    text.add("column.parent", column.parent?.table.rawValue)
    if column.parent?.isByKey == true { text.add("column.parent.key", "true") }
    add(column.text, to: &text)
    add(column.numbers, to: &text)
  }

  private func add(
    _ template: Layout.FieldTemplate, _ key: String, to text: inout CanonicalText
  ) {
    for part in template.parts {
      switch part {
      case .text(let fixed): text.add("\(key).text", fixed)
      case .field(let field, let otherwise):
        text.add("\(key).from", field.canonicalText)
        text.add("\(key).otherwise", otherwise)
      }
    }
  }

  private func add(_ rule: Layout.TextRule, to text: inout CanonicalText) {
    switch rule.part {
    case .piece(let number, let separator):
      text.add("column.split", String(decoding: separator, as: UTF8.self))
      text.add("column.split.take", String(number))
    case .base: text.add("column.pair", "base")
    case .quote: text.add("column.pair", "quote")
    case nil: break
    }
    text.add("column.case", rule.letters?.rawValue)
    for word in rule.map.sorted(by: { $0.from < $1.from }) {
      text.add("column.map", word.from)
      text.add("column.map.to", word.to)
    }
    text.add("column.otherwise", rule.otherwise)
    for word in Set(rule.trueWords).sorted() { text.add("column.true", word) }
    for word in Set(rule.falseWords).sorted() { text.add("column.false", word) }
  }

  private func add(_ style: Layout.NumberStyle, to text: inout CanonicalText) {
    guard !style.isPlain else { return }
    text.add("column.decimal", String(style.decimal))
    text.add("column.grouping", style.grouping.map { String($0) })
    text.add("column.percent", style.isPercent ? "true" : nil)
    text.add("column.shift", style.shift == 0 ? nil : String(style.shift))
  }

  private func add(_ time: Layout.TimeRule, to text: inout CanonicalText) {
    text.add("time.column", time.column)
    for unit in time.unit.choices { text.add("time.unit", unit.text) }
    text.add("time.zone", time.zone)
    text.add("time.clock_change", time.clockChange?.rawValue)
    text.add("time.order", time.order?.rawValue)
    text.add("time.snap.to", time.snap.map { String($0.to) })
    text.add("time.snap.within", time.snap.map { String($0.within) })
    text.add("time.from", String(time.earliest))
    text.add("time.until", time.latest.map { String($0) })
  }
}

extension Layout.FieldReference {
  fileprivate var canonicalText: String {
    (position.map { "#\($0)" } ?? "") + names.map { "|" + $0.debugDescription }.joined()
  }
}

/// Lines of `key "value"`; a value is escaped, so that none can be mistaken for another line.
private struct CanonicalText {
  var lines = "layout 1\n"

  mutating func add(_ key: String, _ value: String?) {
    guard let value else { return }
    lines += "\(key) \(value.debugDescription)\n"
  }
}
