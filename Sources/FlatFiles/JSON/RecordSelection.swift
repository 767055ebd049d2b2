/// Where in a JSON document its records stand, and what is a record there.
package struct RecordSelection: Sendable, Hashable {
  /// What becomes of the value that a path leads to.
  package enum Form: String, Sendable, CaseIterable {
    /// The elements of an array are records; an object is one itself.
    case elements
    /// An object is a map: the value of each of its members is a record.
    case members
    /// An object holds a column in each of its arrays: a record has one element of each.
    case columns
    /// An object holds a series in each of its arrays, `[[key, value], …]`: a record has the values
    /// of one key.
    case joined
    /// The value is one record, whatever it is.
    case whole
  }

  /// Never empty. The records come in the order in which they stand in the document.
  package var paths: [RecordPath]
  package var form: Form

  package init(at paths: [RecordPath] = [RecordPath()], form: Form = .elements) {
    self.paths = paths
    self.form = form
  }

  /// One path as it is written; nil where it is none.
  package init?(_ text: String) {
    guard let path = RecordPath(text) else { return nil }
    self.init(at: [path])
  }

  /// Whether records follow one another as the members of an object do, in which order these stand.
  package var followsMembers: Bool { paths.count > 1 || form == .members }

  /// Whether a document is itself the record, or an array of records.
  var isPlain: Bool { isAtTop && form == .elements }
  var isAtTop: Bool { paths.allSatisfy(\.steps.isEmpty) }
}

extension RecordSelection: CustomStringConvertible {
  /// The paths: `bids, asks`.
  package var description: String { paths.map(\.description).joined(separator: ", ") }
}

/// The way from a document to records, written as a `FieldPath` is; `*` stands for all members of an
/// object or all elements of an array: `result.*`.
package struct RecordPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
    case any
  }

  package var steps: [Step]

  package init(_ steps: [Step] = []) { self.steps = steps }

  /// Reads a path as it is written; nil where it is none.
  package init?(_ text: String) {
    guard let words = PathWord.read(text[...]) else { return nil }
    self.init(
      words.map { word in
        switch word.step {
        case .key("*") where !word.isQuoted: .any
        case .key(let key): .key(key)
        case .index(let index): .index(index)
        }
      })
  }

  /// Whether the value here is around that of another path, or the same.
  package func leads(to other: RecordPath) -> Bool { other.steps.starts(with: steps) }
}

extension RecordPath: CustomStringConvertible {
  package var description: String {
    steps.reduce(into: "") { text, step in
      let word =
        switch step {
        case .any: "*"
        case .key("*"): "[\"*\"]"
        case .key(let key): PathWord.text([.key(key)])
        case .index(let index): "[\(index)]"
        }
      text += text.isEmpty || word.hasPrefix("[") ? word : ".\(word)"
    }
  }
}

extension RecordPath {
  /// What stands in a document before and behind the value here, and nothing else; nil where the way
  /// does not lead through keys alone.
  package var surroundings: (before: String, behind: String)? {
    let buffer = ByteBuffer()
    for step in steps {
      guard case .key(var key) = step else { return nil }
      buffer.append(byte: UInt8(ascii: "{"))
      key.withUTF8 { JSONString.append(UnsafeRawBufferPointer($0), to: buffer) }
      buffer.append(byte: UInt8(ascii: ":"))
    }
    let before = String(decoding: buffer.bytes, as: UTF8.self)
    return (before, String(repeating: "}", count: steps.count))
  }
}
