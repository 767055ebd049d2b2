import Layouts
import Postgres
import Store

/// The parents that a column names, of any table but `sources`.
final class NameResolver: ParentResolver {
  private(set) var keys = ParentKeys()
  private var registry: ParentRegistry
  private let load: Int64
  private let creates: Bool
  private var found: [ParentRegistry.Name: ParentRegistry.Key] = [:]
  private var made: [ParentRegistry.Name] = []

  init(_ registry: ParentRegistry, load: Int64, creates: Bool) {
    self.registry = registry
    self.load = load
    self.creates = creates
  }

  /// How many of those that were made are named in a report.
  private static let named = 10

  var notes: [String] {
    guard !made.isEmpty else { return [] }
    let names = made.prefix(Self.named).map(\.text).joined(separator: ", ")
    let more = made.count > Self.named ? " and \(made.count - Self.named) more" : ""
    return ["made the \(registry.table.noun)\(made.count == 1 ? "" : "s") \(names)\(more)"]
  }

  func misses(_ names: [ParentName], within scope: ParentKeys?) throws -> Bool {
    guard creates else { return false }
    // Of those that are told within another one that is not there yet, nothing can be there.
    let told = told(names, within: scope).compactMap { $0 }
    return try told.count < names.count || registry.find(told).count < Set(told).count
  }

  /// The names with the keys of those within which they are told. Without that one, which is nil,
  /// the record is rejected for it.
  private func told(
    _ names: [ParentName], within scope: ParentKeys?
  ) -> [ParentRegistry.Name?] {
    names.map { name in
      guard let place = name.scope else { return ParentRegistry.Name(name.name) }
      return scope?.number(place).map { ParentRegistry.Name(name.name, scope: $0) }
    }
  }

  func resolve(_ names: [ParentName], within scope: ParentKeys?) throws {
    let wanted = told(names, within: scope)
    let told = wanted.compactMap { $0 }
    if creates {
      let (keys, made) = try registry.findOrCreate(told, for: load)
      found.merge(keys) { $1 }
      self.made += made
    } else {
      found.merge(try registry.find(told)) { $1 }
    }
    for (name, wanted) in zip(names, wanted) { append(wanted.flatMap { found[$0] }, name) }
  }

  private func append(_ key: ParentRegistry.Key?, _ name: ParentName) {
    switch key {
    case .number(let number): keys.append(number)
    case .text(let text): keys.append(text)
    case nil:
      keys.append(
        missing: "there is no \(registry.table.noun) `\(name.name)` in \(registry.table.name), and "
          + "create_parents is false")
    }
  }

  func move(to connection: Connection) { registry = ParentRegistry(registry.table, connection) }

  var keeping: Parents.Keeping {
    let (table, found) = (registry.table, found)
    return { if !found.isEmpty { try ParentRegistry(table, $0).keep(found) } }
  }
}

/// The parents that a column has the keys of: they must be there, because nothing tells their names.
final class KeyResolver: ParentResolver {
  private(set) var keys = ParentKeys()
  private var registry: ParentRegistry
  private var found: Set<Int64> = []

  init(_ registry: ParentRegistry) { self.registry = registry }

  var notes: [String] { [] }

  func misses(_ names: [ParentName], within scope: ParentKeys?) -> Bool { false }

  func resolve(_ names: [ParentName], within scope: ParentKeys?) throws {
    let numbers = names.compactMap { Int64($0.name) }
    found.formUnion(try registry.findKeys(numbers))
    for name in names {
      if let number = Int64(name.name), found.contains(number) {
        keys.append(number)
      } else {
        keys.append(
          missing: "there is no \(registry.table.noun) with the number \(name.name) in "
            + registry.table.name)
      }
    }
  }

  func move(to connection: Connection) { registry = ParentRegistry(registry.table, connection) }

  var keeping: Parents.Keeping {
    let (table, found) = (registry.table, found)
    return { try ParentRegistry(table, $0).keep(keys: found) }
  }
}
