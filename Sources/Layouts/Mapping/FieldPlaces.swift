import FlatFiles

/// Where the fields that a layout asks for stand among those that a file offers: found once for all of
/// them, because a file may have as many columns as a layout has references.
struct FieldPlaces {
  private let names: RecordNames
  /// Of JSON, where each path was asked for.
  private var paths: [FieldPath: Int] = [:]
  /// Of a header, where each name stands first: as it is spelled, and without regard to case.
  private var spelled: [String: Int] = [:]
  private var folded: [String: Int] = [:]

  init(of layout: EffectiveLayout, in names: RecordNames) {
    self.names = names
    switch names {
    case .positions: break
    case .paths:
      paths = Dictionary(
        layout.fieldPaths.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    case .header(let header):
      for (index, name) in header.enumerated() where spelled[name] == nil {
        spelled[name] = index
        let small = name.lowercased()
        if folded[small] == nil { folded[small] = index }
      }
    }
  }

  /// The indices of a field in a record, the first that is there counts; empty when the file
  /// offers no such field.
  func indices(of reference: Layout.FieldReference) -> [Int] {
    switch names {
    case .positions:
      return reference.position.map { [$0 - 1] } ?? []
    case .paths:
      return (reference.position.map { [$0 - 1] } ?? []) + reference.paths.compactMap { paths[$0] }
    case .header(let header):
      for name in reference.names {
        if let found = index(of: name, in: header) { return [found] }
      }
      guard let position = reference.position, position <= header.count,
        reference.names.isEmpty
      else { return [] }
      return [position - 1]
    }
  }

  /// A name counts as it is spelled first, and then without regard to case; between slashes it is a
  /// regular expression.
  private func index(of name: String, in header: [String]) -> Int? {
    if let pattern = Layout.FieldReference.pattern(name) {
      return header.firstIndex(where: pattern.matches)
    }
    return spelled[name] ?? folded[name.lowercased()]
  }
}
