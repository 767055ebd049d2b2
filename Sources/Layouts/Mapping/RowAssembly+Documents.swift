import FlatFiles

/// Fields that hold more than one value, checked and kept as the file spells them.
extension RowAssembly {
  /// JSON as the file spells it; a JSON string is spelled again, a CSV field must be JSON itself.
  mutating func json(_ field: RecordBatch.Field, _ column: Int, _ batch: RecordBatch) -> Cell? {
    if case .quoted = field.kind, !plan.isCSV {
      StorableJSON.quote(content(field), into: &scratch)
      let verdict = scratch.withUnsafeBufferPointer { StorableJSON.judge($0) }
      return verdict == .valid ? derived(.json, batch) : notStorable(column)
    }
    let text = UnsafeBufferPointer(start: bytes(field), count: Int(field.length))
    switch StorableJSON.judge(text) {
    case .valid: return Cell(kind: .json, bits: Int64(field.offset), length: Int(field.length))
    case .notStorable: return notStorable(column)
    case .notJSON: return fail(column, .notJSON, "\(shown(field)) is not JSON")
    }
  }

  mutating func array(_ field: RecordBatch.Field, _ column: Int) -> Cell? {
    guard let elements = ArrayText.elements(of: content(field)) else {
      return fail(column, .notAnArray, "\(shown(field)) is not a list like `{a,b}`")
    }
    if elements.contains(where: { $0?.contains(0) ?? false }) {
      return fail(
        column, .nulCharacter, "the text has a NUL character, which PostgreSQL cannot store")
    }
    return Cell(kind: .text, bits: Int64(field.offset), length: Int(field.length))
  }

  private mutating func notStorable(_ column: Int) -> Cell? {
    fail(
      column, .notJSON,
      "the JSON has \\u0000 or half a surrogate pair, which PostgreSQL cannot store")
  }
}
