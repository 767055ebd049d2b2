import FlatFiles
import Yams

extension RecordSelection {
  static let keys = ["at", "form"]
  private static let pathWords = "a path like Data.Data or result.*"

  /// Reads `records` of a layout: a path, several, or a mapping that says their form.
  init(in layout: LayoutMapping) throws {
    guard let node = layout.node("records") else {
      self.init()
      return
    }
    guard node.mapping != nil else {
      self.init(at: try Self.paths("records", in: layout))
      return
    }
    let written = try LayoutMapping(
      node, file: layout.file, path: layout.path("records"), known: Self.keys)
    self.init(
      at: written.node("at") == nil ? [RecordPath()] : try Self.paths("at", in: written),
      form: try written.word("form") ?? .elements)
  }

  private static func paths(_ key: String, in mapping: LayoutMapping) throws -> [RecordPath] {
    let paths = try (mapping.texts(key) ?? []).map { text in
      guard let path = RecordPath(text) else { throw mapping.unexpected(key, pathWords) }
      return path
    }
    if paths.isEmpty { throw mapping.unexpected(key, pathWords) }
    // What stands at one path cannot be records and hold those of another.
    for (place, path) in paths.enumerated() {
      for other in paths[(place + 1)...] where path.leads(to: other) || other.leads(to: path) {
        throw mapping.error(key, .exclude("\(path)", "\(other)"))
      }
    }
    return paths
  }
}
