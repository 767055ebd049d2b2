package import Yams

/// The keys and values of one mapping: a job, a step, the options of a verb. An unknown key is an
/// error before any value is looked at.
///
/// The options of a command line come as a mapping too, whose nodes have no marks, so that a
/// command and a step are read by the same code and say the same sentences.
package struct Fields {
  /// The file, or nil for a command line.
  package let file: String?
  /// The option of a command line that all of the keys stand in: `weights`.
  private let option: String?
  /// The keys that a command line gives without a name.
  private let positional: Set<String>
  /// What the keys belong to, as a sentence begins: `the job`, `backfill`.
  package let owner: String
  private let mapping: Node.Mapping
  private let mark: Mark?

  /// - Throws: `JobError` when the node is no mapping, or has a key that is not among `keys`.
  package init(_ node: Node, file: String?, owner: String, keys: [String]) throws {
    try self.init(node, file: file, owner: owner) { keys.contains($0) ? nil : keys }
  }

  /// For a command line.
  init(
    commandLine node: Node, owner: String, keys: [String], positional: Set<String>,
    option: String?
  ) throws {
    try self.init(node, file: nil, owner: owner, positional: positional, option: option) {
      keys.contains($0) ? nil : keys
    }
  }

  /// For mappings whose keys people choose, such as `vars`.
  package init(anyKeysIn node: Node, file: String?, owner: String) throws {
    try self.init(node, file: file, owner: owner) { _ in nil }
  }

  private init(
    _ node: Node, file: String?, owner: String, positional: Set<String> = [],
    option: String? = nil, knownInstead: (String) -> [String]?
  ) throws {
    self.file = file
    self.option = option
    self.positional = positional
    self.owner = owner
    mark = node.mark
    if case .mapping(let mapping) = node {
      self.mapping = mapping
    } else if file != nil, node.isNull {
      mapping = Node.Mapping([])
    } else {
      throw JobError(
        Self.place(of: node, file: file, key: owner),
        .unexpected(key: owner, expected: "keys with values", found: node.kindInWords))
    }
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard let known = knownInstead(name) else { continue }
      throw JobError(
        Self.place(of: key, file: file, key: option ?? name),
        .unknownKey(name, owner: owner, known: known))
    }
  }

  /// The keys, in the order in which they were written.
  package var keys: [String] { mapping.keys.map { $0.string ?? "" } }

  /// What was written for a key; nil when the key is not there.
  package func node(_ key: String) -> Node? { mapping[key] }

  /// Where the key itself stands.
  package func keyPlace(_ key: String) -> Place {
    guard let written = mapping.keys.first(where: { $0.string == key }) else { return place }
    return place(of: written, key: key)
  }

  /// Where the value of a key stands.
  package func place(of key: String) -> Place {
    guard let node = mapping[key] else { return place }
    return place(of: node, key: key)
  }

  /// Where a value stands that belongs to a key.
  func place(of node: Node, key: String) -> Place {
    if positional.contains(key) { return .commandLine(option: nil) }
    return Self.place(of: node, file: file, key: option ?? key)
  }

  /// Where the mapping begins.
  package var place: Place {
    guard let file else { return .commandLine(option: option) }
    guard let mark else { return .wholeFile(file) }
    return .file(file, line: mark.line, column: mark.column)
  }

  static func place(of node: Node, file: String?, key: String) -> Place {
    guard let file else { return .commandLine(option: key) }
    guard let mark = node.mark else { return .wholeFile(file) }
    return .file(file, line: mark.line, column: mark.column)
  }

  /// The error that a value is not what the key takes.
  package func unexpected(_ key: String, _ node: Node, expected: String) -> JobError {
    JobError(
      place(of: node, key: key),
      .unexpected(key: key, expected: expected, found: node.kindInWords))
  }
}

extension Node {
  /// Whether nothing was written where a value belongs.
  package var isNull: Bool {
    guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// What a node is, as the end of "found …".
  package var kindInWords: String {
    switch self {
    case .mapping: "keys with values"
    case .sequence: "a list"
    case .scalar(let scalar): isNull ? "nothing" : "\"\(scalar.string)\""
    case .alias: "an alias"
    }
  }
}
