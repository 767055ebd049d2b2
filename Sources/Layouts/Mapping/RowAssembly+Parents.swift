import FlatFiles

/// Cells that name a row of another table.
extension RowAssembly {
  /// The cell of a field that names a parent.
  mutating func parent(_ field: RecordBatch.Field, _ column: Int) -> Cell? {
    let place = parentPlaces[column]
    let index = parents[place].index(of: content(field))
    if index >= 0 { return Cell(kind: .parent, bits: Int64(index)) }
    let rule = plan.parents[place].rule
    if index == ParentDirectory.noRoom {
      return fail(column, .tooManyNames, Self.tooMany(rule.table, shown(field)))
    }
    if rule.isByKey {
      return fail(
        column, .notAnInteger, "\(shown(field)) is not a whole number that fits in 64 bits")
    }
    return rule.table == .sources
      ? fail(column, .badSourceName, "no source name can be made of \(shown(field))")
      : fail(column, .badParentName, "\(shown(field)) names no row of \(rule.table.rawValue)")
  }

  /// What is said of a name for which there is no room any more.
  static func tooMany(_ table: ParentTable, _ name: String) -> String {
    "\(name) is one more of \(table.rawValue) than the \(ParentDirectory.limit) that a file may name,"
      + " or the names are longer than 8 MiB together: is it a column of names?"
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

  /// Gives rows the names that they do not know yet, for each column that names parents.
  func giveNames(to rows: RowBatch) {
    while rows.parents.count < plan.parents.count { rows.parents.append([]) }
    for (place, parent) in plan.parents.enumerated() {
      let known = rows.parents[place].count
      if plan.columns[parent.column].type == .source {
        for name in sources.names.dropFirst(known) { rows.parents[place].append(ParentName(name)) }
        continue
      }
      let names = parents[place].names
      if parent.scope == nil {
        for name in names.dropFirst(known) { rows.parents[place].append(ParentName(name)) }
        continue
      }
      for pair in scopedNames[place].pairs.dropFirst(known) {
        rows.parents[place].append(ParentName(names[Int(pair.name)], scope: Int(pair.scope)))
      }
    }
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
