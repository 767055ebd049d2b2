import FlatFiles

/// The machine behind `RowMapper`.
///
/// How it works. A batch is walked once. Each record passes the filter, chooses or keeps the
/// shape, and is turned into cells from left to right; the first fault ends it. The cells of a
/// record that becomes no row are written over by the next. Contents are read through one pointer
/// that is taken once per batch and again after text was derived, because appending may move the
/// bytes. What changes from record to record lies in this struct, not in a class, so that no
/// access is checked twice, and nothing read per field holds a reference.
struct RowAssembly {
  let plan: MappingPlan
  let rules: Layout
  let clock: FileClock
  let missing: MissingTokens
  let interval: CandleInterval?
  /// `plan.time`, or -1.
  let timeColumn: Int
  /// What the times of rows are bound to: the first and last of them, and the marks they are put on.
  let earliest: Int64
  let latest: Int64
  let snap: Layout.Snap?
  /// The mark of the last time.
  var mark: Int64 = 0

  // What the file has shown so far.
  var dataType: DataType?
  /// The cells of the shape that was chosen, in one of `tables`; none before that.
  var shape = UnsafeBufferPointer<CellPlan>(start: nil, count: 0)
  /// One for each shape of the plan.
  let tables: [CellTable]
  /// How many fields the shape has, if it says.
  var fieldCount: Int?
  var timeReaders: [TimeReader] = []
  /// What the file's beginning told of the times of the shape that it chooses.
  var sampledReaders: [TimeReader] = []
  var sources = ParentDirectory(Layout.ParentRule(.sources))
  /// The source that all rows have; -1 when each record names its own.
  var namedSource = -1
  /// For each column that names parents, what it named so far; of the source's, nothing.
  var parents: [ParentDirectory]
  /// By column, its place in `parents`; -1 where it names none.
  let parentPlaces: [Int]
  /// The places of those whose names are told within another parent, and these names.
  let scopedParents: [Int]
  var scopedNames: [ScopedNames]
  /// The sources of the series of wide records.
  private var namedSources: [Int] = []
  /// Which series the record at hand is of.
  private(set) var series = 0
  var traces: [SeriesTrace] = []
  /// How many distances between rows all traces together may keep beyond those that each may.
  var distancesLeft = SeriesTrace.sharedDistances
  /// For each check of which way a column goes.
  var ways: [Ways] = []
  /// Of each check, how often rows failed it that were kept, and the first of them.
  var warnings: [CheckFinding] = []
  /// The checks that the row at hand fails and is kept in spite of.
  var warned: [Int] = []
  var fileChecks: [any FileCheck] = []
  var ordinals = OrdinalTable()
  var key = RowKey()

