import FlatFiles

/// What a record is judged by before its cells are made: filter, shape and source.
extension RowAssembly {
  /// Changes nothing, but says so to be handed the assembly itself and not a copy of it.
  mutating func passesFilter(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    for rule in plan.filter where !hasOne(of: rule, fields) { return false }
    return true
  }

  @inline(__always)
  private mutating func hasOne(
    of rule: MappingPlan.FilterPlan, _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> Bool {
    for index in rule.fields where index < fields.count && !fields[index].kind.isAbsent {
      let text = bytes(fields[index])
      let count = Int(fields[index].length)
      for value in rule.values where value.isSame(as: text, count: count) { return true }
    }
    return false
  }

  /// Whether the record has the form that the file began with; the first one chooses.
  @inline(__always)
  mutating func hasShape(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    if shape.isEmpty { return choosesShape(fields) }
    guard let wanted = fieldCount else { return true }
    if has(wanted, fields) { return true }
    fault = Fault(
      column: nil, code: .wrongWidth,
      message: "the file began with \(Self.fieldsText(wanted)), this record has "
        + Self.fieldsText(width(fields)))
    return false
  }

  mutating func choosesShape(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    let fitting = plan.shapes.firstIndex { $0.fields.map { has($0, fields) } ?? true }
    if let fitting {
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

  /// Goes on with one of the shapes of the plan.
  mutating func choose(_ place: Int) {
    shape = tables[place].cells
    dataType = plan.shapes[place].dataType
    fieldCount = plan.shapes[place].fields
    let count = plan.columns.count { $0.type == .timestamp || $0.type == .date }
    timeReaders =
      sampledReaders.count == count
      ? sampledReaders : [TimeReader](repeating: TimeReader(rules.time), count: count)
  }

  @inline(__always)
  func has(_ count: Int, _ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Bool {
    fields.count >= count && !fields[count - 1].kind.isAbsent
      && (fields.count == count || fields[count].kind.isAbsent)
  }

  func width(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Int {
    (fields.lastIndex { !$0.kind.isAbsent } ?? -1) + 1
  }

  static func fieldsText(_ count: Int) -> String {
    count == 1 ? "1 field" : "\(count) fields"
  }

  /// The index of the record's source; -1, with `fault` set, where it has none.
  @inline(__always)
  mutating func readSource(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Int {
    namedSource >= 0 ? namedSource : readOwnSource(fields)
  }

  private mutating func readOwnSource(_ fields: UnsafeBufferPointer<RecordBatch.Field>) -> Int {
    switch plan.source {
    case .fields(let indices): readSource(from: indices, fields)
    case .parts(let pieces, let endings): readSource(from: pieces, endings[series], fields)
    case .named, nil: -1
    }
  }

  private mutating func readSource(
    from pieces: [Derivation.Piece], _ ending: [UInt8],
    _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> Int {
    guard fill(pieces, fields) else { return noSource() }
    scratch += ending
    let source = scratch.withUnsafeBytes { sources.index(of: $0) }
    return source >= 0 ? source : scratch.withUnsafeBytes { badSource($0, source) }
  }

  private mutating func readSource(
    from indices: [Int], _ fields: UnsafeBufferPointer<RecordBatch.Field>
  ) -> Int {
    for index in indices where index < fields.count && !fields[index].kind.isAbsent {
      let text = content(fields[index])
      let source = text.isEmpty ? ParentDirectory.noName : sources.index(of: text)
      return source >= 0 ? source : badSource(text, source)
    }
    return noSource()
  }

  private mutating func badSource(_ text: UnsafeRawBufferPointer, _ why: Int) -> Int {
    let hasRoom = why != ParentDirectory.noRoom
    fault = Fault(
      column: PlanCompiler.sourceColumn, code: hasRoom ? .badSourceName : .tooManyNames,
      message: hasRoom
        ? "no source name can be made of \(Self.shown(text))"
        : Self.tooMany(.sources, Self.shown(text)))
    return -1
  }

  private mutating func noSource() -> Int {
    fault = Fault(
      column: PlanCompiler.sourceColumn, code: .missingValue,
      message: "the record does not name its source")
    return -1
  }
}

extension RecordBatch.FieldKind {
  /// A switch, because comparing kinds of another module is a call.
  @inline(__always)
  var isAbsent: Bool {
    switch self {
    case .absent: true
    default: false
    }
  }
}
