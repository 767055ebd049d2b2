import FlatFiles

/// The machine behind `RowMapper`.
///
/// How it works. A batch is walked once. Each record passes the filter, chooses or keeps the
/// shape, and is turned into cells from left to right; the first fault ends it. Cells of a record
/// that becomes no row are cut off again. Contents are read through one pointer that is taken once
/// per batch and again after text was derived, because appending may move the bytes. What changes
/// from record to record lies in this struct, not in a class, so that no access is checked twice.
struct RowAssembly {
  let plan: MappingPlan
  let rules: Layout
  private let interval: CandleInterval?
  let clock: FileClock
  private let missing: MissingTokens

  // What the file has shown so far.
  private var shape: MappingPlan.ShapePlan?
  var timeReaders: [TimeReader] = []
  private var sources = SourceDirectory()
  private var namedSource = -1
  private var traces: [SeriesTrace] = []

  // The batch at hand.
  var base = UnsafeRawBufferPointer(start: nil, count: 0)
  private var constantsOffset = 0
  var cells: ContiguousArray<Cell> = []
  private var source = -1
  var fault: Fault?
  var scratch: [UInt8] = []

  /// Why a record becomes no row.
  struct Fault {
    var column: String?
    var code: RejectCode
    var message: String
  }

  enum Outcome {
    case row
    case skip(SkipReason)
    case reject
  }

  init(layout: EffectiveLayout, plan: MappingPlan, clock: FileClock) {
    self.plan = plan
    self.clock = clock
    rules = layout.layout
    interval = layout.interval
    missing = MissingTokens(layout.layout.missing)
    if case .named(let name) = plan.source { namedSource = sources.add(name) }
    if plan.shapes.count == 1, plan.shapes[0].fields == nil { choose(plan.shapes[0]) }
  }

  var dataType: DataType? { shape?.dataType }

  var timeUnit: String? {
    guard let time = plan.time, let shape, shape.cells[time].timeReader >= 0 else { return nil }
    return timeReaders[shape.cells[time].timeReader].unit
  }

  var extents: [SeriesExtent] {
    zip(sources.names, traces).filter { $1.rowCount > 0 }.map { $1.extent(of: $0) }
  }

  // MARK: - Records

  mutating func map(_ batch: RecordBatch, into rows: RowBatch) {
    swap(&cells, &rows.cells)
    constantsOffset = plan.constants.withUnsafeBytes { batch.bytes.append($0) }
    base = batch.bytes.bytes
    let width = batch.columnCount
    batch.fields.withUnsafeBufferPointer { fields in
      for record in batch.records.indices {
        let start = cells.count
        let own = UnsafeBufferPointer(rebasing: fields[record * width..<(record + 1) * width])
        switch assemble(own, batch) {
        case .row:
          rows.origins.append(Int32(truncatingIfNeeded: record))
        case .skip(let reason):
          cells.removeLast(cells.count - start)
          rows.skipped[reason, default: 0] += 1
        case .reject:
          cells.removeLast(cells.count - start)
          rows.rejects.append(reject(batch, record))
        }
      }
    }
    swap(&cells, &rows.cells)
    if rows.sourceNames.count != sources.names.count { rows.sourceNames = sources.names }
  }

  private mutating func assemble(
    _ fields: UnsafeBufferPointer<RecordBatch.Field>, _ batch: RecordBatch
  ) -> Outcome {
    guard plan.filter.isEmpty || passesFilter(fields) else { return .skip(.filtered) }
    guard hasShape(fields), let shape else { return .reject }
    let start = cells.count
    let count = shape.cells.count
    var valueCount = 0
    var missingCount = 0
    var missingRequired = -1
    for column in 0..<count {
      let cell = shape.cells[column]
      switch cell.step {
      case .constant:
        cells.append(stored(cell.fallback))
      case .source:
        guard let source = readSource(fields) else { return .reject }
        self.source = source
        cells.append(Cell(kind: .source, bits: Int64(source)))
      default:
        let isTime = column == plan.time
        if !isTime { valueCount += 1 }
        guard let field = present(cell, fields) else {
          if isTime { return missingValue(column) }
          missingCount += 1
          if cell.isRequired, missingRequired < 0 { missingRequired = column }
          cells.append(stored(cell.fallback))
          continue
        }
        guard let value = read(field, cell, column, batch) else { return .reject }
        cells.append(value)
      }
    }
    if valueCount > 0, missingCount == valueCount, rules.nullRows != .keep {
      return nullRow()
    }
    if missingRequired >= 0 { return missingValue(missingRequired) }
    return judge(start)
  }

  /// Judges the row as a whole: candles and extents.
  private mutating func judge(_ start: Int) -> Outcome {
    if let candle = plan.candle, !isCandle(candle, start) { return .reject }
    guard let time = plan.time, cells[start + time].kind == .timestamp else { return .row }
    let moment = cells[start + time].bits
    if let interval, let captured = clock.captured, interval.end(ofCandleAt: moment) > captured {
      return .skip(.unfinished)
    }
    if source >= 0 {
      while traces.count <= source { traces.append(SeriesTrace()) }
      traces[source].add(moment)
    }
    return .row
  }

