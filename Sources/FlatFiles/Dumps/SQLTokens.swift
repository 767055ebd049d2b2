/// The words and marks of a statement that is held whole: for its head, not for its data.
struct SQLTokens {
  enum Token: Equatable {
    /// A word without quotes, in lower case, as PostgreSQL folds it.
    case word(String)
    /// A name in double quotes.
    case name(String)
    /// The content of a text in single quotes.
    case text(String)
    case mark(UInt8)
  }

  /// Where the next token is looked for.
  private(set) var at: Int
  private let bytes: UnsafeRawBufferPointer

  /// The bytes must stay as they are while tokens are read.
  init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) {
    self.bytes = bytes
    at = start
  }

  /// The next token without taking it.
  func peek() -> Token? {
    var copy = self
    return copy.next()
  }

  mutating func next() -> Token? {
    passBlanks()
    guard at < bytes.count else { return nil }
    let start = at
    switch bytes[at] {
    case UInt8(ascii: "\""): return .name(quoted(by: UInt8(ascii: "\"")))
    case UInt8(ascii: "'"): return .text(quoted(by: UInt8(ascii: "'")))
    default:
      guard SQLBytes.isWord(bytes[at]) else {
        at += 1
        return .mark(bytes[start])
      }
      while at < bytes.count, SQLBytes.isWord(bytes[at]) || bytes[at] == UInt8(ascii: "$") {
        at += 1
      }
      return .word(String(decoding: bytes[start..<at].map(SQLBytes.lowerCase), as: UTF8.self))
    }
  }

  /// Takes the next token if it is this one.
  mutating func take(_ token: Token) -> Bool {
    var copy = self
    guard copy.next() == token else { return false }
    self = copy
    return true
  }

  /// Takes these words if they are next.
  mutating func take(words: String...) -> Bool {
    var copy = self
    for word in words where !copy.take(.word(word)) { return false }
    self = copy
    return true
  }

  /// Takes one part of a name.
  mutating func identifier() -> String? {
    switch peek() {
    case .word(let name), .name(let name):
      _ = next()
      return name
    default: return nil
    }
  }

  /// Takes `name` or `schema.name`.
  mutating func table() -> DumpTable? {
    guard let first = identifier() else { return nil }
    guard take(.mark(UInt8(ascii: "."))) else { return DumpTable(name: first) }
    return identifier().map { DumpTable(schema: first, name: $0) }
  }

  /// Takes a list of names in brackets; nil where none stands here.
  mutating func names() -> [String]? {
    guard take(.mark(UInt8(ascii: "("))) else { return nil }
    var names: [String] = []
    while let name = identifier() {
      names.append(name)
      if !take(.mark(UInt8(ascii: ","))) { break }
    }
    return take(.mark(UInt8(ascii: ")"))) ? names : nil
  }

  private mutating func passBlanks() {
    while at < bytes.count {
      if SQLBytes.isBlank(bytes[at]) {
        at += 1
      } else if bytes[at...].starts(with: "--".utf8) {
        at = bytes.firstIndex(of: 0x0A, from: at) ?? bytes.count
      } else {
        return
      }
    }
  }

  /// Takes what is in quotes, in which doubled ones stand for one; where the quotes are not closed,
  /// all that is there.
  private mutating func quoted(by quote: UInt8) -> String {
    var content: [UInt8] = []
    at += 1
    while true {
      let end = bytes.firstIndex(of: quote, from: at) ?? bytes.count
      content += bytes[at..<end]
      at = min(end + 1, bytes.count)
      guard at < bytes.count, bytes[at] == quote else { break }
      content.append(quote)
      at += 1
    }
    return String(decoding: content, as: UTF8.self)
  }
}
