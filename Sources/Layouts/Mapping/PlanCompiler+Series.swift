/// Records that hold several series: each series is a shape of its own, and its turn comes once per
/// record of the file.
extension PlanCompiler {
  /// The forms that a record takes.
  struct Forms {
    var shapes: [Layout.Shape]
    /// What tells the series apart, one for each shape; empty where a record is one row.
    var series: [String] = []
  }

  func forms() throws -> Forms {
    let base = layout.layout.shapes[0]
    if !layout.layout.series.isEmpty {
      return Forms(
        shapes: layout.layout.series.map { base.with($0.columns) },
        series: layout.layout.series.map(\.suffix))
    }
    guard let each = base.columns.first(where: { $0.origin == .each }) else {
      return Forms(shapes: try fittingShapes())
    }
    return try forms(of: base, each)
  }

  /// A form for each field of the header that nothing else reads.
  private func forms(of base: Layout.Shape, _ each: Layout.ColumnRule) throws -> Forms {
    guard case .header(let header) = names else {
      throw mismatch(.headerNeededForEach(column: each.name))
    }
    let others = Set(layout.fieldReferences.flatMap { places.indices(of: $0) })
    let free = header.indices.filter { !others.contains($0) }
    guard !free.isEmpty else {
      throw mismatch(.nothingForEach(column: each.name, header: header))
    }
    var forms = Forms(shapes: [])
    var twins: [String: Int] = [:]
    for index in free {
      guard let name = SourceName.sanitised(header[index]) else {
        throw mismatch(.badSourceName(header[index]))
      }
      if let twin = twins.updateValue(index, forKey: name) {
        throw mismatch(.twoSeries(named: name, header[twin], header[index]))
      }
      var rule = each
      rule.origin = .field(Layout.FieldReference(position: index + 1))
      forms.shapes.append(base.with([rule]))
      forms.series.append(name)
    }
    return forms
  }

  func source(_ forms: Forms, _ stores: inout Stores) throws -> MappingPlan.SourcePlan? {
    switch layout.source {
    case nil: return nil
    case .named(let name):
      // The only other column of a file is what was asked for, whatever it is called there.
      let isAlone = layout.layout.series.isEmpty && forms.series.count <= 1
      return .named(isAlone ? [name] : forms.series.map { "\(name)_\($0)" })
    case .field(let reference):
      let fields = try fields(reference, for: "source")
      if forms.series.isEmpty { return .fields(fields) }
      let field = try cell(reading: reference, for: "source", &stores)
      return .parts([.field(field, otherwise: nil)], forms.endings)
    case .fields(let template):
      return .parts(try pieces(of: template, for: "source", &stores), forms.endings)
    case .header(let column):
      return .named(try forms.shapes.map { try headerName(of: column, in: $0) })
    }
  }

  private func headerName(of column: String, in shape: Layout.Shape) throws -> String {
    let header: [String] = if case .header(let header) = names { header } else { [] }
    let rule = shape.columns.first { $0.name == column }
    guard case .field(let reference) = rule?.origin,
      let index = places.indices(of: reference).first, index < header.count
    else { throw mismatch(.headerNeeded(column: "source", names: [column])) }
    guard let name = SourceName.sanitised(header[index]) else {
      throw mismatch(.badSourceName(header[index]))
    }
    return name
  }
}

extension PlanCompiler.Forms {
  /// What the names of sources end in, one for each form.
  fileprivate var endings: [[UInt8]] {
    series.isEmpty ? [[]] : series.map { Array("_\($0)".utf8) }
  }
}

extension Layout.Shape {
  /// The shape with these columns in place of those of their names, or beside the others.
  fileprivate func with(_ columns: [Layout.ColumnRule]) -> Layout.Shape {
    var shape = self
    for column in columns {
      if let place = shape.columns.firstIndex(where: { $0.name == column.name }) {
        shape.columns[place] = column
      } else {
        shape.columns.append(column)
      }
    }
    return shape
  }
}
