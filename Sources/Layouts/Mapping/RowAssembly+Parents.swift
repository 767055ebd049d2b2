import FlatFiles

/// Cells that name a row of another table.
extension RowAssembly {
  /// The cell of a field that names a parent.
  mutating func parent(_ field: RecordBatch.Field, _ column: Int) -> Cell? {
    let place = parentPlaces[column]
    let index = parents[place].index(of: content(field))
    if index >= 0 { return Cell(kind: .parent, bits: Int64(index)) }
    let rule = plan.parents[place].rule
    if rule.isByKey {
      return fail(
        column, .notAnInteger, "\(shown(field)) is not a whole number that fits in 64 bits")
    }
    return rule.table == .sources
      ? fail(column, .badSourceName, "no source name can be made of \(shown(field))")
      : fail(column, .badParentName, "\(shown(field)) names no row of \(rule.table.rawValue)")
  }

  /// Replaces names that are told within another parent by name and parent together, once the row
  /// has both. Where the row has no such parent, the name means nothing.
  mutating func tellScopes() {
    for place in scopedParents {
      let parent = plan.parents[place]
      guard let scope = parent.scope, !row[parent.column].isNull else { continue }
      if row[scope].isNull {
        row[parent.column] = .null
      } else {
        row[parent.column].bits = scopedNames[place].index(
          name: row[parent.column].bits, scope: row[scope].bits)
      }
    }
  }

  /// The names so far, for each column that names parents; nil when none is new.
  func parentNames(beside known: [[ParentName]]) -> [[ParentName]]? {
    let counts = plan.parents.indices.map { nameCount($0) }
    guard known.map(\.count) != counts else { return nil }
    return plan.parents.indices.map { place in
      if plan.columns[plan.parents[place].column].type == .source {
        return sources.names.map { ParentName($0) }
      }
      let names = parents[place].names
      guard plan.parents[place].scope != nil else { return names.map { ParentName($0) } }
      return scopedNames[place].pairs.map { pair in
        ParentName(names[Int(pair.name)], scope: Int(pair.scope))
      }
    }
  }

  private func nameCount(_ place: Int) -> Int {
    let parent = plan.parents[place]
    if plan.columns[parent.column].type == .source { return sources.names.count }
    return parent.scope == nil ? parents[place].names.count : scopedNames[place].pairs.count
  }
}

/// Names together with the parents within which they are told, each pair once.
struct ScopedNames {
  struct Pair: Hashable {
    var name: Int64
    var scope: Int64
  }

  /// In the order in which they were first met.
  private(set) var pairs: [Pair] = []
  private var indices: [Pair: Int64] = [:]
  private var last = Int64(-1)

  mutating func index(name: Int64, scope: Int64) -> Int64 {
    let pair = Pair(name: name, scope: scope)
    if last >= 0, pairs[Int(last)] == pair { return last }
    if let known = indices[pair] {
      last = known
    } else {
      last = Int64(pairs.count)
      indices[pair] = last
      pairs.append(pair)
    }
    return last
  }
}
