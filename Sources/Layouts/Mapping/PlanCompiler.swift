/// Works out the plan for one file, and finds what does not fit before the first record is read.
struct PlanCompiler {
  let layout: EffectiveLayout
  let names: RecordNames
  let fileName: String
  let places: FieldPlaces

  init(layout: EffectiveLayout, names: RecordNames, fileName: String) {
    self.layout = layout
    self.names = names
    self.fileName = fileName
    places = FieldPlaces(of: layout, in: names)
  }

  func compile() throws -> MappingPlan {
    let columns = outputColumns()
    var stores = Stores(parents: try parents(columns))
    let forms = try forms()
    let shapes = try forms.shapes.map { shape in
      try MappingPlan.ShapePlan(
        fields: shape.fields, dataType: shape.dataType,
        cells: ContiguousArray(cells(of: shape, columns, &stores)))
    }
    let checks = try CheckCompiler(columns).compile(layout.layout.checks, &stores.constants)
    return MappingPlan(
      isCSV: names != .paths, columns: columns, shapes: shapes,
      isWide: !forms.series.isEmpty, source: try source(forms, &stores),
      filter: try layout.layout.filter.map(filter),
      time: columns.firstIndex { $0.name == layout.layout.time.column },
      candle: layout.target == Layout.timeSeriesTable ? candle(columns) : nil,
      alternatives: stores.alternatives, derivations: stores.derivations,
      checks: checks, ordinal: ordinal(forms.shapes, columns), parents: stores.parents,
      constants: stores.constants)
  }

  /// What the cells of all shapes put into common arrays.
  struct Stores {
    var alternatives: [Int] = []
    var constants: [UInt8] = []
    var derivations: [Derivation] = []
    var parents: [MappingPlan.ParentPlan]
  }

  /// The source, and then the columns of all shapes and series, each once.
  private func outputColumns() -> [RowColumn] {
    var columns: [RowColumn] = []
    if layout.source != nil { columns.append(RowColumn(name: Self.sourceColumn, type: .source)) }
    var known = Set(columns.map(\.name))
    for rule in layout.layout.columnRules where !isLeftOut(rule) {
      if known.insert(rule.name).inserted {
        columns.append(RowColumn(name: rule.name, type: rule.type, parent: rule.parent))
      }
    }
    return columns
  }

  /// A column that may be absent and is, and so is left to the table's default.
  private func isLeftOut(_ rule: Layout.ColumnRule) -> Bool {
    guard rule.isOptional, rule.defaultText == nil else { return false }
    return rule.references.allSatisfy { places.indices(of: $0).isEmpty }
  }

  static let sourceColumn = "source_id"

  private func parents(_ columns: [RowColumn]) throws -> [MappingPlan.ParentPlan] {
    columns.enumerated().compactMap { index, column in
      column.parent.map { rule in
        MappingPlan.ParentPlan(
          column: index, name: column.name, rule: rule,
          scope: rule.isByKey
            ? nil
            : rule.table.scope.flatMap { scope in columns.firstIndex { $0.name == scope.column } })
      }
    }
  }

  /// The shapes that the header allows.
  func fittingShapes() throws -> [Layout.Shape] {
    let shapes = layout.layout.shapes
    guard case .header(let header) = names else { return shapes }
    let fitting = shapes.filter { $0.fields == nil || $0.fields == header.count }
    guard fitting.isEmpty else { return fitting }
    throw mismatch(
      .wrongWidth(found: header.count, expected: shapes.compactMap(\.fields).sorted()))
  }

