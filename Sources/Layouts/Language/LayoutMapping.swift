import Yams

/// A YAML mapping that is read key by key, where every error knows its line and column.
///
/// Made with the keys that are known, so that a misspelt one is found before anything is read.
struct LayoutMapping {
  let file: String
  private let path: String?
  private let mark: Mark?
  private let values: [String: Node]
  /// The keys as written, in order.
  let keys: [String]

  /// Reads a mapping whose keys may be anything, as column names are.
  init(_ node: Node, file: String, path: String? = nil) throws {
    self.file = file
    self.path = path
    mark = node.mark
    guard case .mapping(let mapping) = node else {
      throw LayoutError(
        place: Self.place(node.mark, file), key: path,
        problem: .unexpected(found: describe(node), expected: "a mapping of keys to values"))
    }
    var values: [String: Node] = [:]
    var keys: [String] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw LayoutError(
          place: Self.place(key.mark, file), key: path,
          problem: .unexpected(found: describe(key), expected: "a key"))
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw LayoutError(
          place: Self.place(key.mark, file), key: path, problem: .duplicateKey(name))
      }
      keys.append(name)
    }
    self.values = values
    self.keys = keys
  }

  /// Reads a mapping that may have these keys and no other.
  init(_ node: Node, file: String, path: String? = nil, known: [String]) throws {
    self = try LayoutMapping(node, file: file, path: path)
    guard let unknown = keys.first(where: { !known.contains($0) }) else { return }
    let keyMark = node.mapping?.first { $0.key.scalar?.string == unknown }?.key.mark
    throw LayoutError(
      place: Self.place(keyMark, file), key: path,
      problem: .unknownKey(
        unknown, suggestion: Suggestion.nearest(to: unknown, among: known), known: known))
  }

  func node(_ key: String) -> Node? { values[key] }

  /// The key with those around it, as errors name it.
  func path(_ key: String) -> String { path.map { "\($0).\(key)" } ?? key }

  /// The mapping under a key; nil when the key is not there.
  func mapping(_ key: String, known: [String]) throws -> LayoutMapping? {
    try values[key].map { try LayoutMapping($0, file: file, path: path(key), known: known) }
  }

  func requiredText(_ key: String) throws -> String {
    guard let text = try text(key) else { throw missing(key) }
    return text
  }

  /// The text of a scalar, as it is written.
  func text(_ key: String) throws -> String? {
    try values[key].map { try scalar($0, key, expected: "a text") }
  }

  /// A list of texts, or one text alone.
  func texts(_ key: String) throws -> [String]? {
    guard let node = values[key] else { return nil }
    guard case .sequence(let items) = node else {
      return [try scalar(node, key, expected: "a text or a list of texts")]
    }
    return try items.map { try scalar($0, key, expected: "a text") }
  }

  func truth(_ key: String) throws -> Bool? {
    guard let node = values[key] else { return nil }
    guard let truth = node.bool else { throw unexpected(key, "true or false") }
    return truth
  }

  func number(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let node = values[key] else { return nil }
    guard let number = node.int, range.contains(number) else {
      throw unexpected(
        key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String) throws -> Word?
  where Word.RawValue == String {
    guard let text = try text(key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    throw error(
      key,
      .unknownWord(text, suggestion: Suggestion.nearest(to: text, among: known), known: known))
  }

  /// What `read` makes of a text; an error with what was expected where it makes nothing.
  func value<Value>(
    _ key: String, expected: String, _ read: (String) -> Value?
  ) throws -> Value? {
    guard let text = try text(key) else { return nil }
    guard let value = read(text) else { throw unexpected(key, expected) }
    return value
  }

  func unexpected(_ key: String, _ expected: String) -> LayoutError {
    let found = values[key].map(describe) ?? "nothing"
    return error(key, .unexpected(found: found, expected: expected))
  }

  func missing(_ key: String) -> LayoutError {
    LayoutError(place: Self.place(mark, file), key: path, problem: .missingKey(key))
  }

  func error(_ key: String, _ problem: LayoutError.Problem) -> LayoutError {
    LayoutError(
      place: Self.place(values[key]?.mark ?? mark, file), key: path(key), problem: problem)
  }

  private func scalar(_ node: Node, _ key: String, expected: String) throws -> String {
    if case .scalar(let scalar) = node { return scalar.string }
    throw LayoutError(
      place: Self.place(node.mark, file), key: path(key),
      problem: .unexpected(found: describe(node), expected: expected))
  }

  static func place(_ mark: Mark?, _ file: String) -> LayoutError.Place {
    LayoutError.Place(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

/// What a node is, in the words of an error.
private func describe(_ node: Node) -> String {
  switch node {
  case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "`\(scalar.string)`"
  case .mapping: "a mapping"
  case .sequence: "a list"
  case .alias: "an alias"
  }
}
