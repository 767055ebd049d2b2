/// The way from a JSON value to one inside it, written `data.p`, `[0]`, `k[1].o` or
/// `["a key with . in it"]`. Keys are case-sensitive. The empty path is the value itself.
///
/// What is asked of a record may also stand around it: `^.symbol` is a field of the document that
/// the record is in, `$key` the name that leads to it, `$index` its place among its neighbours,
/// and `$received` the time with which its line in a capture begins.
package struct FieldPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case key(String)
    /// Of an array's element, from 0.
    case index(Int)
  }

  /// Where a way begins.
  package enum Root: String, Sendable, CaseIterable {
    case record = ""
    /// The document outside of the records.
    case document = "^"
    // Values that no way leads to.
    case key = "$key"
    case index = "$index"
    case received = "$received"
  }

  package var root = Root.record
  package var steps: [Step]

  package init(_ steps: [Step] = [], from root: Root = .record) {
    self.root = root
    self.steps = steps
  }

  /// Reads a path as it is written; nil where it is none.
  package init?(_ text: String) {
    if let root = Root(rawValue: text), root != .record {
      guard root != .document else { return nil }
      self.init([], from: root)
      return
    }
    let isOfDocument = text.hasPrefix("^.") || text.hasPrefix("^[")
    let way = isOfDocument ? text.dropFirst(text.hasPrefix("^.") ? 2 : 1) : text[...]
    guard let words = PathWord.read(way), !isOfDocument || !words.isEmpty else { return nil }
    self.init(words.map(\.step), from: isOfDocument ? .document : .record)
  }
}

extension FieldPath: CustomStringConvertible {
  package var description: String {
    guard root == .record || root == .document else { return root.rawValue }
    let way = PathWord.text(steps)
    if root == .document { return way.hasPrefix("[") ? "^\(way)" : "^.\(way)" }
    // A key that is written like something else is written in brackets.
    guard case .key(let first)? = steps.first,
      first.hasPrefix("^") || Root(rawValue: first) != nil, !first.isEmpty, !way.hasPrefix("[")
    else { return way }
    return PathWord.text(steps, quotingFirst: true)
  }
}

/// One step of a path, as it is written.
struct PathWord {
  var step: FieldPath.Step
  /// Whether it is a key in quotes, which stands for nothing but itself.
  var isQuoted: Bool

  /// The steps of a path; nil where the text is none.
  static func read(_ text: Substring) -> [PathWord]? {
    var words: [PathWord] = []
    var rest = text
    while !rest.isEmpty {
      if rest.hasPrefix("[\"") {
        guard let close = rest.range(ofFirst: "\"]") else { return nil }
        let key = rest[rest.index(rest.startIndex, offsetBy: 2)..<close.start]
        words.append(PathWord(step: .key(String(key)), isQuoted: true))
        rest = rest[close.end...]
      } else if rest.first == "[" {
        guard let close = rest.firstIndex(of: "]"),
          let index = Int(rest[rest.index(after: rest.startIndex)..<close]), index >= 0
        else { return nil }
        words.append(PathWord(step: .index(index), isQuoted: false))
        rest = rest[rest.index(after: close)...]
      } else {
        if !words.isEmpty {
          guard rest.first == "." else { return nil }
          rest = rest.dropFirst()
        }
        let key = rest.prefix { $0 != "." && $0 != "[" }
        if key.isEmpty { return nil }
        words.append(PathWord(step: .key(String(key)), isQuoted: false))
        rest = rest[key.endIndex...]
      }
    }
    return words
  }

  /// Steps as they are written one behind the other.
  static func text(_ steps: [FieldPath.Step], quotingFirst: Bool = false) -> String {
    var text = ""
    for (place, step) in steps.enumerated() {
      switch step {
      case .index(let index): text += "[\(index)]"
      case .key(let key) where key.isEmpty || key.contains { ".[".contains($0) }:
        text += "[\"\(key)\"]"
      case .key(let key) where place == 0: text += quotingFirst ? "[\"\(key)\"]" : key
      case .key(let key): text += ".\(key)"
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
