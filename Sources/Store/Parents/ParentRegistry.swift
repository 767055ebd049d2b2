package import Postgres

/// The rows of a parent table: names to keys, many at a time, and new ones made.
package struct ParentRegistry {
  package let table: ParentTable
  private let connection: Connection

  package init(_ table: ParentTable, _ connection: Connection) {
    self.table = table
    self.connection = connection
  }

  /// A parent by its name.
  package struct Name: Sendable, Hashable {
    package var text: String
    /// The key of the parent within which the name is told.
    package var scope: Int64?

    package init(_ text: String, scope: Int64? = nil) {
      self.text = text
      self.scope = scope
    }
  }

  /// What rows refer to a parent by.
  package enum Key: Sendable, Hashable {
    case number(Int64)
    case text(String)
  }

  /// The keys of those that are there, with one look.
  package func find(_ names: [Name]) throws -> [Name: Key] {
    guard !names.isEmpty else { return [:] }
    let rows = try connection.query(
      """
      SELECT wanted.place, \(sql: keyText) FROM \(sql: wanted(names))
      JOIN \(table: tableName) AS p ON \(sql: isWanted)
      """)
    var found: [Name: Key] = [:]
    for row in rows {
      let place: Int = try row.get(0)
      found[names[place - 1]] = key(try row.get(1))
    }
    return found
  }

  /// Which of these numbers are keys.
  package func findKeys(_ numbers: [Int64]) throws -> Set<Int64> {
    guard case .number(let column) = table.key, !numbers.isEmpty else { return [] }
    let rows = try connection.query(
      """
      SELECT \(identifier: column)::bigint FROM \(table: tableName)
      WHERE \(identifier: column) = ANY (\(numbers)::bigint[])
      """)
    return Set(try rows.map { try $0.get(0, as: Int64.self) })
  }

  /// Makes those that are missing, and returns the keys of all. It commits at once, before any row
  /// refers to them, so that a load which is killed and run again finds the same keys; `withdraw`
  /// takes them back.
  ///
  /// - Returns: the keys, and the names of those that the load made, now or in an earlier try.
  package func findOrCreate(
    _ names: [Name], for load: Int64
  ) throws -> (keys: [Name: Key], made: [Name]) {
    var keys = try find(names)
    if names.contains(where: { keys[$0] == nil }) {
      keys = try connection.withAdvisoryLock(.parents(table.name)) {
        let known = try find(names)
        try create(names.filter { known[$0] == nil }, for: load)
        return try find(names)
      }
    }
    let made = try connection.query(
      """
      SELECT wanted.place FROM \(sql: wanted(names))
      JOIN \(table: tableName) AS p ON \(sql: isWanted) AND p.load_id = \(load)
      ORDER BY wanted.place
      """
    ).map { names[try $0.get(0, as: Int.self) - 1] }
    return (keys, made)
  }

  /// A key that is a number is the next free one and not the sequence's, which a failed attempt
  /// would advance: the same files must give the same keys however often they were interrupted.
  private func create(_ names: [Name], for load: Int64) throws {
    var columns = [table.label] + (table.scope.map { [$0] } ?? []) + ["load_id"]
    var values: SQL =
      "wanted.name\(sql: table.scope == nil ? "" : ", wanted.scope"), \(load)::bigint"
    if case .number(let column) = table.key {
      columns.append(column)
      values =
        "\(sql: values), wanted.place + (SELECT coalesce(max(\(identifier: column)), 0) FROM \(table: tableName))"
    }
    try connection.execute(
      """
      INSERT INTO \(table: tableName) (\(identifiers: columns))
      SELECT \(sql: values) FROM \(sql: wanted(names)) ORDER BY wanted.place
      """)
    guard case .number(let column) = table.key else { return }
    try connection.execute(
      """
      SELECT setval(pg_get_serial_sequence(\(tableName.description), \(column)),
        (SELECT max(\(identifier: column)) FROM \(table: tableName)))
      """)
  }

  /// Makes sure that the parents which rows refer to are there when these commit: a load that made
  /// one and failed may have taken it back meanwhile. Belongs into the transaction that publishes.
  ///
  /// - Throws: `ParentWithdrawn`.
  package func keep(_ keys: [Name: Key]) throws {
    try connection.shareInTransaction(.withdrawal)
    let there = try find(Array(keys.keys))
    if let gone = keys.first(where: { there[$0.key] != $0.value }) {
      throw ParentWithdrawn(noun: table.noun, name: gone.key.text)
    }
  }

  /// As `keep` for parents that rows name by their keys.
  package func keep(keys: Set<Int64>) throws {
    try connection.shareInTransaction(.withdrawal)
    let gone = keys.subtracting(try findKeys(keys.sorted()))
    if let key = gone.min() { throw ParentWithdrawn(noun: table.noun, name: "\(key)") }
  }

  /// Takes back the parents that a failed load made and nothing refers to. Belongs into the
  /// transaction that writes the failure down.
  package static func withdraw(madeBy load: Int64, on connection: Connection) throws {
    try connection.acquireInTransaction(.withdrawal)
    // The tables are the user's too, who may have dropped some.
    let there = Set(
      try connection.query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
      ).map { try $0.get(0, as: String.self) })
    for table in ParentTable.all where there.contains(table.name) {
      let children = table.children.filter { there.contains($0.table) }.map { child in
        """
         AND NOT EXISTS (SELECT FROM \(identifier: child.table) AS c WHERE \(sql: refers(child)))
        """ as SQL
      }
      try connection.execute(
        """
        DELETE FROM \(identifier: table.name) AS p
        WHERE p.load_id = \(load)::bigint\(sql: children.joined(separator: ""))
          AND NOT EXISTS (SELECT FROM retrofill.batches AS b WHERE b.load_id = \(load)::bigint)
        """)
    }
  }

  private static func refers(_ child: ParentTable.Child) -> SQL {
    child.columns.map { "c.\(identifier: $0.key) = p.\(identifier: $0.value)" as SQL }
      .joined(separator: " AND ")
  }

  private var tableName: TableName { TableName(schema: "public", name: table.name) }

  /// The names as a table: `place` from 1, `name`, and `scope` where there is one.
  private func wanted(_ names: [Name]) -> SQL {
    let texts = names.map(\.text)
    guard table.scope != nil else {
      return "unnest(\(texts)::text[]) WITH ORDINALITY AS wanted (name, place)"
    }
    return """
      unnest(\(texts)::text[], \(names.map { $0.scope ?? -1 })::bigint[])
      WITH ORDINALITY AS wanted (name, scope, place)
      """
  }

  private var isWanted: SQL {
    let name: SQL = "p.\(identifier: table.label) = wanted.name"
    return table.scope.map { "\(sql: name) AND p.\(identifier: $0) = wanted.scope" } ?? name
  }

  private var keyText: SQL {
    switch table.key {
    case .name: "p.\(identifier: table.label)::text"
    case .number(let column): "p.\(identifier: column)::text"
    }
  }

  private func key(_ text: String) -> Key {
    switch table.key {
    case .name: .text(text)
    case .number: Int64(text).map { .number($0) } ?? .text(text)
    }
  }
}

/// Another load made a parent, failed, and took it back while this one was using it.
package struct ParentWithdrawn: Error, CustomStringConvertible {
  package let noun: String
  package let name: String

  package var description: String {
    """
    The \(noun) \(name) was made by another load, which failed and took it back while this one \
    was using it. Nothing was published. Run this again.
    """
  }
}
