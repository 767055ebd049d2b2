/// A value that can be read from a column in PostgreSQL's text form.
package protocol SQLDecodable {
  /// Nil when the text is not of this type.
  init?(sqlText: String)
  /// What NULL becomes; nil where NULL has no place.
  static var sqlNull: Self? { get }
}

extension SQLDecodable {
  package static var sqlNull: Self? { nil }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
  package init?(sqlText: String) {
    guard let wrapped = Wrapped(sqlText: sqlText) else { return nil }
    self = .some(wrapped)
  }

  package static var sqlNull: Wrapped?? { .some(.none) }
}

extension String: SQLDecodable {
  package init?(sqlText: String) { self = sqlText }
}

extension SQLDecodable where Self: LosslessStringConvertible {
  package init?(sqlText: String) { self.init(sqlText) }
}

extension Int: SQLDecodable {}
extension Int64: SQLDecodable {}
extension Int32: SQLDecodable {}
extension Int16: SQLDecodable {}
extension Double: SQLDecodable {}
extension Timestamp: SQLDecodable {}

extension Bool: SQLDecodable {
  package init?(sqlText: String) {
    switch sqlText {
    case "t", "true": self = true
    case "f", "false": self = false
    default: return nil
    }
  }
}

/// What an array read from a column may hold: `[UInt8]` is `bytea`, the others come from arrays of
/// the server.
package protocol SQLArrayDecodable: SQLDecodable {
  static func elements(ofSQLText text: String) -> [Self]?
}

extension Array: SQLDecodable where Element: SQLArrayDecodable {
  package init?(sqlText: String) {
    guard let elements = Element.elements(ofSQLText: sqlText) else { return nil }
    self = elements
  }
}

extension SQLArrayDecodable {
  package static func elements(ofSQLText text: String) -> [Self]? {
    guard let texts = SQLArrayText.elements(of: text) else { return nil }
    var elements: [Self] = []
    elements.reserveCapacity(texts.count)
    for text in texts {
      guard let element = text.map({ Self(sqlText: $0) }) ?? Self.sqlNull else { return nil }
      elements.append(element)
    }
    return elements
  }
}

extension String: SQLArrayDecodable {}
extension Int: SQLArrayDecodable {}
extension Int64: SQLArrayDecodable {}
extension Int32: SQLArrayDecodable {}
extension Int16: SQLArrayDecodable {}
extension Double: SQLArrayDecodable {}
extension Bool: SQLArrayDecodable {}
extension Timestamp: SQLArrayDecodable {}
extension Optional: SQLArrayDecodable where Wrapped: SQLArrayDecodable {}

extension UInt8: SQLArrayDecodable {
  package init?(sqlText: String) { self.init(sqlText) }

  /// Reads `bytea` in its hex form, `\x00ff`.
  package static func elements(ofSQLText text: String) -> [UInt8]? {
    let digits = text.utf8.dropFirst(2)
    guard text.hasPrefix("\\x"), digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var iterator = digits.makeIterator()
    while let high = iterator.next(), let low = iterator.next() {
      guard let high = hexValue(high), let low = hexValue(low) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
