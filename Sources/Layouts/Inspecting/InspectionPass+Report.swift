import FlatFiles

/// What a reading says of the file.
extension InspectionPass {
  func describe(_ found: inout Inspection) {
    found.error = findings.error
    found.format = sample.format.name
    if case .csv(let dialect) = findings.format ?? sample.format {
      found.dialect = report(on: dialect)
    }
    found.records = findings.records
    found.rows = findings.rows
    found.rejected = findings.rejected
    found.codes = findings.codes
    found.examples = findings.examples.sorted { $0.position.record < $1.position.record }
    found.skipped = findings.skipped
    found.layout = choice.isMadeUp || choice.yaml == nil ? nil : choice.layout?.name
    found.layoutYAML = choice.yaml
    found.isMadeUp = choice.isMadeUp
    found.columns = columnReports
    found.time = timeReport
    found.reasons = reasons(found)
    found.notes = notes(found)
  }

  private func report(on dialect: Dialect) -> Inspection.DialectReport {
    Inspection.DialectReport(
      delimiter: String(decoding: dialect.delimiter, as: UTF8.self),
      quote: dialect.quote.map { String(Unicode.Scalar($0)) },
      escape: dialect.escape.map { String(Unicode.Scalar($0)) },
      lineEnding: beginning.lineEnding(dialect.recordEnd).name,
      headerLines: dialect.headerLines, preambleLines: dialect.preambleLines)
  }

  // MARK: - Columns

  private var columnReports: [Inspection.Column] {
    let targets = choice.yaml == nil ? [:] : self.targets
    return columns.enumerated().map { index, column in
      let range = column.range
      return Inspection.Column(
        name: column.name, type: column.type?.rawValue, nulls: column.missing,
        strays: column.strays, least: range?.least, greatest: range?.greatest,
        example: column.example, becomes: targets[index])
    }
  }

  /// For each column of the file, what it becomes through the layout.
  private var targets: [Int: String] {
    guard let effective else { return [:] }
    let places = places(in: effective)
    var targets: [Int: String] = [:]
    for rule in (shape?.columns ?? []) + (choice.layout?.series.flatMap(\.columns) ?? []) {
      for column in rule.references.flatMap(places) {
        targets[column] = targets[column].map { "\($0), \(rule.name)" } ?? rule.name
      }
    }
    let sources: [Layout.FieldReference] =
      switch effective.source {
      case .field(let reference): [reference]
      case .fields(let template): template.references
      case .named, .header, nil: []
      }
    for column in sources.flatMap(places) where targets[column] == nil {
      targets[column] = "source"
    }
    if let rule = shape?.columns.first(where: { $0.origin == .each }) {
      for column in columns.indices where targets[column] == nil { targets[column] = rule.name }
    }
    return targets
  }

  private var effective: EffectiveLayout? {
    choice.layout.flatMap { try? told.effective($0, file).layout }
  }

  /// The form of the records, by how many fields they have.
  private var shape: Layout.Shape? {
    let width =
      sample.format.isJSON ? sample.columns.count { !$0.isNamed } : sample.columns.count
    let shapes = choice.layout?.shapes ?? []
    return shapes.first { $0.fields == nil || $0.fields == width } ?? shapes.first
  }

  /// What tells the columns that a reference of the layout leads to, the first that is there.
  private func places(
    in effective: EffectiveLayout
  ) -> (_ reference: Layout.FieldReference) -> [Int] {
    let count = columns.count
    guard sample.format.isJSON else {
      let names = sample.columns.filter(\.isNamed).map(\.name)
      let places = FieldPlaces(of: effective, in: names.isEmpty ? .positions : .header(names))
      return { places.indices(of: $0).prefix(1).filter { $0 < count } }
    }
    let places = FieldPlaces(of: effective, in: .paths)
    let paths = effective.fieldPaths.map { SampledFile.name(of: $0) }
    let known = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return { reference in
      let found = places.indices(of: reference).lazy.compactMap { known[paths[$0]] }
      return found.first.map { [$0] } ?? []
    }
  }

  // MARK: - Time

