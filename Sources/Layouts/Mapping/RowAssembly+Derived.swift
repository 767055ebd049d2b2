import FlatFiles

/// Cells whose text the file does not have as it is needed.
extension RowAssembly {
  private enum Text {
    case field(RecordBatch.Field)
    case missing
    /// `fault` is set.
    case wrong
  }

  /// Makes the cell, null where its value is missing; false, with `fault` set, where it cannot be.
  mutating func derive(
    _ cell: CellPlan, _ column: Int, _ fields: UnsafeBufferPointer<RecordBatch.Field>,
    _ batch: RecordBatch
  ) -> Bool {
    let derivation = plan.derivations[cell.derivation]
    row[column] = .null
    switch text(derivation, column, fields, batch) {
    case .missing: return true
    case .wrong: return false
    case .field(let field):
      guard let value = read(field, derivation, column, batch) else { return false }
      row[column] = value
      return true
    }
  }

  /// The text that a derived cell is read from, as a field; nil where there is none.
  mutating func derivedText(
    _ cell: CellPlan, _ column: Int, _ fields: UnsafeBufferPointer<RecordBatch.Field>,
    _ batch: RecordBatch
  ) -> RecordBatch.Field? {
    let text = text(plan.derivations[cell.derivation], column, fields, batch)
    if case .field(let field) = text { return field }
    return nil
  }

  private mutating func text(
    _ derivation: Derivation, _ column: Int, _ fields: UnsafeBufferPointer<RecordBatch.Field>,
    _ batch: RecordBatch
  ) -> Text {
    var text: Text
    if derivation.template.isEmpty {
      text = present(derivation.cell, fields).map { .field($0) } ?? .missing
    } else {
      text = filled(derivation.template, fields, batch)
    }
    if derivation.rule.part != nil { text = part(of: text, derivation.rule, column) }
    guard case .field(let field) = text else { return text }
    if let letters = derivation.rule.letters { text = .field(spelled(field, letters, batch)) }
    return derivation.map.isEmpty ? text : mapped(text, derivation, column, batch)
  }

  /// The template with the fields of the record; missing where one of them is.
  private mutating func filled(
    _ template: [Derivation.Piece], _ fields: UnsafeBufferPointer<RecordBatch.Field>,
    _ batch: RecordBatch
  ) -> Text {
    fill(template, fields) ? .field(derivedField(batch)) : .missing
  }

  /// Puts the parts together in `scratch`; false where a field among them is missing.
  mutating func fill(
    _ template: [Derivation.Piece], _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    for piece in template {
      switch piece {
      case .text(let text): scratch += text
      case .field(let cell, let otherwise):
        if let field = present(cell, fields) {
          scratch += content(field)
        } else {
          guard let otherwise else { return false }
          scratch += otherwise
        }
      }
    }
    return true
  }

  /// A field whose text, in `scratch`, the file does not hold.
  private mutating func derivedField(_ batch: RecordBatch) -> RecordBatch.Field {
    let cell = derived(.text, batch)
    return RecordBatch.Field(offset: Int(cell.bits), length: Int(cell.length), kind: .quoted)
  }

  private mutating func part(of text: Text, _ rule: Layout.TextRule, _ column: Int) -> Text {
    guard case .field(let whole) = text else { return text }
    let field = trimmed(whole)
    let found: MarketSymbol.Part
    switch rule.part {
    case nil: return text
    case .base: found = MarketSymbol.base(content(field))
    case .quote: found = MarketSymbol.quote(content(field))
    case .piece(let number, let separator):
      guard let range = Self.piece(number, separator, content(field)) else {
        return wrong(
          column, .noSuchPart,
          "\(shown(field)) has no part \(number) between "
            + "`\(String(decoding: separator, as: UTF8.self))`")
      }
      found = .text(range)
    }
    switch found {
    case .none: return .missing
    case .untellable:
      return wrong(column, .noSuchPart, "\(shown(field)) does not tell its base and quote")
    case .text(let range):
      var part = field
      part.offset += UInt32(range.lowerBound)
      part.length = UInt32(range.count)
      return range.isEmpty ? .missing : .field(part)
    }
  }

