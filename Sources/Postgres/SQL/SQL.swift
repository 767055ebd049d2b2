/// A statement, or a piece of one, with its parameters.
///
/// Values are never spliced into the text: what stands in an interpolation becomes `$1`, `$2`, ….
///
///     let sql: SQL = """
///       SELECT count(*) FROM \(table: table) WHERE source_id = \(source) AND value > \(limit)
///       """
///
/// A piece can be put into another with `\(sql:)`; the parameters are counted anew. Statements that
/// take no parameters (`COPY`, `SET`, `CREATE`) take `\(literal:)`. Text that comes ready-made needs
/// `SQL(unchecked:)`, which says so at the place where it happens.
package struct SQL: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case text(String)
    case parameter(SQLParameter)
  }

  private(set) var pieces: [Piece]

  /// Takes text as SQL, whatever it says. The caller answers for it.
  package init(unchecked text: String) {
    pieces = [.text(text)]
  }

  init(pieces: [Piece]) {
    self.pieces = pieces
  }

  /// The text as the server gets it, with `$1` where parameters stand.
  package var text: String {
    var text = ""
    var count = 0
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .parameter:
        count += 1
        text += "$\(count)"
      }
    }
    return text
  }

  /// What stands behind `$1`, `$2`, …, in order.
  var parameters: [SQLParameter] {
    pieces.compactMap { piece in
      if case .parameter(let parameter) = piece { parameter } else { nil }
    }
  }

  /// One piece after the other.
  package static func + (left: SQL, right: SQL) -> SQL {
    SQL(pieces: left.pieces + right.pieces)
  }
}

extension Sequence<SQL> {
  /// The pieces, with a separator between each two.
  package func joined(separator: SQL = ", ") -> SQL {
    var pieces: [SQL.Piece] = []
    for (index, sql) in enumerated() {
      if index > 0 { pieces += separator.pieces }
      pieces += sql.pieces
    }
    return SQL(pieces: pieces)
  }
}

extension SQL: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    pieces = [.text(value)]
  }

  package init(stringInterpolation: StringInterpolation) {
    pieces = stringInterpolation.pieces
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(interpolationCount * 2 + 1)
    }

    package mutating func appendLiteral(_ literal: String) {
      pieces.append(.text(literal))
    }

    /// A parameter.
    package mutating func appendInterpolation(_ value: some SQLEncodable) {
      pieces.append(.parameter(value.sqlParameter))
    }

    /// A parameter that may be NULL.
    package mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
      pieces.append(.parameter(value?.sqlParameter ?? .null(Value.sqlType)))
    }

    /// A name, quoted.
    package mutating func appendInterpolation(identifier: String) {
      pieces.append(.text(quoted(identifier: identifier)))
    }

    /// Names, quoted, with commas between: a list of columns.
    package mutating func appendInterpolation(identifiers: some Sequence<String>) {
      pieces.append(.text(identifiers.map(quoted(identifier:)).joined(separator: ", ")))
    }

    /// A table's name with its schema, both quoted.
    package mutating func appendInterpolation(table: TableName) {
      pieces.append(
        .text(quoted(identifier: table.schema) + "." + quoted(identifier: table.name)))
    }

    /// A value, quoted into the text, for statements that take no parameters.
    package mutating func appendInterpolation(literal value: some SQLEncodable) {
      pieces.append(.text(value.sqlParameter.literal))
    }

    /// Another piece of SQL, with its parameters.
    package mutating func appendInterpolation(sql: SQL) {
      pieces += sql.pieces
    }
  }
}

/// A name between double quotes.
private func quoted(identifier: String) -> String {
  var text = "\""
  for character in identifier.unicodeScalars {
    text.unicodeScalars.append(character)
    if character == "\"" { text.unicodeScalars.append(character) }
  }
  return text + "\""
}