  /// A row without a single value, where the layout does not keep such rows.
  private mutating func nullRow() -> Outcome {
    guard rules.nullRows == .reject else { return .skip(.nullRow) }
    fault = Fault(column: nil, code: .nullRow, message: "every value of the record is missing")
    return .reject
  }

  private mutating func missingValue(_ column: Int) -> Outcome {
    let name = plan.columns[column].name
    fault = Fault(column: name, code: .missingValue, message: "`\(name)` is missing")
    return .reject
  }

  private func reject(_ batch: RecordBatch, _ record: Int) -> Reject {
    Reject(
      position: batch.records[record].position, column: fault?.column,
      code: fault?.code ?? .missingValue, message: fault?.message ?? "",
      raw: Array(batch.raw(record)))
  }

  // MARK: - Filter, shape, source

  private func passesFilter(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    plan.filter.allSatisfy { rule in
      rule.fields.contains { index in
        guard index < fields.count, fields[index].kind != .absent else { return false }
        let text = content(fields[index])
        return rule.values.contains { $0.elementsEqual(text) }
      }
    }
  }

  /// Whether the record has the form that the file began with; the first one chooses.
  @inline(__always)
  private mutating func hasShape(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    guard let shape else { return choosesShape(fields) }
    guard let wanted = shape.fields else { return true }
    if has(wanted, fields) { return true }
    fault = Fault(
      column: nil, code: .wrongWidth,
      message: "the file began with \(Self.fieldsText(wanted)), this record has "
        + Self.fieldsText(width(fields)))
    return false
  }

  private mutating func choosesShape(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    if let fitting = plan.shapes.first(where: { $0.fields.map { has($0, fields) } ?? true }) {
      choose(fitting)
      return true
    }
    let wanted = plan.shapes.compactMap(\.fields).sorted().map(String.init)
    fault = Fault(
      column: nil, code: .wrongWidth,
      message: "the record has \(Self.fieldsText(width(fields))), expected "
        + wanted.joined(separator: " or "))
    return false
  }

  private mutating func choose(_ shape: MappingPlan.ShapePlan) {
    self.shape = shape
    let count = shape.cells.count { $0.timeReader >= 0 }
    let reader = TimeReader(unit: rules.time.unit, zone: rules.time.zone)
    timeReaders = [TimeReader](repeating: reader, count: count)
  }

  @inline(__always)
  private func has(_ count: Int, _ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    fields.count >= count && fields[count - 1].kind != .absent
      && (fields.count == count || fields[count].kind == .absent)
  }

  private func width(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Int {
    (fields.lastIndex { $0.kind != .absent } ?? -1) + 1
  }

  private static func fieldsText(_ count: Int) -> String {
    count == 1 ? "1 field" : "\(count) fields"
  }

  private mutating func readSource(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Int? {
    guard case .fields(let indices) = plan.source else { return namedSource }
    for index in indices where index < fields.count && fields[index].kind != .absent {
      let text = content(fields[index])
      let source = fields[index].kind == .null ? -1 : sources.index(of: text)
      if source >= 0 { return source }
      fault = Fault(
        column: PlanCompiler.sourceColumn, code: .badSourceName,
        message: "no source name can be made of \(Self.shown(text))")
      return nil
    }
    fault = Fault(
      column: PlanCompiler.sourceColumn, code: .missingValue,
      message: "the record does not name its source")
    return nil
  }

  // MARK: - Cells

  /// A field that holds something; nil where the value is missing.
  @inline(__always)
  private func present(
    _ cell: CellPlan, _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> RecordBatch.Field? {
    var field = cell.field < fields.count ? fields[cell.field] : .absent
    if field.kind == .absent {
      for index in cell.alternatives where index < fields.count && field.kind == .absent {
        field = fields[index]
      }
    }
    switch field.kind {
    case .absent, .null: return nil
    case .bare where field.length == 0: return nil
    default: break
    }
    if cell.step != .text, cell.step != .json {
      field = trimmed(field)
      if field.length == 0, field.kind == .bare { return nil }
    }
    return !missing.isEmpty && missing.contains(content(field)) ? nil : field
  }

  private mutating func read(
    _ field: RecordBatch.Field, _ cell: CellPlan, _ column: Int, _ batch: RecordBatch
  ) -> Cell? {
    switch cell.step {
    case .decimal: decimal(field, column, batch)
    case .timestamp, .date: time(field, cell, column)
    case .integer: integer(field, column)
    case .boolean: boolean(field, column)
    case .text: text(field, column)
    case .json: json(field, column, batch)
    case .constant, .source: .null
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
  private func trimmed(_ field: RecordBatch.Field) -> RecordBatch.Field {
    var field = field
    let text = bytes(field)
    var start: UInt32 = 0
    var end = field.length
    while start < end, text[Int(start)] == 0x20 || text[Int(start)] == 0x09 { start += 1 }
    while end > start, text[Int(end) - 1] == 0x20 || text[Int(end) - 1] == 0x09 { end -= 1 }
    field.offset += start
    field.length = end - start
    return field
  }

  /// A constant or default, with text found in this batch.
  private func stored(_ cell: Cell) -> Cell {
    switch cell.kind {
    case .decimal, .text, .json:
      Cell(kind: cell.kind, bits: cell.bits + Int64(constantsOffset), length: Int(cell.length))
    default: cell
    }
  }
}
