/// A table by schema and name, as the catalog spells them. `\(table:)` quotes it in SQL.
package struct TableName: Sendable, Hashable, Comparable {
  package var schema: String
  package var name: String

  package init(schema: String, name: String) {
    self.schema = schema
    self.name = name
  }

  /// `schema.name`, or a name alone for a table in `public`. Nothing is folded to lower case.
  package init(_ qualified: String) {
    if let dot = qualified.firstIndex(of: ".") {
      self.init(
        schema: String(qualified[..<dot]), name: String(qualified[qualified.index(after: dot)...]))
    } else {
      self.init(schema: "public", name: qualified)
    }
  }

  package static func < (left: TableName, right: TableName) -> Bool {
    (left.schema, left.name) < (right.schema, right.name)
  }
}

extension TableName: CustomStringConvertible {
  /// The name alone in `public`, else `schema.name`: the form that `init(_:)` reads.
  package var description: String { schema == "public" ? name : schema + "." + name }
}

extension TableName: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}