  private func cells(
    of shape: Layout.Shape, _ columns: [RowColumn], _ stores: inout Stores
  ) throws -> [CellPlan] {
    // Counted over the columns, not those that this shape has: series share the readers of theirs.
    var timeReaders = 0
    let rules = Dictionary(
      shape.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return try columns.map { column in
      if column.type == .source { return CellPlan(step: .source) }
      let isTime = column.type == .timestamp || column.type == .date
      defer { if isTime { timeReaders += 1 } }
      guard let rule = rules[column.name] else {
        return CellPlan(step: .constant)
      }
      var plan = try cell(rule, &stores)
      if isTime, plan.step != .constant {
        plan.timeReader = timeReaders
        if plan.derivation >= 0 {
          stores.derivations[plan.derivation].cell.timeReader = timeReaders
        }
      }
      return plan
    }
  }

  private func cell(_ rule: Layout.ColumnRule, _ stores: inout Stores) throws -> CellPlan {
    switch rule.origin {
    case .constant(let text):
      return CellPlan(step: .constant, fallback: try constant(text, rule, &stores))
    case .ordinal:
      return CellPlan(step: .ordinal)
    case .field(let reference):
      var plan = try cell(
        reading: reference, as: Self.step(rule.type), for: rule.name,
        isOptional: rule.isOptional, &stores)
      try complete(&plan, rule, &stores)
      return rule.text.isEmpty && rule.numbers.isPlain
        ? plan : derived(Derivation(rule, cell: plan), &stores)
    case .template(let template):
      var plan = CellPlan(step: Self.step(rule.type))
      try complete(&plan, rule, &stores)
      let pieces = try pieces(of: template, for: rule.name, isOptional: rule.isOptional, &stores)
      return derived(Derivation(rule, cell: plan, template: pieces), &stores)
    case .each:
      // `forms` put a field in its place.
      return CellPlan(step: .constant)
    }
  }

  func pieces(
    of template: Layout.FieldTemplate, for column: String, isOptional: Bool = false,
    _ stores: inout Stores
  ) throws -> [Derivation.Piece] {
    try template.parts.map { part in
      switch part {
      case .text(let text): .text(Array(text.utf8))
      case .field(let reference, let otherwise):
        .field(
          try cell(reading: reference, for: column, isOptional: isOptional, &stores),
          otherwise: otherwise.map { Array($0.utf8) })
      }
    }
  }

  /// The cell of a field; read as a time would be unless told, so that blanks around parts of texts
  /// are none of them.
  func cell(
    reading reference: Layout.FieldReference, as step: CellPlan.Step = .timestamp,
    for column: String, isOptional: Bool = false, _ stores: inout Stores
  ) throws -> CellPlan {
    let fields =
      isOptional
      ? places.indices(of: reference) : try fields(reference, for: column)
    var plan = CellPlan(step: step)
    // Behind every field there is: always absent.
    plan.field = fields.first ?? Int(Int32.max)
    let first = stores.alternatives.count
    stores.alternatives += fields.dropFirst()
    plan.alternatives = first..<stores.alternatives.count
    return plan
  }

  /// What becomes of a missing value.
  private func complete(
    _ plan: inout CellPlan, _ rule: Layout.ColumnRule, _ stores: inout Stores
  ) throws {
    plan.isRequired = rule.isRequired || rule.name == layout.layout.time.column
    if let text = rule.defaultText { plan.fallback = try constant(text, rule, &stores) }
  }

  private func derived(_ derivation: Derivation, _ stores: inout Stores) -> CellPlan {
    var plan = derivation.cell
    plan.step = .derived
    plan.derivation = stores.derivations.count
    stores.derivations.append(derivation)
    return plan
  }

  /// The ordinal of the rows, where one of the shapes has a column for it.
  private func ordinal(
    _ shapes: [Layout.Shape], _ columns: [RowColumn]
  ) -> MappingPlan.OrdinalPlan? {
    for rule in shapes.flatMap(\.columns) {
      guard case .ordinal(let ordinal) = rule.origin,
        let column = columns.firstIndex(where: { $0.name == rule.name })
      else { continue }
      let others = columns.indices.filter { $0 != column }
      let among = others.filter { index in
        // Equal rows are always of one source and one time.
        ordinal.among.isEmpty || ordinal.among.contains(columns[index].name)
          || columns[index].type == .source || columns[index].name == layout.layout.time.column
      }
      return MappingPlan.OrdinalPlan(
        column: column, among: among, first: Int64(ordinal.first),
        unless: ordinal.unless.flatMap { name in columns.firstIndex { $0.name == name } })
    }
    return nil
  }

  private static func step(_ type: ColumnType) -> CellPlan.Step {
    switch type {
    case .decimal: .decimal
    case .integer: .integer
    case .text: .text
    case .boolean: .boolean
    case .timestamp: .timestamp
    case .date: .date
    case .json: .json
    case .array: .array
    case .source: .source
    case .parent: .parent
    }
  }

  /// Reads a constant or default by the rules of its column.
  private func constant(
    _ text: String, _ rule: Layout.ColumnRule, _ stores: inout Stores
  ) throws -> Cell {
    let bytes = Array(text.utf8)
    let cell =
      rule.parent == nil
      ? ConstantCell.read(bytes, type: rule.type, at: stores.constants.count)
      : parentCell(text, rule, &stores.parents)
    guard let cell else {
      throw mismatch(.badConstant(column: rule.name, value: text, type: rule.type))
    }
    if cell.length > 0 { stores.constants += bytes }
    return cell
  }

  private func parentCell(
    _ text: String, _ rule: Layout.ColumnRule, _ parents: inout [MappingPlan.ParentPlan]
  ) -> Cell? {
    guard let name = rule.parent?.name(text),
      let place = parents.firstIndex(where: { $0.name == rule.name })
    else { return nil }
    if !parents[place].constants.contains(name) { parents[place].constants.append(name) }
    return parents[place].constants.firstIndex(of: name).map {
      Cell(kind: .parent, bits: Int64($0))
    }
  }

  /// The indices of a field; throws when the file offers no such field.
  func fields(_ reference: Layout.FieldReference, for column: String) throws -> [Int] {
    let fields = places.indices(of: reference)
    guard fields.isEmpty else { return fields }
    if case .header(let header) = names {
      let position = reference.position.map { ["#\($0)"] } ?? []
      let wanted = reference.names.isEmpty ? position : reference.names
      throw mismatch(.columnNotInHeader(column: column, names: wanted, header: header))
    }
    throw mismatch(.headerNeeded(column: column, names: reference.names))
  }

  private func filter(_ rule: Layout.FieldFilter) throws -> MappingPlan.FilterPlan {
    MappingPlan.FilterPlan(
      fields: try fields(rule.field, for: "filter"), values: rule.values.map { WantedText($0) })
  }

  private func candle(_ columns: [RowColumn]) -> MappingPlan.CandleColumns? {
    func index(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
    guard let open = index("open"), let high = index("high"), let low = index("low"),
      let close = index("close")
    else { return nil }
    return MappingPlan.CandleColumns(open: open, high: high, low: low, close: close)
  }

  func mismatch(_ problem: LayoutMismatch.Problem) -> LayoutMismatch {
    LayoutMismatch(file: fileName, layout: layout.name, problem: problem)
  }
}
