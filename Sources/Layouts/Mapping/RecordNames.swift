/// By what the fields of a file's records can be asked for.
package enum RecordNames: Sendable, Hashable {
  /// The names in the header of a CSV file.
  case header([String])
  /// A CSV file without a header.
  case positions
  /// The paths that a JSON file was asked for: `EffectiveLayout.fieldPaths`, in that order.
  case paths
}

extension EffectiveLayout {
  /// The paths to ask of each record of a JSON file: the elements up to one more than the widest
  /// shape has, so that a record with too many is noticed, and then the names.
  package var fieldPaths: [String] {
    let references = fieldReferences
    let widest = layout.shapes.compactMap(\.fields).max()
    let positions = references.compactMap(\.position).max() ?? 0
    let count = max(positions, widest.map { $0 + 1 } ?? 0)
    var paths = (0..<count).map { String($0) }
    for name in references.flatMap(\.names) where !paths.contains(name) { paths.append(name) }
    return paths
  }

  /// Every field that the layout asks for.
  private var fieldReferences: [Layout.FieldReference] {
    var references = layout.shapes.flatMap { $0.columns }.compactMap { column in
      if case .field(let reference) = column.origin { reference } else { nil }
    }
    references += layout.filter.map(\.field)
    if case .field(let reference) = source { references.append(reference) }
    return references
  }

  /// The indices of a field in a record, the first that is there counts; empty when the file
  /// offers no such field.
  func indices(of reference: Layout.FieldReference, in names: RecordNames) -> [Int] {
    switch names {
    case .positions:
      return reference.position.map { [$0 - 1] } ?? []
    case .paths:
      let paths = fieldPaths
      let named = reference.names.compactMap { paths.firstIndex(of: $0) }
      return (reference.position.map { [$0 - 1] } ?? []) + named
    case .header(let header):
      for name in reference.names {
        let found =
          header.firstIndex(of: name)
          ?? header.firstIndex { $0.lowercased() == name.lowercased() }
        if let found { return [found] }
      }
      guard let position = reference.position, position <= header.count,
        reference.names.isEmpty
      else { return [] }
      return [position - 1]
    }
  }
}
