package import Store
import Yams

extension Fields {
  private static let sourceKeys = [
    "display_name", "category", "data_type", "update_frequency", "market", "unit",
  ]

  /// What `sources` declares: sources by name, or the path of a file that holds them.
  func sources(_ key: String) throws -> [SourceDefinition] {
    guard let node = node(key) else { return [] }
    guard case .scalar = node else {
      return try Self.sources(in: node, file: file)
    }
    let path = try required(key)
    guard FileKind(of: path) == .file else {
      throw JobError(
        place(of: key), .noSuchFile(path, workingDirectory: workingDirectory()))
    }
    return try SourceDefinition.read(path)
  }

  fileprivate static func sources(in node: Node, file: String?) throws -> [SourceDefinition] {
    let declared = try Fields(anyKeysIn: node, file: file, owner: "sources")
    return try declared.keys.map { name in
      guard SourceDefinition.isValid(name: name), let node = declared.node(name) else {
        throw JobError(declared.keyPlace(name), .badSourceName(name))
      }
      let facts = try Fields(
        node, file: file, owner: "the source \(name)", keys: sourceKeys)
      guard let type = try facts.choice("data_type", of: DataType.self) else {
        throw facts.missing("data_type")
      }
      return try SourceDefinition(
        name: name,
        displayName: facts.text("display_name"),
        category: facts.text("category"),
        dataType: type,
        updateFrequencySeconds: facts.seconds("update_frequency"),
        market: facts.choice("market") ?? .crypto,
        unit: facts.text("unit"))
    }
  }
}

extension SourceDefinition {
  /// Reads a file such as `jobs/sources.yml`: sources by name, and what is known of each.
  ///
  /// - Throws: `JobError` at the first thing that is wrong.
  package static func read(_ path: String) throws -> [SourceDefinition] {
    try Fields.sources(in: YAMLDocument(readingFrom: path).root, file: path)
  }
}
