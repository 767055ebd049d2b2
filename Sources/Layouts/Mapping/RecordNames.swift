package import FlatFiles

/// By what the fields of a file's records can be asked for.
package enum RecordNames: Sendable, Hashable {
  /// The names in the header of a CSV file, or those of the columns of a dump's table.
  case header([String])
  /// A CSV file without a header, or rows whose columns are not named.
  case positions
  /// The paths that a JSON file was asked for: `EffectiveLayout.fieldPaths`, in that order.
  case paths
}

extension RecordNames {
  /// What an open file offers.
  package init(_ reader: any RecordReader) {
    self =
      reader.format.isJSON ? .paths : reader.columnNames.map { .header($0) } ?? .positions
  }
}

extension EffectiveLayout {
  /// How to open a file for this layout.
  package func readOptions() -> ReadOptions {
    var options = ReadOptions()
    options.format =
      switch layout.format {
      case .auto: .auto
      case .csv: .csv
      case .json: .json
      case .ndjson: .ndjson
      case .capture: .capture
      case .dump: .dump
      case .copy: .copy
      }
    options.encoding = layout.encoding
    options.table = layout.dumpTable
    options.tableMeansDump = isTableTold || layout.format == .dump
    layout.dialect.tell(&options.dialect)
    // A first record that is cut short must not make the rest too wide.
    if layout.shapes.count == 1 { options.dialect.columnCount = layout.shapes[0].fields }
    options.records = layout.records
    options.fieldPaths = fieldPaths
    options.duplicateKeys = layout.duplicateKeys
    options.nonFinite = layout.nonFinite
    return options
  }

  /// The paths to ask of each record of a JSON file: the elements up to one more than the widest
  /// shape has, so that a record with too many is noticed, and then the names.
  package var fieldPaths: [FieldPath] {
    let references = fieldReferences
    let widest = layout.shapes.compactMap(\.fields).max()
    let positions = references.compactMap(\.position).max() ?? 0
    let count = max(positions, widest.map { $0 + 1 } ?? 0)
    var paths = (0..<count).map { FieldPath([.index($0)]) }
    var known = Set(paths)
    for path in references.flatMap(\.paths) where known.insert(path).inserted { paths.append(path) }
    return paths
  }

  /// How many of the columns that a header names the layout reads.
  func columnsRead(of names: RecordNames) -> Int {
    guard case .header = names else { return 0 }
    let places = FieldPlaces(of: self, in: names)
    return Set(fieldReferences.flatMap { places.indices(of: $0) }).count
  }

  /// Every field that the layout asks for.
  var fieldReferences: [Layout.FieldReference] {
    var references = layout.columnRules.flatMap(\.references)
    references += layout.filter.map(\.field)
    switch source {
    case .field(let reference): references.append(reference)
    case .fields(let template): references += template.references
    case .named, .header, nil: break
    }
    return references
  }
}

extension Layout.FieldReference {
  /// The regular expression that a name between slashes is; nil for any other name.
  static func pattern(_ name: String) -> Pattern? {
    guard name.count > 2, name.hasPrefix("/"), name.hasSuffix("/") else { return nil }
    return Pattern(String(name.dropFirst().dropLast()))
  }

  /// The names as paths; one that cannot be a path is a key.
  var paths: [FieldPath] { names.map { FieldPath($0) ?? FieldPath([.key($0)]) } }
}