  /// Where a piece between separators lies; nil when there are not so many.
  private static func piece(
    _ number: Int, _ separator: [UInt8], _ text: UnsafeRawBufferPointer
  ) -> Range<Int>? {
    var (start, piece) = (0, 1)
    var index = 0
    while index < text.count {
      if text[index...].starts(with: separator) {
        if piece == number { return start..<index }
        index += separator.count
        (start, piece) = (index, piece + 1)
      } else {
        index += 1
      }
    }
    return piece == number ? start..<text.count : nil
  }

  private mutating func spelled(
    _ field: RecordBatch.Field, _ letters: Layout.LetterCase, _ batch: RecordBatch
  ) -> RecordBatch.Field {
    scratch.removeAll(keepingCapacity: true)
    switch letters {
    case .upper: for byte in content(field) { scratch.append(ASCII.upper(byte)) }
    case .lower: for byte in content(field) { scratch.append(ASCII.lower(byte)) }
    }
    return derivedField(batch)
  }

  private mutating func mapped(
    _ text: Text, _ derivation: Derivation, _ column: Int, _ batch: RecordBatch
  ) -> Text {
    guard case .field(let whole) = text else { return text }
    let field = trimmed(whole)
    guard let mapped = derivation.mapped(content(field)) else {
      let known = derivation.map.prefix(10).map { "`\(String(decoding: $0.from, as: UTF8.self))`" }
      return wrong(
        column, .notInList, "\(shown(field)) is none of " + known.joined(separator: ", "))
    }
    scratch.removeAll(keepingCapacity: true)
    scratch += mapped
    return mapped.isEmpty ? .missing : .field(derivedField(batch))
  }

  private mutating func read(
    _ field: RecordBatch.Field, _ derivation: Derivation, _ column: Int, _ batch: RecordBatch
  ) -> Cell? {
    if case .json = derivation.cell.step, !derivation.template.isEmpty {
      // What a template says is JSON itself, and no text to be put in quotes.
      var document = field
      document.kind = .bare
      return read(document, derivation.cell, column, batch)
    }
    if case .boolean = derivation.cell.step, let truth = derivation.truth(content(field)) {
      return Cell(kind: .boolean, bits: truth ? 1 : 0)
    }
    guard let style = derivation.numbers, field.kind.isScalarText else {
      return read(field, derivation.cell, column, batch)
    }
    return number(field, style, derivation.cell, column, batch)
  }

  /// A number spelled the plain way first. JSON's own numbers are so already, but for the places
  /// that the point is moved by.
  private mutating func number(
    _ field: RecordBatch.Field, _ style: Layout.NumberStyle, _ cell: CellPlan, _ column: Int,
    _ batch: RecordBatch
  ) -> Cell? {
    var style = style
    if case .number = field.kind { (style.decimal, style.grouping) = (UInt8(ascii: "."), nil) }
    switch StyledNumber.spell(content(field), style, into: &scratch) {
    case .valid: return read(derivedField(batch), cell, column, batch)
    case .outOfRange:
      return fail(
        column, .numberOutOfRange,
        "\(shown(field)) has more than \(DecimalText.limit) digits or too large an exponent")
    case .notANumber:
      return fail(
        column, cell.step == .integer ? .notAnInteger : .notANumber,
        "\(shown(field)) is not a number\(Self.wanted(style))")
    }
  }

  /// An example of a number in the style, to end a sentence.
  private static func wanted(_ style: Layout.NumberStyle) -> String {
    var example: [UInt8] = [UInt8(ascii: "1")]
    if let grouping = style.grouping { example.append(grouping) }
    example += Array("234".utf8) + [style.decimal] + Array("5".utf8)
    return " like `\(String(decoding: example, as: UTF8.self))`"
  }

  private mutating func wrong(_ column: Int, _ code: RejectCode, _ message: String) -> Text {
    _ = fail(column, code, message)
    return .wrong
  }
}
