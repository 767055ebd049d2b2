import FlatFiles

/// Fields that hold something, made into cells; nil, with `fault` set, where they cannot be.
extension RowAssembly {
  /// A field that holds something; nil where the value is missing.
  ///
  /// Changes nothing, but says so to be handed the assembly itself and not a copy, for each field.
  @inline(__always)
  mutating func present(
    _ cell: CellPlan, _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> RecordBatch.Field? {
    var field = cell.field < fields.count ? fields[cell.field] : .absent
    if field.kind.isAbsent, !cell.alternatives.isEmpty { field = alternative(cell, fields) }
    switch (field.kind, cell.step) {
    case (.absent, _), (.null, _): return nil
    case (.bare, .text), (.bare, .json): if field.length == 0 { return nil }
    case (_, .text), (_, .json): break
    case (.bare, _):
      if field.length == 0 { return nil }
      field = trimmed(field)
      if field.length == 0 { return nil }
    default: field = trimmed(field)
    }
    return !missing.isEmpty && missing.contains(content(field)) ? nil : field
  }

  /// The first of the other fields that is there.
  private func alternative(
    _ cell: CellPlan, _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> RecordBatch.Field {
    let index = plan.alternatives[cell.alternatives].first {
      $0 < fields.count && !fields[$0].kind.isAbsent
    }
    return index.map { fields[$0] } ?? .absent
  }

  /// The cell of a number that the reader knows to be one.
  @inline(__always)
  func knownNumber(
    _ cell: CellPlan, _ field: RecordBatch.Field
  ) -> Cell? {
    guard field.isPlainNumber, cell.isDecimal, field.length <= DecimalText.limit,
      !missing.mayBeNumber
    else { return nil }
    return Cell(kind: .decimal, bits: Int64(field.offset), length: Int(field.length))
  }

  /// The cell of a number, or of the time of a row, that stands in its field without anything around
  /// it, as nearly all do; nil where it needs a longer look.
  @inline(__always)
  mutating func plainCell(
    _ cell: CellPlan, _ column: Int, _ field: RecordBatch.Field
  ) -> Cell? {
    switch field.kind {
    case .bare, .quoted, .number: break
    default: return nil
    }
    guard field.length > 0,
      !missing.mayBeNumber || !missing.mayBegin(with: bytes(field)[0])
    else { return nil }
    if column == timeColumn {
      guard
        let read = timeReaders[cell.timeReader].moment(
          ofDigits: bytes(field), count: Int(field.length)),
        case let moment = snapped(read), isWithinBounds(moment)
      else { return nil }
      return Cell(kind: .timestamp, bits: moment)
    }
    guard cell.isDecimal,
      case .valid = DecimalText.judge(padded: bytes(field), count: Int(field.length))
    else { return nil }
    return Cell(kind: .decimal, bits: Int64(field.offset), length: Int(field.length))
  }

  @inline(__always)
  mutating func read(
    _ field: RecordBatch.Field, _ cell: CellPlan, _ column: Int, _ batch: RecordBatch
  ) -> Cell? {
    switch cell.step {
    case .decimal: decimal(field, column, batch)
    case .timestamp, .date: time(field, cell, column)
    case .integer: integer(field, column)
    case .boolean: boolean(field, column)
    case .text: text(field, column)
    case .json: json(field, column, batch)
    case .array: array(field, column)
    case .parent: parent(field, column)
    case .constant, .source, .ordinal, .derived: .null
    }
  }

  @inline(__always)
  func content(_ field: RecordBatch.Field) -> UnsafeRawBufferPointer {
    let start = Int(field.offset)
    return UnsafeRawBufferPointer(rebasing: base[start..<start + Int(field.length)])
  }

  @inline(__always)
  func bytes(_ field: RecordBatch.Field) -> UnsafePointer<UInt8> {
    // The batch's buffer is never empty-based: it holds the record that the field is part of.
    (base.baseAddress.unsafelyUnwrapped + Int(field.offset)).assumingMemoryBound(to: UInt8.self)
  }

  /// The field without the blanks around it.
  @inline(__always)
  func trimmed(_ field: RecordBatch.Field) -> RecordBatch.Field {
    let text = bytes(field)
    if field.length > 0, text[0] > 0x20, text[Int(field.length) - 1] > 0x20 { return field }
    var field = field
    var start: UInt32 = 0
    var end = field.length
    while start < end, text[Int(start)] == 0x20 || text[Int(start)] == 0x09 { start += 1 }
    while end > start, text[Int(end) - 1] == 0x20 || text[Int(end) - 1] == 0x09 { end -= 1 }
    field.offset += start
    field.length = end - start
    return field
  }

  @inline(__always)
  mutating func decimal(
    _ field: RecordBatch.Field, _ column: Int, _ batch: RecordBatch
  ) -> Cell? {
    if field.kind.isScalarText {
      switch DecimalText.judge(bytes(field), count: Int(field.length)) {
      case .valid:
        return Cell(kind: .decimal, bits: Int64(field.offset), length: Int(field.length))
      case .barePoint:
        return withDigits(field, batch)
      case .outOfRange:
        return fail(
          column, .numberOutOfRange,
          "\(shown(field)) has more than \(DecimalText.limit) digits or too large an exponent")
      case .notANumber: break
      }
    }
    return fail(column, .notANumber, "\(shown(field)) is not a number")
  }

  /// `.5` and `5.` with the digit that they leave out, as new text in the batch.
  private mutating func withDigits(_ field: RecordBatch.Field, _ batch: RecordBatch) -> Cell {
    scratch.removeAll(keepingCapacity: true)
    let isDigit = { (byte: UInt8?) in byte.map { $0 &- UInt8(ascii: "0") <= 9 } ?? false }
    let text = content(field)
    for index in text.indices {
      let isPoint = text[index] == UInt8(ascii: ".")
      if isPoint, !isDigit(scratch.last) { scratch.append(UInt8(ascii: "0")) }
      scratch.append(text[index])
      let next = index + 1 < text.endIndex ? text[index + 1] : nil
      if isPoint, !isDigit(next) { scratch.append(UInt8(ascii: "0")) }
    }
    return derived(.decimal, batch)
  }

  /// A cell whose text, in `scratch`, the file does not hold.
  mutating func derived(_ kind: Cell.Kind, _ batch: RecordBatch) -> Cell {
    let offset = scratch.withUnsafeBytes { batch.bytes.append($0) }
    base = batch.bytes.bytes
    return Cell(kind: kind, bits: Int64(offset), length: scratch.count)
  }

  mutating func time(_ field: RecordBatch.Field, _ cell: CellPlan, _ column: Int) -> Cell? {
    guard field.kind.isScalarText else {
      return fail(column, .notATime, "\(shown(field)) is not a time")
    }
    switch timeReaders[cell.timeReader].read(bytes(field), count: Int(field.length)) {
    case .moment(let moment):
      if case .date = cell.step {
        let day = Calendar.floorDivide(moment, Calendar.microsecondsPerDay)
        return Cell(kind: .date, bits: day)
      }
      return column == timeColumn
        ? bounded(snapped(moment), field, column) : Cell(kind: .timestamp, bits: moment)
    case .notATime:
      return fail(column, .notATime, "\(shown(field)) is not a time" + wantedForm)
    case .untellable:
      return fail(
        column, .notATime,
        "\(shown(field)) can be a time in several units or a date; say which with `time.unit`")
    case .ambiguous(let dayFirst, let monthFirst):
      return fail(
        column, .ambiguousDate,
        "\(shown(field)) can be day first or month first, and the first \(SampleBudget.records) "
          + "records do not tell; say which with `time.unit: '\(dayFirst)'` or `'\(monthFirst)'`")
    case .unclear(let before, let after, let zone):
      let isTwice = before < after
      return fail(
        column, isTwice ? .ambiguousTime : .skippedTime,
        isTwice
          ? "the clocks of \(zone) showed \(shown(field)) twice: it is \(Calendar.text(before)) or"
            + " \(Calendar.text(after)); say which with `time.clock_change: before` or `after`"
          : "the clocks of \(zone) were put forward over \(shown(field)); read it as"
            + " \(Calendar.text(before)) with `time.clock_change: before`, or as"
            + " \(Calendar.text(after)) with `after`")
    case .mixed(let found, let began):
      return fail(
        column, .mixedTimeUnits,
        "\(shown(field)) is a time in \(found), but the file began with \(began)")
    }
  }

  private var wantedForm: String {
    switch rules.time.unit {
    case .auto: ""
    case .pattern(let pattern): " of the form `\(pattern)`"
    case .perValue: " in s, ms, us or ns"
    default: " in \(rules.time.unit.text)"
    }
  }

  /// Puts a stamp that lies a little after a mark on the mark.
  @inline(__always)
  private mutating func snapped(_ moment: Int64) -> Int64 {
    guard let snap else { return moment }
    // Most stamps are of the mark behind the last one, and a division takes long.
    if moment &- mark >= snap.to { mark &+= snap.to }
    if moment &- mark < 0 || moment &- mark >= snap.to {
      mark = Calendar.floorDivide(moment, snap.to) * snap.to
    }
    return moment - mark <= snap.within ? mark : moment
  }

  @inline(__always)
  private mutating func bounded(
    _ moment: Int64, _ field: RecordBatch.Field, _ column: Int
  ) -> Cell? {
    if isWithinBounds(moment) { return Cell(kind: .timestamp, bits: moment) }
    let bound =
      moment > latest
      ? "after \(Calendar.text(latest))" : "before \(Calendar.text(earliest))"
    return fail(column, .timeOutOfRange, "\(shown(field)) is \(bound)")
  }

  @inline(__always)
  private func isWithinBounds(_ moment: Int64) -> Bool {
    moment >= earliest && moment <= latest
  }

  mutating func integer(_ field: RecordBatch.Field, _ column: Int) -> Cell? {
    if let number = IntegerText.read(bytes(field), count: Int(field.length)) {
      return Cell(kind: .integer, bits: number)
    }
    return fail(
      column, .notAnInteger, "\(shown(field)) is not a whole number that fits in 64 bits")
  }

  mutating func boolean(_ field: RecordBatch.Field, _ column: Int) -> Cell? {
    if let truth = BooleanText.read(bytes(field), count: Int(field.length)) {
      return Cell(kind: .boolean, bits: truth ? 1 : 0)
    }
    return fail(column, .notABoolean, "\(shown(field)) is neither true nor false")
  }

  mutating func text(_ field: RecordBatch.Field, _ column: Int) -> Cell? {
    if content(field).contains(0) {
      return fail(
        column, .nulCharacter, "the text has a NUL character, which PostgreSQL cannot store")
    }
    return Cell(kind: .text, bits: Int64(field.offset), length: Int(field.length))
  }

  // MARK: - Faults

  mutating func fail(_ column: Int, _ code: RejectCode, _ message: String) -> Cell? {
    fault = Fault(column: plan.columns[column].name, code: code, message: message)
    return nil
  }

  func shown(_ field: RecordBatch.Field) -> String { Self.shown(content(field)) }

  /// A value for a sentence: in backquotes, cut where it is long.
  static func shown(_ text: UnsafeRawBufferPointer) -> String {
    let limit = 40
    let start = String(decoding: text.prefix(limit), as: UTF8.self)
    return text.isEmpty ? "an empty text" : "`\(start)`" + (text.count > limit ? "…" : "")
  }
}

extension RecordBatch.FieldKind {
  /// Whether the field can hold a number or a time.
  @inline(__always)
  var isScalarText: Bool {
    switch self {
    case .boolean, .nested: false
    default: true
    }
  }
}
