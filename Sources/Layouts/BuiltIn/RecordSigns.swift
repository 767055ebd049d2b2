import FlatFiles

/// What of a file's records, before they are read, speaks for a layout.
struct RecordSigns {
  /// Whether the records have what the layout asks for by name, spelled as it spells it.
  let areThere: Bool
  /// Whether nearly any records of times and numbers would do.
  let areFew: Bool
  /// How many columns of a header the layout reads; 0 where there is none.
  let columnCount: Int
  /// Clauses for people.
  let reasons: [String]

  init(of layout: Layout, in reading: FileSample.Reading) {
    let header: [String]? = if case .header(let names) = reading.names { names } else { nil }
    let width = header?.count ?? Self.width(reading.batch)
    let rules =
      layout.shapes.filter { $0.fields == nil || $0.fields == width }.flatMap(\.columns)
      + layout.series.flatMap(\.columns)
    let wanted = rules.filter { !$0.isOptional }
    let references = wanted.flatMap(\.references) + layout.filter.map(\.field)
    let names = Set(rules.map(\.name))
    let isTyped =
      names.isSuperset(of: ["open", "high", "low", "close"]) || !layout.filter.isEmpty
      || rules.contains { [.boolean, .text, .integer, .json, .array, .parent].contains($0.type) }
    if let header {
      let named = references.filter { !$0.names.isEmpty }
      let found = named.map { $0.spelled(in: header) }
      let also = layout.recognition.header
      areThere =
        !named.isEmpty && found.allSatisfy { $0 != nil }
        && (also.isEmpty || also.contains(where: header.contains))
      areFew = false
      let optional = rules.filter(\.isOptional).flatMap(\.references)
      let read = Self.unique((found + optional.map { $0.spelled(in: header) }).compactMap(\.self))
      columnCount = read.count
      reasons = ["its header has " + Self.list(read.map { "`\($0)`" })]
      return
    }
    columnCount = 0
    if case .paths = reading.names {
      let paths = references.flatMap(\.names)
      areThere = true
      areFew = paths.isEmpty && !isTyped
      reasons = width == 0 ? [] : ["its records have \(width) fields"]
    } else {
      areThere = true
      areFew = !isTyped
      reasons = ["its records have \(width) fields"]
    }
  }

  /// How many fields the first record has; of JSON, of those that are asked for by position.
  private static func width(_ batch: RecordBatch) -> Int {
    guard batch.records.count > 0 else { return 0 }
    let first = batch.firstField(of: 0)
    return batch.fields[first..<first + batch.columnCount].prefix { $0.kind != .absent }.count
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// The first of them, and that there are more.
  private static func list(_ names: [String]) -> String {
    names.count <= 4
      ? names.joined(separator: ", ") : names.prefix(3).joined(separator: ", ") + " and others"
  }
}

extension Layout.FieldReference {
  /// The first of its names that a header has in the same spelling.
  fileprivate func spelled(in header: [String]) -> String? {
    for name in names {
      if header.contains(name) { return name }
      if let pattern = Self.pattern(name) {
        let found = header.first(where: pattern.matches)
        if let found { return found }
      }
    }
    return nil
  }
}
