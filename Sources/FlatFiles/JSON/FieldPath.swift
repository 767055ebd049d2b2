/// The way from a JSON value to one inside it, written `data.p`, `[0]`, `k[1].o` or
/// `["a key with . in it"]`. Keys are case-sensitive. The empty path is the value itself.
package struct FieldPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case key(String)
    /// Of an array's element, from 0.
    case index(Int)
  }

  package var steps: [Step]

  package init(_ steps: [Step] = []) { self.steps = steps }

  /// Reads a path as it is written; nil where it is none.
  package init?(_ text: String) {
    var steps: [Step] = []
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix("[\"") {
        guard let close = rest.range(ofFirst: "\"]") else { return nil }
        steps.append(.key(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<close.start])))
        rest = rest[close.end...]
      } else if rest.first == "[" {
        guard let close = rest.firstIndex(of: "]"),
          let index = Int(rest[rest.index(after: rest.startIndex)..<close]), index >= 0
        else { return nil }
        steps.append(.index(index))
        rest = rest[rest.index(after: close)...]
      } else {
        if !steps.isEmpty {
          guard rest.first == "." else { return nil }
          rest = rest.dropFirst()
        }
        let key = rest.prefix { $0 != "." && $0 != "[" }
        if key.isEmpty { return nil }
        steps.append(.key(String(key)))
        rest = rest[key.endIndex...]
      }
    }
    self.steps = steps
  }
}

extension FieldPath: CustomStringConvertible {
  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .index(let index): text += "[\(index)]"
      case .key(let key) where key.isEmpty || key.contains { ".[".contains($0) }:
        text += "[\"\(key)\"]"
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      }
    }
    return text
  }
}

extension Substring {
  fileprivate func range(ofFirst mark: String) -> (start: Index, end: Index)? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(mark) { return (at, index(at, offsetBy: mark.count)) }
      at = index(after: at)
    }
    return nil
  }
}
