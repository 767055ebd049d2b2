import FlatFiles

/// Fields that hold something, made into cells; nil, with `fault` set, where they cannot be.
extension RowAssembly {
  @inline(__always)
  mutating func decimal(
    _ field: RecordBatch.Field, _ column: Int, _ batch: RecordBatch
  ) -> Cell? {
    if field.kind != .boolean, field.kind != .nested {
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
  private mutating func derived(_ kind: Cell.Kind, _ batch: RecordBatch) -> Cell {
    let offset = scratch.withUnsafeBytes { batch.bytes.append($0) }
    base = batch.bytes.bytes
    return Cell(kind: kind, bits: Int64(offset), length: scratch.count)
  }

  mutating func time(_ field: RecordBatch.Field, _ cell: CellPlan, _ column: Int) -> Cell? {
    guard field.kind != .boolean, field.kind != .nested else {
      return fail(column, .notATime, "\(shown(field)) is not a time")
    }
    switch timeReaders[cell.timeReader].read(bytes(field), count: Int(field.length)) {
    case .moment(let moment):
      if cell.step == .date {
        let day = Calendar.floorDivide(moment, Calendar.microsecondsPerDay)
        return Cell(kind: .date, bits: day)
      }
      return column == plan.time
        ? bounded(snapped(moment), field, column) : Cell(kind: .timestamp, bits: moment)
    case .notATime:
      return fail(column, .notATime, "\(shown(field)) is not a time" + wantedForm)
    case .untellable:
      return fail(
        column, .notATime,
        "\(shown(field)) can be a time in several units or a date; say which with `time.unit`")
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
    default: " in \(rules.time.unit.text)"
    }
  }

  /// Puts a stamp that lies a little after a mark on the mark.
  @inline(__always)
  private func snapped(_ moment: Int64) -> Int64 {
    guard let snap = rules.time.snap else { return moment }
    let mark = Calendar.floorDivide(moment, snap.to) * snap.to
    return moment - mark <= snap.within ? mark : moment
  }

  @inline(__always)
  private mutating func bounded(
    _ moment: Int64, _ field: RecordBatch.Field, _ column: Int
  ) -> Cell? {
    let latest = rules.time.latest ?? clock.now + Calendar.microsecondsPerDay
    if moment >= rules.time.earliest, moment <= latest {
      return Cell(kind: .timestamp, bits: moment)
    }
    let bound =
      moment > latest
      ? "after \(Calendar.text(latest))" : "before \(Calendar.text(rules.time.earliest))"
    return fail(column, .timeOutOfRange, "\(shown(field)) is \(bound)")
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
        column, RejectCode(rawValue: "nul-character"),
        "the text has a NUL character, which PostgreSQL cannot store")
    }
    return Cell(kind: .text, bits: Int64(field.offset), length: Int(field.length))
  }

  /// JSON as the file spells it; a JSON string is spelled again, a CSV field must be JSON itself.
  mutating func json(_ field: RecordBatch.Field, _ column: Int, _ batch: RecordBatch) -> Cell? {
    if field.kind == .quoted, !plan.isCSV {
      JSONText.quote(content(field), into: &scratch)
      let verdict = scratch.withUnsafeBufferPointer { JSONText.judge($0) }
      return verdict == .valid ? derived(.json, batch) : notStorable(column)
    }
    let text = UnsafeBufferPointer(start: bytes(field), count: Int(field.length))
    switch JSONText.judge(text) {
    case .valid: return Cell(kind: .json, bits: Int64(field.offset), length: Int(field.length))
    case .notStorable: return notStorable(column)
    case .notJSON: return fail(column, .notJSON, "\(shown(field)) is not JSON")
    }
  }

  private mutating func notStorable(_ column: Int) -> Cell? {
    fail(
      column, .notJSON,
      "the JSON has \\u0000 or half a surrogate pair, which PostgreSQL cannot store")
  }

  // MARK: - The row as a whole

  /// Whether a row is a candle that the table takes: all four prices or none, high not below low.
  mutating func isCandle(_ candle: MappingPlan.CandleColumns, _ start: Int) -> Bool {
    let (high, low) = (cells[start + candle.high], cells[start + candle.low])
    let count =
      (high.kind == .null ? 0 : 1) + (low.kind == .null ? 0 : 1)
      + (cells[start + candle.open].kind == .null ? 0 : 1)
      + (cells[start + candle.close].kind == .null ? 0 : 1)
    if count == 0 { return true }
    guard count == 4 else {
      fault = Fault(
        column: nil, code: .incompleteCandle,
        message: "the candle has \(count) of open, high, low and close; it must have all or none")
      return false
    }
    let isBelow = DecimalText.isLess(
      digits(high), Int(high.length), than: digits(low), Int(low.length))
    guard isBelow else { return true }
    fault = Fault(
      column: "high", code: .highBelowLow,
      message: "the high \(shown(high)) is below the low \(shown(low))")
    return false
  }

  private func digits(_ cell: Cell) -> UnsafePointer<UInt8> {
    // Only for cells with text, and text is never in an empty buffer.
    (base.baseAddress.unsafelyUnwrapped + Int(cell.bits)).assumingMemoryBound(to: UInt8.self)
  }

  // MARK: - Faults

  private mutating func fail(_ column: Int, _ code: RejectCode, _ message: String) -> Cell? {
    fault = Fault(column: plan.columns[column].name, code: code, message: message)
    return nil
  }

  private func shown(_ field: RecordBatch.Field) -> String { Self.shown(content(field)) }

  private func shown(_ cell: Cell) -> String {
    Self.shown(UnsafeRawBufferPointer(start: digits(cell), count: Int(cell.length)))
  }

  /// A value for a sentence: in backquotes, cut where it is long.
  static func shown(_ text: UnsafeRawBufferPointer) -> String {
    let limit = 40
    let start = String(decoding: text.prefix(limit), as: UTF8.self)
    return text.isEmpty ? "an empty text" : "`\(start)`" + (text.count > limit ? "…" : "")
  }
}
