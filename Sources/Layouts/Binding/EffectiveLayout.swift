/// A layout bound to one file: options applied, the file's name asked for source and interval.
///
/// With the content of the file and the target table it is what a load is: `canonicalText` is
/// equal exactly when two effective layouts make the same rows of the same bytes.
package struct EffectiveLayout: Sendable, Hashable {
  /// The layout after the options.
  package let layout: Layout
  package let source: Source?
  /// How long a candle of this file lasts; nil when the layout does not say.
  package let interval: CandleInterval?
  /// Whether the options tell the table of a dump: then the file must be one. A layout's own table
  /// only says which to take of a dump.
  let isTableTold: Bool
  /// Whether the file's name is one that the layout's `file_name` describes.
  let isOfFileName: Bool

  package var name: String { layout.name }
  package var target: String { layout.target }

  /// Which source the rows belong to.
  package enum Source: Sendable, Hashable {
    case named(String)
    case field(Layout.FieldReference)
    case fields(Layout.FieldTemplate)
    case header(ofColumn: String)
  }
}

extension Layout {
  /// Whether a record holds several series, each a row of its own.
  package var isWide: Bool {
    !series.isEmpty || shapes.contains { $0.columns.contains { $0.origin == .each } }
  }

  /// Whether rows say which of a group they are, by the order of their records.
  package var numbersRecords: Bool {
    columnRules.contains { if case .ordinal = $0.origin { true } else { false } }
  }

  /// Binds the layout to a file by its name, without the folder.
  ///
  /// Throws `LayoutMismatch` when the options make no sense here or the file's name does not tell
  /// the source that the layout wants from it.
  package func effective(
    _ options: LayoutOptions = LayoutOptions(), fileName: String
  ) throws -> EffectiveLayout {
    var layout = self
    layout.dumpTable = options.table ?? dumpTable
    layout.target = options.target.map(Self.table) ?? target
    layout.encoding = options.encoding ?? encoding
    layout.time.unit = options.unit ?? time.unit
    layout.time.zone = options.zone ?? time.zone
    layout.time.snap = options.snap ?? time.snap
    layout.nullRows = options.nullRows ?? nullRows
    layout.createsParents = options.createsParents ?? createsParents
    func mismatch(_ problem: LayoutMismatch.Problem) -> LayoutMismatch {
      LayoutMismatch(file: fileName, layout: name, problem: problem)
    }
    if let zone = layout.time.zone, !ZoneOffsets.exists(zone) { throw mismatch(.noSuchZone(zone)) }
    let groups = FileNameGroups(fileName, pattern: self.fileName)
    try layout.bindConstants(groups, mismatch)
    let interval = try layout.boundInterval(options.interval, groups, mismatch)
    if interval == nil, layout.checks.contains(where: { $0.rule == .interval(nil) }) {
      throw mismatch(.intervalNotKnown)
    }
    return EffectiveLayout(
      layout: layout, source: try layout.boundSource(options.source, groups, mismatch),
      interval: interval, isTableTold: options.table != nil, isOfFileName: groups.isMatch)
  }

  private mutating func bindConstants(
    _ groups: FileNameGroups, _ mismatch: (LayoutMismatch.Problem) -> LayoutMismatch
  ) throws {
    func bind(_ rules: inout [ColumnRule]) throws {
      for column in rules.indices {
        guard case .constant(let text) = rules[column].origin else { continue }
        guard let filled = groups.fillNames(text) else {
          throw mismatch(
            .constantNotInFileName(column: rules[column].name, text, pattern: fileName))
        }
        rules[column].origin = .constant(filled)
      }
    }
    for shape in shapes.indices { try bind(&shapes[shape].columns) }
    for place in series.indices { try bind(&series[place].columns) }
  }

  private func boundSource(
    _ option: String?, _ groups: FileNameGroups,
    _ mismatch: (LayoutMismatch.Problem) -> LayoutMismatch
  ) throws -> EffectiveLayout.Source? {
    if let option {
      guard SourceName.isValid(option) else { throw mismatch(.badSourceName(option)) }
      return .named(option)
    }
    switch source {
    case .template(let template):
      guard let text = groups.fill(template) else {
        throw mismatch(.sourceNotInFileName(pattern: fileName))
      }
      guard let name = SourceName.sanitised(text) else { throw mismatch(.badSourceName(text)) }
      return .named(name)
    case .field(let reference): return .field(reference)
    case .fields(let template): return .fields(template)
    case .header(let column): return .header(ofColumn: column)
    case nil:
      guard target != Self.timeSeriesTable, !isWide else { throw mismatch(.sourceNotNamed) }
      return nil
    }
  }

  private func boundInterval(
    _ option: String?, _ groups: FileNameGroups,
    _ mismatch: (LayoutMismatch.Problem) -> LayoutMismatch
  ) throws -> CandleInterval? {
    if let option {
      guard let interval = CandleInterval(option) else { throw mismatch(.badInterval(option)) }
      return interval
    }
    guard let template = interval, let text = groups.fill(template) else { return nil }
    guard let interval = CandleInterval(text) else { throw mismatch(.badInterval(text)) }
    return interval
  }
}
