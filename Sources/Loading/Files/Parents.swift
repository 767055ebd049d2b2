import Layouts
import Postgres
import Store

/// The rows of parent tables that a file names: found once each, and made where they are missing and
/// may be.
final class Parents {
  /// One for each column that names parents, in order.
  private let resolvers: [any ParentResolver]
  private let sources: SourceResolver?
  /// For each, the place of the column within whose parents its names are told.
  private let scopes: [Int?]

  /// `columns` are those of the mapper; `creates` says whether missing parents are made.
  init(
    of columns: [RowColumn], on connection: Connection, load: Int64, creates: Bool,
    definitions: [SourceDefinition]
  ) {
    let naming = columns.filter { $0.parent != nil }
    var sources: SourceResolver?
    resolvers = naming.compactMap { column in
      guard let rule = column.parent, let table = Store.ParentTable.named(rule.table.rawValue)
      else { return nil }
      let registry = ParentRegistry(table, connection)
      if rule.isByKey { return KeyResolver(registry) }
      guard rule.table == .sources else {
        return NameResolver(registry, load: load, creates: creates)
      }
      let resolver = SourceResolver(
        SourceRegistry(connection), load: load, creates: creates, definitions: definitions)
      if column.type == .source { sources = resolver }
      return resolver
    }
    self.sources = sources
    scopes = naming.map { column in
      guard let rule = column.parent, !rule.isByKey else { return nil }
      return rule.table.scope.flatMap { scope in naming.firstIndex { $0.name == scope.column } }
    }
  }

  /// What stands for the parents, by the places of the columns.
  var keys: [ParentKeys] { resolvers.map(\.keys) }

  /// The ids of the sources that rows belong to; empty where they belong to none.
  var sourceIDs: [Int32] { sources?.ids ?? [] }

  /// What was made, in sentences.
  var notes: [String] { resolvers.flatMap(\.notes) }

  /// Whether some of these names, all so far by column, have not been looked up.
  func lack(_ names: [[ParentName]]) -> Bool {
    zip(resolvers, names).contains { $0.keys.count < $1.count }
  }

  /// Whether some of these names, all so far by column, are of no parent that is there and would be
  /// made.
  func miss(_ names: [[ParentName]]) throws -> Bool {
    try resolvers.indices.contains { place in
      let new = names[place].dropFirst(resolvers[place].keys.count)
      return try !new.isEmpty
        && resolvers[place].misses(Array(new), within: scopes[place].map { resolvers[$0].keys })
    }
  }

  /// Looks up and makes parents over another connection from now on.
  func move(to connection: Connection) {
    for resolver in resolvers { resolver.move(to: connection) }
  }

  /// Looks up the names that are new since the last call. `names` are all so far, by column;
  /// `dataType` is what a source is that nobody has declared.
  func resolve(_ names: [[ParentName]], dataType: Layouts.DataType?) throws {
    sources?.dataType = dataType
    // What others are told within comes first.
    let order =
      resolvers.indices.filter { scopes[$0] == nil }
      + resolvers.indices.filter { scopes[$0] != nil }
    for place in order {
      let resolver = resolvers[place]
      let new = names[place].dropFirst(resolver.keys.count)
      guard !new.isEmpty else { continue }
      try resolver.resolve(Array(new), within: scopes[place].map { resolvers[$0].keys })
    }
  }

  /// Makes sure that the parents are there when the rows commit. Belongs into that transaction.
  ///
  /// - Throws: `SourceWithdrawn`, `ParentWithdrawn`.
  func keep(_ connection: Connection) throws { try keeping(connection) }

  /// As `keep` for those that are resolved now, on any thread.
  var keeping: Keeping {
    let each = resolvers.map(\.keeping)
    return { connection in for keep in each { try keep(connection) } }
  }

  typealias Keeping = @Sendable (Connection) throws -> Void

  /// Gives the sources that were made without one the update frequency that their rows show.
  func setFrequencies(_ extents: [SeriesExtent]) throws { try sources?.setFrequencies(extents) }

  /// Takes back what a failed load made and nothing refers to. Belongs into the transaction that
  /// writes the failure down.
  static func withdraw(madeBy load: Int64, on connection: Connection) throws {
    try SourceRegistry(connection).withdraw(madeBy: load)
    try ParentRegistry.withdraw(madeBy: load, on: connection)
  }
}

/// Finds the parents that one column names.
protocol ParentResolver: AnyObject {
  /// What stands for those that were resolved.
  var keys: ParentKeys { get }
  /// What was made, in sentences.
  var notes: [String] { get }

  /// Whether resolving these would make one.
  func misses(_ names: [ParentName], within scope: ParentKeys?) throws -> Bool

  /// Resolves more names; `scope` are the keys of the column within whose parents they are told.
  func resolve(_ names: [ParentName], within scope: ParentKeys?) throws

  /// Makes sure that those are there that are resolved now, when rows commit. Belongs into that
  /// transaction.
  var keeping: Parents.Keeping { get }

  func move(to connection: Connection)
}
