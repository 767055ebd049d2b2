package import Yams

/// A YAML file as a tree of nodes, each of which knows its line and column.
package struct YAMLDocument {
  package let path: String
  package let root: Node

  /// Reads and composes a file.
  ///
  /// - Throws: `JobError` when the file cannot be opened or is not YAML.
  package init(readingFrom path: String) throws {
    try self.init(text: TextFile(path: path).text, path: path)
  }

  /// Composes a text; `path` is what errors name.
  package init(text: String, path: String) throws {
    self.path = path
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw JobError(.wholeFile(path), .empty)
      }
      self.root = root
    } catch let error as YamlError {
      throw JobError(in: path, error)
    }
  }
}

extension JobError {
  /// The parser's complaint, at the place where it was stopped.
  fileprivate init(in path: String, _ error: YamlError) {
    func place(_ mark: Mark) -> Place { .file(path, line: mark.line, column: mark.column) }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let around = context.map { " (" + $0.text + ")" } ?? ""
      self.init(place(mark), .notYAML(reason: problem + around))
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(place(context.mark), .repeatedKey(duplicates.first ?? ""))
    case .reader(let problem, _, _, _):
      self.init(.wholeFile(path), .notYAML(reason: problem))
    default:
      self.init(.wholeFile(path), .notYAML(reason: "\(error)"))
    }
  }
}
