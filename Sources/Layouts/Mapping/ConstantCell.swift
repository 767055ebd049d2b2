/// Reads the constants of a layout as cells.
enum ConstantCell {
  /// A value to compare a column with: a column of whole numbers may be held against a fraction.
  static func literal(_ bytes: [UInt8], type: ColumnType, at offset: Int) -> Cell? {
    read(bytes, type: type, at: offset)
      ?? (type == .integer ? read(bytes, type: .decimal, at: offset) : nil)
  }

  /// Nil when a column of the type cannot hold the text. Text cells begin at `offset`.
  static func read(_ bytes: [UInt8], type: ColumnType, at offset: Int) -> Cell? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let text = buffer.baseAddress, !buffer.isEmpty else {
        return type == .text ? Cell(kind: .text, bits: Int64(offset)) : nil
      }
      let count = buffer.count
      func stored(_ kind: Cell.Kind) -> Cell {
        Cell(kind: kind, bits: Int64(offset), length: count)
      }
      switch type {
      case .decimal:
        return DecimalText.judge(text, count: count) == .valid ? stored(.decimal) : nil
      case .text: return stored(.text)
      case .json: return StorableJSON.judge(buffer) == .valid ? stored(.json) : nil
      case .integer:
        return IntegerText.read(text, count: count).map { Cell(kind: .integer, bits: $0) }
      case .boolean:
        return BooleanText.read(text, count: count).map {
          Cell(kind: .boolean, bits: $0 ? 1 : 0)
        }
      case .timestamp, .date:
        guard let clock = ISOTime.read(text, count: count), let local = clock.microseconds
        else { return nil }
        let moment = local - Int64(clock.offset ?? 0) * 1_000_000
        return type == .timestamp
          ? Cell(kind: .timestamp, bits: moment)
          : Cell(kind: .date, bits: Calendar.floorDivide(moment, Calendar.microsecondsPerDay))
      case .array:
        let elements = ArrayText.elements(of: UnsafeRawBufferPointer(buffer))
        return elements == nil ? nil : stored(.text)
      case .source, .parent: return nil
      }
    }
  }
}
