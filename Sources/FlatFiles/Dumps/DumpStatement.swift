/// What the statements of a dump say of its tables, as far as that matters for their rows.
enum DumpStatement: Equatable {
  /// `COPY … FROM stdin`: rows follow on the next line. `columns` is nil where none are listed.
  case copy(DumpTable, columns: [String]?, hasOptions: Bool)
  /// A table, with what it declares itself, and what it is a part of or inherits from.
  case table(DumpTable, [DumpColumn], parents: [DumpTable])
  case part(DumpTable, of: DumpTable)
  case set(name: String, value: String)
  case other

  /// Reads a statement, semicolon included.
  init(_ bytes: UnsafeRawBufferPointer) {
    var tokens = SQLTokens(bytes)
    switch tokens.next() {
    case .word("copy"): self = Self.copy(&tokens)
    case .word("create"): self = Self.create(&tokens)
    case .word("alter"): self = Self.alter(&tokens)
    case .word("set"): self = Self.set(&tokens)
    default: self = .other
    }
  }

  private static func copy(_ tokens: inout SQLTokens) -> DumpStatement {
    guard let table = tokens.table() else { return .other }
    let columns = tokens.names()
    guard tokens.take(words: "from", "stdin") else { return .other }
    return .copy(
      table, columns: columns, hasOptions: !tokens.take(.mark(UInt8(ascii: ";"))))
  }

  private static func set(_ tokens: inout SQLTokens) -> DumpStatement {
    guard let name = tokens.identifier(),
      tokens.take(.mark(UInt8(ascii: "="))) || tokens.take(.word("to"))
    else { return .other }
    switch tokens.next() {
    case .text(let value), .word(let value), .name(let value):
      return .set(name: name, value: value)
    default: return .other
    }
  }

  private static func alter(_ tokens: inout SQLTokens) -> DumpStatement {
    guard tokens.take(.word("table")) else { return .other }
    _ = tokens.take(words: "if", "exists")
    _ = tokens.take(.word("only"))
    guard let table = tokens.table() else { return .other }
    if tokens.take(words: "attach", "partition") {
      return tokens.table().map { .part($0, of: table) } ?? .other
    }
    if tokens.take(.word("inherit")) {
      return tokens.table().map { .part(table, of: $0) } ?? .other
    }
    return .other
  }

  private static func create(_ tokens: inout SQLTokens) -> DumpStatement {
    for word in ["global", "local"] { _ = tokens.take(.word(word)) }
    for word in ["unlogged", "foreign", "temporary", "temp"] { _ = tokens.take(.word(word)) }
    guard tokens.take(.word("table")) else { return .other }
    _ = tokens.take(words: "if", "not", "exists")
    guard let table = tokens.table() else { return .other }
    if tokens.take(words: "partition", "of") {
      return tokens.table().map { .table(table, [], parents: [$0]) } ?? .other
    }
    guard let columns = columns(&tokens) else { return .other }
    var parents: [DumpTable] = []
    if tokens.take(.word("inherits")), tokens.take(.mark(UInt8(ascii: "("))) {
      while let parent = tokens.table() {
        parents.append(parent)
        if !tokens.take(.mark(UInt8(ascii: ","))) { break }
      }
    }
    return .table(table, columns, parents: parents)
  }

  /// Takes the columns of a table, and passes over its constraints; nil where none are declared.
  private static func columns(_ tokens: inout SQLTokens) -> [DumpColumn]? {
    guard tokens.take(.mark(UInt8(ascii: "("))) else { return nil }
    let constraints: Set = [
      "constraint", "check", "unique", "primary", "foreign", "exclude", "like",
    ]
    var columns: [DumpColumn] = []
    while !tokens.take(.mark(UInt8(ascii: ")"))) {
      var isColumn = true
      if case .word(let word) = tokens.peek(), constraints.contains(word) { isColumn = false }
      guard let name = tokens.identifier() else { return nil }
      let isGenerated = passDefinition(&tokens)
      if isColumn { columns.append(DumpColumn(name: name, isGenerated: isGenerated)) }
      _ = tokens.take(.mark(UInt8(ascii: ",")))
    }
    return columns
  }

  /// Goes on to the comma or bracket behind a column or constraint, and tells whether it is
  /// computed: `GENERATED ALWAYS AS (…)`, and not `AS IDENTITY`.
  private static func passDefinition(_ tokens: inout SQLTokens) -> Bool {
    var depth = 0
    var isGenerated = false
    while let token = tokens.peek() {
      switch token {
      case .mark(UInt8(ascii: ",")) where depth == 0: return isGenerated
      case .mark(UInt8(ascii: ")")) where depth == 0: return isGenerated
      case .mark(UInt8(ascii: "(")), .mark(UInt8(ascii: "[")): depth += 1
      case .mark(UInt8(ascii: ")")), .mark(UInt8(ascii: "]")): depth -= 1
      case .word("generated") where depth == 0:
        if tokens.take(words: "generated", "always", "as") {
          isGenerated = tokens.peek() == .mark(UInt8(ascii: "("))
          continue
        }
      default: break
      }
      _ = tokens.next()
    }
    return isGenerated
  }
}
