/// A value that can stand in `SQL` as a parameter or a literal.
package protocol SQLEncodable {
  /// The type that the server is told, also for NULL.
  static var sqlType: SQLType { get }
  /// The value in PostgreSQL's text form, or as bytes.
  var sqlParameter: SQLParameter { get }
}

/// A string goes out without a type, as a quoted literal would: it fits `text`, an enum, `jsonb`,
/// `numeric` or `interval`, whatever the place wants. Where nothing there says, write `::text`.
extension String: SQLEncodable {
  package static var sqlType: SQLType { .inferred }
  package var sqlParameter: SQLParameter { SQLParameter(self, type: Self.sqlType) }
}

extension Bool: SQLEncodable {
  package static var sqlType: SQLType { .boolean }
  package var sqlParameter: SQLParameter { SQLParameter(self ? "t" : "f", type: Self.sqlType) }
}

extension SQLEncodable where Self: FixedWidthInteger {
  package var sqlParameter: SQLParameter { SQLParameter(String(self), type: Self.sqlType) }
}

extension Int: SQLEncodable {
  package static var sqlType: SQLType { .bigint }
}

extension Int64: SQLEncodable {
  package static var sqlType: SQLType { .bigint }
}

extension Int32: SQLEncodable {
  package static var sqlType: SQLType { .integer }
}

extension Int16: SQLEncodable {
  package static var sqlType: SQLType { .smallint }
}

extension Double: SQLEncodable {
  package static var sqlType: SQLType { .doublePrecision }
  package var sqlParameter: SQLParameter { SQLParameter(description, type: Self.sqlType) }
}

extension Timestamp: SQLEncodable {
  package static var sqlType: SQLType { .timestamptz }
  package var sqlParameter: SQLParameter { SQLParameter(description, type: Self.sqlType) }
}

/// What an array may hold: `[UInt8]` is `bytea`, the others are arrays of the server.
package protocol SQLArrayElement {
  static var sqlArrayType: SQLType { get }
  static func sqlParameter(of elements: [Self]) -> SQLParameter
}

extension Array: SQLEncodable where Element: SQLArrayElement {
  package static var sqlType: SQLType { Element.sqlArrayType }
  package var sqlParameter: SQLParameter { Element.sqlParameter(of: self) }
}

extension UInt8: SQLArrayElement {
  package static var sqlArrayType: SQLType { .bytea }
  package static func sqlParameter(of elements: [UInt8]) -> SQLParameter {
    SQLParameter(bytes: elements)
  }
}

extension Int64: SQLArrayElement {
  package static var sqlArrayType: SQLType { .bigintArray }
  package static func sqlParameter(of elements: [Int64]) -> SQLParameter {
    SQLParameter(
      "{" + elements.map { String($0) }.joined(separator: ",") + "}", type: sqlArrayType)
  }
}

extension Int: SQLArrayElement {
  package static var sqlArrayType: SQLType { .bigintArray }
  package static func sqlParameter(of elements: [Int]) -> SQLParameter {
    Int64.sqlParameter(of: elements.map { Int64($0) })
  }
}

extension String: SQLArrayElement {
  package static var sqlArrayType: SQLType { .textArray }
  package static func sqlParameter(of elements: [String]) -> SQLParameter {
    SQLParameter(
      "{" + elements.map(quotedElement).joined(separator: ",") + "}", type: sqlArrayType)
  }

  /// Always quoted, so that blanks, commas, braces and the word NULL need no case of their own.
  private static func quotedElement(_ element: String) -> String {
    var text = "\""
    for character in element.unicodeScalars {
      if character == "\"" || character == "\\" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(character)
    }
    return text + "\""
  }
}
