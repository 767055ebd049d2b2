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
    text.add("delimiter", layout.dialect.delimiter.map { String($0) })
    text.add("quote", layout.dialect.quote.map { String($0) })
    text.add("header", layout.dialect.header.rawValue)
    text.add("preamble_lines", String(layout.dialect.preambleLines))
    text.add("records", layout.records.description)
    text.add("table", layout.dumpTable)
    text.add("into", layout.target)
    for shape in layout.shapes { add(shape, to: &text) }
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
    case .header(let column): text.add("source.header_of", column)
    case nil: break
    }
    text.add("interval.months", interval.map { String($0.months) })
    text.add("interval.us", interval.map { String($0.microseconds) })
    return text.lines
  }

  private func add(_ shape: Layout.Shape, to text: inout CanonicalText) {
    text.add("shape", shape.fields.map { String($0) } ?? "any")
    text.add("data_type", shape.dataType.rawValue)
    for column in shape.columns {
      text.add("column", column.name)
      text.add("column.type", column.type.rawValue)
      switch column.origin {
      case .field(let field): text.add("column.from", field.canonicalText)
      case .constant(let value): text.add("column.constant", value)
      }
      text.add("column.default", column.defaultText)
      if column.isRequired { text.add("column.required", "true") }
    }
  }

  private func add(_ time: Layout.TimeRule, to text: inout CanonicalText) {
    text.add("time.column", time.column)
    text.add("time.unit", time.unit.text)
    text.add("time.zone", time.zone)
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