  private var timeReport: Inspection.Time? {
    guard let effective, let rule = shape?.columns.first(where: { $0.name == timeColumn }) else {
      return nil
    }
    let time = findings.time
    let names = rule.references.flatMap(places(in: effective)).map { columns[$0].name }
    guard time.rows > 0 || !names.isEmpty else { return nil }
    return Inspection.Time(
      column: names.joined(separator: " + "), unit: findings.timeForm ?? findings.timeUnit,
      zone: zone(effective),
      isZoneAssumed: findings.assumedUTC,
      from: time.rows > 0 ? time.earliest : nil, to: time.rows > 0 ? time.latest : nil,
      order: time.order?.rawValue, rhythm: time.rhythm, repeated: time.repeated,
      series: time.series)
  }

  private var timeColumn: String? { choice.layout?.time.column }

  /// The zone that makes a difference to how the times are read.
  private func zone(_ effective: EffectiveLayout) -> String? {
    let counts = ["s", "ms", "us", "ns", "per-value"]
    if findings.timeUnit.map(counts.contains) ?? true { return nil }
    return effective.layout.time.zone ?? (findings.assumedUTC ? "UTC" : nil)
  }

  // MARK: - Reasons

  private func reasons(_ found: Inspection) -> [String] {
    var reasons: [String] = []
    if let encoding = encodingReason { reasons.append(encoding) }
    reasons += formatReasons(found)
    if choice.isMadeUp {
      reasons.append("no built-in layout fits, so one is made up of what the file shows")
      reasons += roles.reasons
    }
    return reasons
  }

  private var encodingReason: String? {
    if beginning.hasByteOrderMark { return "it begins with a byte order mark" }
    if told.encoding != .auto { return nil }
    switch beginning.encoding {
    case .utf16LE, .utf16BE: return "each other byte of its beginning is zero, as in UTF-16"
    case .windows1252:
      return "it has bytes that UTF-8 does not have, where Windows-1252 has letters and signs"
    case .auto, .utf8, .latin1: return nil
    }
  }

  private func formatReasons(_ found: Inspection) -> [String] {
    switch sample.format {
    case .csv(let dialect):
      let cut = findings.records - findings.unreadable
      let width = columns.count == 1 ? "1 field" : "\(columns.count) fields"
      let share =
        findings.unreadable == 0
        ? "all records have \(width)"
        : "\(cut) of \(findings.records) records have \(width), and the others cannot be read"
      let header =
        dialect.headerLines == 0
        ? "the first has numbers or times, so it is no header"
        : "the header has names, and no number or time"
      return findings.records == 0 ? [] : [share, header]
    case .capture: return ["its lines begin with a time, and go on as JSON"]
    case .ndjson: return ["most of its first lines are each a JSON value"]
    case .json: return ["it begins as JSON does, with [ or {"]
    case .dump: return ["it begins with statements of SQL, as dumps do"]
    case .copy:
      return [#"its lines have the same number of tabs, and \N stands for what is missing"#]
    }
  }

  // MARK: - Notes

  private func notes(_ found: Inspection) -> [String] {
    var notes = findings.notes
    if sample.columns.isEmpty, findings.records == 0, findings.error == nil {
      notes.append("it has no records")
    } else if findings.records == 0, findings.error == nil {
      notes.append("it has a header and no records, so nothing shows what its columns hold")
    }
    if case .csv(let dialect) = sample.format, beginning.lineEnding(dialect.recordEnd).isMixed {
      notes.append("some lines end in CR and LF, and some in LF alone")
    }
    if sample.isCut { notes.append("its records have more columns than are listed") }
    if findings.sourceIsMissing, choice.yaml != nil {
      notes.append(
        "neither the file nor its name says which source the rows belong to: say --source")
    }
    if choice.isMadeUp, roles.time?.isAmbiguous ?? false, roles.time?.reader.dateOrder == nil {
      notes.append(
        "its dates do not tell the day from the month, so the layout rejects them: add order:"
          + " day-first or month-first to its time")
    }
    if let message = errorAnswer {
      notes.append("this looks like an error that an API answered, and not like data: \(message)")
    }
    for column in columns where column.strays > 0 {
      notes.append(
        "\(column.strays) of the values of `\(column.name)` "
          + (column.strays == 1 ? "is" : "are") + " no \(column.type?.rawValue ?? "value")")
    }
    return notes
  }
}
