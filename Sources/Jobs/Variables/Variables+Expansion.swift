package import Yams

extension Variables {
  /// A copy of a tree with every `${…}` in its values replaced. Keys stay as they are, and so do
  /// the places of the values.
  package func expand(_ node: Node, file: String) throws -> Node {
    switch node {
    case .scalar(var scalar):
      guard scalar.string.contains("$") else { return node }
      let place = Fields.place(of: node, file: file, key: "")
      scalar.string = try expand(scalar.string, at: place, style: scalar.style)
      return .scalar(scalar)
    case .sequence(let sequence):
      let items = try sequence.map { try expand($0, file: file) }
      return .sequence(Node.Sequence(items, sequence.tag, sequence.style, sequence.mark))
    case .mapping(let mapping):
      let pairs = try mapping.map { try ($0.key, expand($0.value, file: file)) }
      return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    case .alias:
      return node
    }
  }

  /// Replaces each `${name}` of a text with its value, and `$${` with `${`.
  ///
  /// - Throws: `JobError` at the variable that is unknown, where the text is written in one line.
  func expand(_ text: String, at place: Place, style: Node.Scalar.Style?) throws -> String {
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        let column = text.unicodeScalars.distance(from: text.startIndex, to: dollar)
        let here = Self.place(of: column, in: text, at: place, style: style)
        guard let end = rest.firstIndex(of: "}") else {
          throw JobError(here, .unclosedVariable)
        }
        let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<end]
        result += try value(of: String(name), at: here)
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  /// Where the letter with an index stands in the file, when the value is written in one line: a
  /// plain text begins at its mark, a quoted one behind the quote.
  private static func place(
    of index: Int, in text: String, at place: Place, style: Node.Scalar.Style?
  ) -> Place {
    guard !text.contains("\n") else { return place }
    return switch style {
    case .plain: place.moved(by: index)
    case .singleQuoted, .doubleQuoted: place.moved(by: index + 1)
    default: place
    }
  }
}
