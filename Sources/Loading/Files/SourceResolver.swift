import Layouts
import Store

/// The ids of the sources that a file names, made where there are none.
final class SourceResolver {
  private(set) var names: [String] = []
  private(set) var ids: [Int32] = []
  /// The sources that were made, in order.
  private(set) var created: [SourceDefinition] = []
  private let registry: SourceRegistry
  private let load: Int64
  private let definitions: [String: SourceDefinition]

  init(_ registry: SourceRegistry, load: Int64, definitions: [SourceDefinition]) {
    self.registry = registry
    self.load = load
    self.definitions = Dictionary(
      definitions.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Looks up the names that are new since the last call. `names` are all so far, in the order of
  /// the mapper's indices; `dataType` is what a source is that nobody has declared.
  func resolve(_ names: [String], dataType: Layouts.DataType?) throws {
    for name in names.dropFirst(ids.count) {
      let derived = Store.DataType(rawValue: dataType?.rawValue ?? "") ?? .simple
      let definition = definitions[name] ?? SourceDefinition(name: name, dataType: derived)
      let entry = try registry.findOrCreate(definition, for: load)
      if entry.isNew { created.append(definition) }
      self.names.append(name)
      ids.append(entry.id)
    }
  }

  /// Makes sure that the sources are there when the rows commit. Belongs into that transaction.
  ///
  /// - Throws: `SourceWithdrawn`.
  func keep() throws { try registry.keep(ids, names: names) }

  /// Gives the sources that were made without one the update frequency that their rows show.
  func setFrequencies(_ extents: [SeriesExtent]) throws {
    let undeclared = Set(created.filter { $0.updateFrequencySeconds == nil }.map(\.name))
    for extent in extents where undeclared.contains(extent.source) {
      guard let interval = extent.medianInterval, interval > 0,
        let index = names.firstIndex(of: extent.source)
      else { continue }
      try registry.setFrequency(Double(interval) / 1e6, of: ids[index], madeBy: load)
    }
  }
}
