import Yams

extension Fields {
  /// A text; numbers and words alike are taken as they are written.
  package func text(_ key: String) throws -> String? {
    try node(key).map { try text($0, of: key, expected: "text") }
  }

  /// A text that must be there.
  package func required(_ key: String) throws -> String {
    guard let text = try text(key) else { throw missing(key) }
    return text
  }

  package func missing(_ key: String) -> JobError {
    JobError(place, .missingKey(key, owner: owner))
  }

  /// Several texts, or one.
  package func texts(_ key: String) throws -> [Written<String>] {
    switch node(key) {
    case nil: []
    case .sequence(let items)?:
      try items.map { try written($0, of: key) }
    case let single?:
      [try written(single, of: key)]
    }
  }

  private func written(_ node: Node, of key: String) throws -> Written<String> {
    try Written(
      value: text(node, of: key, expected: "a text or a list of texts"),
      place: place(of: node, key: key))
  }

  /// `true` or `false`; false when the key is not there.
  package func flag(_ key: String) throws -> Bool { try flagIfSaid(key) ?? false }

  /// `true` or `false`; nil when the key is not there.
  package func flagIfSaid(_ key: String) throws -> Bool? {
    guard let node = node(key) else { return nil }
    switch node.string {
    case "true": return true
    case "false": return false
    default: throw unexpected(key, node, expected: "true or false")
    }
  }

  /// A whole number within a range.
  package func number(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let node = node(key) else { return nil }
    guard let text = node.string, let number = Int(text), range.contains(number) else {
      let upper = range.upperBound == .max ? "" : " and not above \(range.upperBound)"
      throw unexpected(
        key, node, expected: "a whole number not below \(range.lowerBound)\(upper)")
    }
    return number
  }

  /// One of the words that a type has.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type = Choice.self
  ) throws -> Choice? {
    guard let node = node(key) else { return nil }
    if let text = node.string, let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw unexpected(key, node, expected: "one of \(words)")
  }

  /// A value that some other code knows how to read from its text.
  package func value<Value>(
    _ key: String, expected: String, reading read: (String) -> Value?
  ) throws -> Value? {
    guard let node = node(key) else { return nil }
    guard let text = node.string, !node.isNull, let value = read(text) else {
      throw unexpected(key, node, expected: expected)
    }
    return value
  }

  private func text(_ node: Node, of key: String, expected: String) throws -> String {
    guard let text = node.string, !node.isNull else {
      throw unexpected(key, node, expected: expected)
    }
    return text
  }
}

/// A value, and where it was written.
package struct Written<Value: Sendable>: Sendable {
  package let value: Value
  package let place: Place
}
