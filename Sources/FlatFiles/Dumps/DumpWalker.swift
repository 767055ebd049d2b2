/// Goes through a dump from one block of rows to the next, and reads on the way what the statements
/// say of the tables.
///
/// How it works. Between rows stand statements, comments and psql's own commands. A statement is
/// held whole when it is short, and passed over otherwise. `next` stops where rows begin; whoever
/// called it reads or skips them, and calls it again at their end.
final class DumpWalker {
  var catalog = DumpCatalog()
  let window: InputWindow

  let limits: ReadLimits
  /// Whether what was told of the encoding stands, whatever the dump says.
  var trustsEncoding = false
  /// The database that `\connect` named last.
  private var database: String?
  /// Whether backslashes escape in quotes without an `E`.
  private(set) var hasBackslashes = false
  /// Whether a dump has begun that says where it ends.
  private var isInDump = false
  /// The statement that is looked at begins here.
  private var start = Position(record: 0, line: 1, byte: 0)

  /// How long a statement may be that is looked at, or the head of an INSERT.
  private static let heldBytes = 1 << 20

  init(_ window: InputWindow, limits: ReadLimits) {
    self.window = window
    self.limits = limits
  }

  /// Rows that stand next in the dump.
  struct Rows {
    var table: DumpTable
    /// Those that each row has; nil where the dump does not say.
    var columns: [DumpColumn]?
    /// What stood before the rows of an INSERT; nil for COPY.
    var insertHead: [UInt8]?
    /// Whether they are written in another format than pg_dump's.
    var hasOptions = false
  }

  /// Goes on to the next rows; nil at the end of the dump.
  ///
  /// Throws `FileError` where the text is no dump any more, or ends before it should.
  func next() throws -> Rows? {
    while true {
      try passBlanks()
      guard let first = window.bytes.first else {
        try checkEnd()
        return nil
      }
      start = Position(record: 0, line: window.line, byte: window.offset)
      if first == UInt8(ascii: ";") {
        window.use(1)
        continue
      }
      let word = try verb()
      if word == "insert", let rows = try insert() { return rows }
      if let rows = try statement(word) { return rows }
    }
  }

  func error(_ problem: DumpProblem) -> FileError {
    FileError(path: window.path, position: start, problem: .dump(problem))
  }

  /// The error of a dump that ends too early, unless the file is damaged there.
  func cut(inside table: DumpTable? = nil) -> any Error {
    window.damage ?? FileError(path: window.path, problem: .dump(.cutShort(inside: table)))
  }

  private func checkEnd() throws {
    if window.damage != nil || isInDump { throw cut() }
  }

  // MARK: - Statements

  private static let verbs: Set = [
    "abort", "alter", "analyze", "begin", "call", "checkpoint", "cluster", "comment", "commit",
    "copy", "create", "deallocate", "delete", "discard", "do", "drop", "end", "execute", "explain",
    "grant", "import", "insert", "listen", "lock", "merge", "notify", "prepare", "reassign",
    "refresh", "reindex", "release", "reset", "revoke", "rollback", "savepoint", "security",
    "select", "set", "show", "start", "table", "truncate", "update", "vacuum", "values", "with",
  ]

  /// The word that the statement at the front begins with.
  private func verb() throws -> String {
    while window.bytes.count < 32, window.fill() {}
    let bytes = window.bytes
    let word = UnsafeRawBufferPointer(rebasing: bytes.prefix { SQLBytes.isWord($0) })
    if let verb = SQLBytes.word(bytes, 0..<word.count), Self.verbs.contains(verb) { return verb }
    if bytes[0] == UInt8(ascii: "(") { return "(" }
    let shown = bytes.prefix(24).prefix { !SQLBytes.isBlank($0) }
    throw error(.noStatement(String(decoding: shown, as: UTF8.self)))
  }

  private func statement(_ verb: String) throws -> Rows? {
    let isTelling = ["copy", "create", "alter", "set"].contains(verb)
    guard let end = try measure() else { return nil }
    guard isTelling else {
      window.useCountingLineEnds(end)
      return nil
    }
    let statement = DumpStatement(UnsafeRawBufferPointer(rebasing: window.bytes[..<end]))
    window.useCountingLineEnds(end)
    switch statement {
    case .copy(let table, let names, let hasOptions):
      passLine()
      return copy(named(table), names, hasOptions)
    case .table(let table, let columns, let parents):
      catalog.declare(named(table), columns, parents: parents.map(named))
    case .part(let part, let table): catalog.add(named(part), to: named(table))
    case .set("client_encoding", let value): try check(encoding: value)
    case .set("standard_conforming_strings", let value):
      hasBackslashes = ["off", "false", "0", "no"].contains(value.lowercased())
    case .set, .other: break
    }
    if catalog.isTooLarge { throw error(.tooManyTables(limit: DumpCatalog.tableLimit)) }
    return nil
  }