  // The batch at hand.
  var base = UnsafeRawBufferPointer(start: nil, count: 0)
  private var constantsOffset = 0
  /// The cells of the row at hand.
  var row = UnsafeMutableBufferPointer<Cell>(start: nil, count: 0)
  private(set) var source = -1
  /// Set wherever a record is found to be a reject.
  var fault = Fault(column: nil, code: RejectCode(rawValue: ""), message: "")
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
    timeColumn = plan.time ?? -1
    tables = plan.shapes.map { CellTable($0.cells) }
    earliest = layout.layout.time.earliest
    latest = layout.layout.time.latest ?? clock.now + Calendar.microsecondsPerDay
    snap = layout.layout.time.snap
    parents = plan.parents.map { ParentDirectory($0.rule, names: $0.constants) }
    parentPlaces = plan.columns.indices.map { column in
      plan.parents.firstIndex { $0.column == column } ?? -1
    }
    scopedParents = plan.parents.indices.filter { plan.parents[$0].scope != nil }
    scopedNames = plan.parents.map { _ in ScopedNames() }
    warnings = plan.checks.map { CheckFinding(of: $0.check) }
    ways = plan.checks.map { _ in Ways() }
    if case .named(let names) = plan.source {
      for name in names { namedSources.append(sources.add(name)) }
      namedSource = namedSources.first ?? -1
    }
    let isKnown = plan.shapes.count == 1 && plan.shapes[0].fields == nil
    if plan.isWide || isKnown { choose(0) }
  }

  /// Whether rows that are kept are looked at once more.
  private var isObserved: Bool { !plan.checks.isEmpty || !fileChecks.isEmpty }

  var seriesCount: Int { plan.isWide ? plan.shapes.count : 1 }

  var timeUnit: String? { rowTimeReader?.unit }
  var timeForm: String? { rowTimeReader?.formName }

  /// What reads the times of rows, once the shape is known.
  private var rowTimeReader: TimeReader? {
    guard timeColumn >= 0, !shape.isEmpty, shape[timeColumn].timeReader >= 0 else { return nil }
    return timeReaders[shape[timeColumn].timeReader]
  }

  /// Whether a time of day that names no zone was taken as UTC, because none was told.
  var assumedUTC: Bool { timeReaders.contains { $0.assumedUTC } }

  var extents: [SeriesExtent] {
    zip(sources.names, traces).filter { $1.rowCount > 0 }.map { $1.extent(of: $0) }
  }

  /// Refills `rows`, which the caller has emptied.
  mutating func map(_ batch: RecordBatch, into rows: RowBatch) {
    constantsOffset = plan.constants.withUnsafeBytes { batch.bytes.append($0) }
    base = batch.bytes.bytes
    let seriesCount = self.seriesCount
    precondition(batch.recordsPerItem == seriesCount, "one record for each series of an item")
    // The cells are taken out of the row batch, so that writing one is a store and no more.
    var cells: ContiguousArray<Cell> = []
    var origins: ContiguousArray<Int32> = []
    swap(&cells, &rows.cells)
    swap(&origins, &rows.origins)
    let (width, columnCount) = (batch.columnCount, plan.columns.count)
    let missing = batch.records.count * columnCount - cells.count
    if missing > 0 { cells.append(contentsOf: repeatElement(.null, count: missing)) }
    cells.withUnsafeMutableBufferPointer { cells in
      batch.fields.withUnsafeBufferPointer { fields in
        for record in batch.records.indices {
          if seriesCount > 1 { turn(to: record % seriesCount) }
          let start = origins.count * columnCount
          row = UnsafeMutableBufferPointer(rebasing: cells[start..<start + columnCount])
          let first = (seriesCount == 1 ? record : record / seriesCount) * width
          let own = UnsafeBufferPointer(rebasing: fields[first..<first + width])
          switch assemble(own, batch) {
          case .row:
            origins.append(Int32(truncatingIfNeeded: record))
            if isObserved { observe(batch, record) }
          case .skip(let reason): rows.skipped[reason, default: 0] += 1
          case .reject: rows.rejects.append(reject(batch, record))
          }
        }
      }
    }
    cells.removeLast(cells.count - origins.count * columnCount)
    swap(&cells, &rows.cells)
    swap(&origins, &rows.origins)
    giveNames(to: rows)
  }

  /// Goes on with another series of the same item.
  private mutating func turn(to series: Int) {
    self.series = series
    shape = tables[series].cells
    if !namedSources.isEmpty { namedSource = namedSources[series] }
  }

  private mutating func assemble(
    _ fields: UnsafeBufferPointer<RecordBatch.Field>, _ batch: RecordBatch
  ) -> Outcome {
    guard plan.filter.isEmpty || passesFilter(fields) else { return .skip(.filtered) }
    guard hasShape(fields) else { return .reject }
    var valueCount = 0
    var missingCount = 0
    var missingRequired = -1
    let cells = shape
    for column in cells.indices {
      if cells[column].isPlain, cells[column].field < fields.count {
        let field = fields[cells[column].field]
        if let cell = knownNumber(cells[column], field) {
          row[column] = cell
          valueCount += 1
          continue
        }
        if let cell = plainCell(cells[column], column, field) {
          row[column] = cell
          if column != timeColumn { valueCount += 1 }
          continue
        }
      }
      switch cells[column].step {
      case .constant:
        row[column] = stored(cells[column].fallback)
      case .source:
        source = readSource(fields)
        if source < 0 { return .reject }
        row[column] = Cell(kind: .source, bits: Int64(source))
      case .ordinal:
        row[column] = .null
      default:
        if column != timeColumn { valueCount += 1 }
        switch fill(column, cells[column], fields, batch) {
        case .value: break
        case .wrong: return .reject
        case .missing where column == timeColumn: return missingValue(column)
        case .missing:
          missingCount += 1
          if cells[column].isRequired, missingRequired < 0 { missingRequired = column }
          row[column] = stored(cells[column].fallback)
        }
      }
    }
    if valueCount > 0, missingCount == valueCount, rules.nullRows != .keep { return nullRow() }
    if missingRequired >= 0 { return missingValue(missingRequired) }
    return judgeRow()
  }

  private enum Found {
    case value
    case missing
    /// `fault` is set.
    case wrong
  }

  /// Reads a cell of any kind from what the record has for it.
  @inline(never)
  private mutating func fill(
    _ column: Int, _ cell: CellPlan, _ fields: UnsafeBufferPointer<RecordBatch.Field>,
    _ batch: RecordBatch
  ) -> Found {
    if cell.derivation >= 0 {
      guard derive(cell, column, fields, batch) else { return .wrong }
      return row[column].isNull ? .missing : .value
    }
    guard let field = present(cell, fields) else { return .missing }
    guard let value = read(field, cell, column, batch) else { return .wrong }
    row[column] = value
    return .value
  }

  /// A constant or default, with text found in this batch.
  func stored(_ cell: Cell) -> Cell {
    switch cell.kind {
    case .decimal, .text, .json:
      Cell(kind: cell.kind, bits: cell.bits + Int64(constantsOffset), length: Int(cell.length))
    default: cell
    }
  }

  func reject(_ batch: RecordBatch, _ record: Int) -> Reject {
    Reject(
      position: batch.records[record].position, column: fault.column, code: fault.code,
      message: fault.message, raw: Array(batch.raw(record)))
  }
}
