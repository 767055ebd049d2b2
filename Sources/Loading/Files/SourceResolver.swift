import Layouts
import Postgres
import Store

/// The ids of the sources that a file names, made where there are none.
final class SourceResolver: ParentResolver {
  private(set) var names: [String] = []
  /// In the order of the mapper's names; `noID` for a source that is not there.
  private(set) var ids: [Int32] = []
  private(set) var keys = ParentKeys()
  /// What a source is that nobody has declared.
  var dataType: Layouts.DataType?
  /// The sources that were made, in order.
  private var created: [SourceDefinition] = []
  private var registry: SourceRegistry
  private let load: Int64
  private let creates: Bool
  private let definitions: [String: SourceDefinition]

  private static let noID = Int32.min

  init(
    _ registry: SourceRegistry, load: Int64, creates: Bool, definitions: [SourceDefinition]
  ) {
    self.registry = registry
    self.load = load
    self.creates = creates
    self.definitions = Dictionary(
      definitions.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
  }

  var notes: [String] {
    created.map { "made the source \($0.name) (\($0.dataType.rawValue))" }
  }

  func misses(_ names: [ParentName], within scope: ParentKeys?) throws -> Bool {
    try creates && names.contains { try registry.find($0.name) == nil }
  }

  func resolve(_ names: [ParentName], within scope: ParentKeys?) throws {
    for name in names.map(\.name) {
      let id = creates ? try findOrCreate(name) : try registry.find(name)?.id
      self.names.append(name)
      ids.append(id ?? Self.noID)
      if let id {
        keys.append(Int64(id))
      } else {
        keys.append(missing: "there is no source `\(name)`, and create_parents is false")
      }
    }
  }

  private func findOrCreate(_ name: String) throws -> Int32 {
    let derived = Store.DataType(rawValue: dataType?.rawValue ?? "") ?? .simple
    let definition = definitions[name] ?? SourceDefinition(name: name, dataType: derived)
    let entry = try registry.findOrCreate(definition, for: load)
    if entry.isNew { created.append(definition) }
    return entry.id
  }

  func move(to connection: Connection) { registry = SourceRegistry(connection) }

  var keeping: Parents.Keeping {
    let there = zip(ids, names).filter { $0.0 != Self.noID }
    return { try SourceRegistry($0).keep(there.map(\.0), names: there.map(\.1)) }
  }

  /// Gives the sources that were made without one the update frequency that their rows show.
  func setFrequencies(_ extents: [SeriesExtent]) throws {
    let undeclared = Set(created.filter { $0.updateFrequencySeconds == nil }.map(\.name))
    let known = Dictionary(zip(names, ids), uniquingKeysWith: { first, _ in first })
    for extent in extents where undeclared.contains(extent.source) {
      guard let interval = extent.medianInterval, interval > 0, let id = known[extent.source]
      else { continue }
      try registry.setFrequency(Double(interval) / 1e6, of: id, madeBy: load)
    }
  }
}