  /// Finds the end of the statement at the front; nil for one that is too long to be held, which is
  /// used up then.
  private func measure() throws -> Int? {
    var scan = SQLScan(hasBackslashes: hasBackslashes)
    var isHeld = true
    while true {
      let start = scan.at
      // A word that is longer never ends.
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes.prefix(start + Self.heldBytes + 1))
      let isAll = bytes.count == window.bytes.count
      let end = scan.end(in: bytes, isLast: window.isAtEnd && isAll)
      if let end, isHeld, end <= Self.heldBytes { return end }
      if let end {
        window.useCountingLineEnds(end)
        return nil
      }
      if isAll, window.isAtEnd {
        window.useCountingLineEnds(bytes.count)
        throw window.damage ?? (scan.isOpen ? error(.unclosed) : cut())
      }
      if scan.at > Self.heldBytes {
        window.useCountingLineEnds(scan.at)
        scan.at = 0
        isHeld = false
      } else if !isAll, scan.at == start {
        throw error(.unclosed)
      }
      if isAll { _ = window.fill() }
    }
  }

  private func named(_ table: DumpTable) -> DumpTable {
    DumpTable(database: database, schema: table.schema, name: table.name)
  }

  private func copy(_ table: DumpTable, _ names: [String]?, _ hasOptions: Bool) -> Rows {
    let columns =
      names.map { $0.map { DumpColumn(name: $0) } }
      ?? catalog.columns(of: table)?.filter { !$0.isGenerated }
    return Rows(table: table, columns: columns, insertHead: nil, hasOptions: hasOptions)
  }

  /// Makes sure that the text was converted from the encoding that the dump says it is in.
  /// PostgreSQL takes `utf-8`, `UTF8` and `Unicode` for the same.
  private func check(encoding name: String) throws {
    if trustsEncoding || window.encoding == .utf16LE || window.encoding == .utf16BE { return }
    let fitting: [TextEncoding] =
      switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
      case "utf8", "unicode": [.utf8]
      case "sqlascii": [.utf8, .latin1, .windows1252]
      // Windows-1252 has all the letters of Latin-1 where that has them.
      case "latin1", "iso88591": [.latin1, .windows1252]
      case "win1252", "windows1252": [.windows1252]
      default: []
      }
    if !fitting.contains(window.encoding) {
      throw error(.clientEncoding(name, readAs: window.encoding))
    }
  }

  // MARK: - The heads of INSERT

  /// Takes `INSERT INTO table (columns) VALUES`; nil where the statement has no constants.
  private func insert() throws -> Rows? {
    while true {
      let bytes = window.bytes
      var tokens = SQLTokens(bytes)
      if let (table, names) = Self.head(&tokens, of: bytes), tokens.at < bytes.count {
        let table = named(table)
        let columns = names.map { $0.map { DumpColumn(name: $0) } } ?? catalog.columns(of: table)
        let head = Array(bytes[..<tokens.at])
        window.useCountingLineEnds(tokens.at)
        return Rows(table: table, columns: columns, insertHead: head)
      }
      if bytes.count > Self.heldBytes { return nil }
      while window.bytes.count < bytes.count * 2, window.fill() {}
      if window.bytes.count == bytes.count { return nil }
    }
  }

  private static func head(
    _ tokens: inout SQLTokens, of bytes: UnsafeRawBufferPointer
  ) -> (DumpTable, [String]?)? {
    guard tokens.take(words: "insert", "into"), let table = tokens.table() else { return nil }
    let names = tokens.names()
    if !tokens.take(words: "overriding", "system", "value") {
      _ = tokens.take(words: "overriding", "user", "value")
    }
    // The word is whole where something follows it.
    var behind = tokens
    if behind.take(.word("default")), behind.at < bytes.count { return (table, names) }
    return tokens.take(.word("values")) ? (table, names) : nil
  }

  // MARK: - Between statements

  /// Passes over blanks, comments and commands of psql.
  private func passBlanks() throws {
    while true {
      while window.bytes.count < 2, window.fill() {}
      let bytes = window.bytes
      guard let first = bytes.first else { return }
      if SQLBytes.isBlank(first) {
        let blanks = bytes.firstIndex { !SQLBytes.isBlank($0) } ?? bytes.count
        window.useCountingLineEnds(blanks)
      } else if bytes.starts(with: "--".utf8) {
        heed(comment: takeLine())
      } else if bytes.starts(with: "/*".utf8) {
        try passComment()
      } else if first == UInt8(ascii: "\\") {
        heed(command: takeLine())
      } else {
        return
      }
    }
  }

  /// pg_dump says where a dump begins and ends.
  private func heed(comment: String) {
    switch comment {
    case "-- PostgreSQL database dump": isInDump = true
    case "-- PostgreSQL database dump complete": isInDump = false
    default: break
    }
  }

  /// `\connect name`, which begins the dump of another database.
  private func heed(command: String) {
    let words = command.split(separator: " ")
    guard words.count > 1, words[0] == "\\connect" else { return }
    let name = words[1].hasPrefix("-") ? words.dropFirst(2) : words.dropFirst()
    let joined = name.joined(separator: " ")
    database = joined.hasPrefix("\"") ? String(joined.dropFirst().dropLast()) : joined
  }

  private func passComment() throws {
    let open = Position(record: 0, line: window.line, byte: window.offset)
    var scan = SQLScan(hasBackslashes: false)
    while !scan.passComment(in: window.bytes, isLast: window.isAtEnd) {
      window.useCountingLineEnds(scan.at)
      scan.at = 0
      if !window.fill() {
        throw window.damage
          ?? FileError(path: window.path, position: open, problem: .dump(.unclosed))
      }
    }
    window.useCountingLineEnds(scan.at)
  }

  /// Takes the rest of the line; of a long one the beginning is returned.
  private func takeLine() -> String {
    var text: String?
    while true {
      let bytes = window.bytes
      if let end = bytes.firstIndex(of: 0x0A, from: 0) {
        let line = bytes.withoutLineEnd(0, end)
        text = text ?? String(decoding: line.prefix(256), as: UTF8.self)
        window.useCountingLineEnds(end + 1)
        return text ?? ""
      }
      let isLast = window.isAtEnd
      if isLast || bytes.count > 512 {
        let line = bytes.withoutLineEnd(0, bytes.count)
        text = text ?? String(decoding: line.prefix(256), as: UTF8.self)
        window.use(bytes.count)
      }
      if isLast || (!window.fill() && window.bytes.isEmpty) { return text ?? "" }
    }
  }

  /// Passes over the end of the line behind COPY, where its rows begin.
  private func passLine() { _ = takeLine() }
}
