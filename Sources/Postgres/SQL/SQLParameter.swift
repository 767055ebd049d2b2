/// A type of PostgreSQL by its number in `pg_type`, as far as values of ours are sent in it.
package struct SQLType: Sendable, Hashable {
  let oid: UInt32

  /// The server infers the type from where the parameter stands, as it does for a quoted literal.
  package static let inferred = SQLType(oid: 0)
  package static let boolean = SQLType(oid: 16)
  package static let bytea = SQLType(oid: 17)
  package static let bigint = SQLType(oid: 20)
  package static let smallint = SQLType(oid: 21)
  package static let integer = SQLType(oid: 23)
  package static let doublePrecision = SQLType(oid: 701)
  package static let textArray = SQLType(oid: 1009)
  package static let bigintArray = SQLType(oid: 1016)
  package static let timestamptz = SQLType(oid: 1184)
}

/// A value on its way to the server.
package struct SQLParameter: Sendable, Hashable {
  enum Value: Sendable, Hashable {
    case null
    case text(String)
    case bytes([UInt8])
  }

  let type: SQLType
  let value: Value

  /// A value in PostgreSQL's text form.
  package init(_ text: String, type: SQLType) {
    self.type = type
    value = .text(text)
  }

  /// Bytes as they are, for `bytea`.
  package init(bytes: [UInt8]) {
    type = .bytea
    value = .bytes(bytes)
  }

  private init(nullOf type: SQLType) {
    self.type = type
    value = .null
  }

  /// NULL of a type.
  package static func null(_ type: SQLType) -> SQLParameter { SQLParameter(nullOf: type) }

  /// How libpq is told that the value is text (0) or bytes (1).
  var format: Int32 {
    if case .bytes = value { 1 } else { 0 }
  }

  /// The value as it stands in SQL text. Connections have `standard_conforming_strings` on, so a
  /// backslash is a character like any other.
  var literal: String {
    switch value {
    case .null: return "NULL"
    case .bytes(let bytes):
      return "'\\x" + bytes.map { hex($0) }.joined() + "'"
    case .text(let text):
      switch type {
      case .boolean: return text == "t" ? "true" : "false"
      // The blank keeps a minus from making a comment of the one before it.
      case .smallint, .integer, .bigint: return text.hasPrefix("-") ? " " + text : text
      default: return "'" + doublingQuotes(in: text) + "'"
      }
    }
  }
}

private func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return digits.utf8.count == 1 ? "0" + digits : digits
}

private func doublingQuotes(in text: String) -> String {
  var doubled = ""
  for character in text.unicodeScalars {
    doubled.unicodeScalars.append(character)
    if character == "'" { doubled.unicodeScalars.append(character) }
  }
  return doubled
}
