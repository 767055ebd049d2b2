/// Which tables of a dump are meant: `trades`, `public.trades`, `database.public.trades`, each part
/// maybe in double quotes, or with `*` for any run of characters.
struct TablePick {
  let text: String
  private let parts: [Part]

  private struct Part {
    var bytes: [UInt8]
    var isQuoted: Bool

    var isPattern: Bool { !isQuoted && bytes.contains(UInt8(ascii: "*")) }
  }

  /// nil where the text is no name: empty parts, an open quote, more than three parts.
  init?(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while true {
      guard let part = Self.part(&rest) else { return nil }
      parts.append(part)
      guard let next = rest.popFirst() else { break }
      if next != UInt8(ascii: ".") { return nil }
    }
    if parts.count > 3 { return nil }
    self.parts = parts
  }

  /// Whether several tables may be meant.
  var isPattern: Bool { parts.contains { $0.isPattern } }

  /// Whether a table has the name. What the pick does not say may be anything; a table without a
  /// schema is taken for one of `public`.
  func matches(_ table: DumpTable) -> Bool {
    let names = [table.name, table.schema ?? "public", table.database]
    return zip(parts.reversed(), names).allSatisfy { part, name in
      guard let name else { return false }
      return Self.matches(part, Array(name.utf8))
    }
  }

  /// The table that is meant where the pick names one exactly.
  var table: DumpTable? {
    if isPattern { return nil }
    let names = parts.reversed().map { String(decoding: $0.bytes, as: UTF8.self) }
    return names.first.map {
      DumpTable(
        database: names.count > 2 ? names[2] : nil, schema: names.count > 1 ? names[1] : nil,
        name: $0)
    }
  }

  /// Whether a table has the name, in whatever schema.
  func matchesName(of table: DumpTable) -> Bool {
    parts.last.map { Self.matches($0, Array(table.name.utf8)) } ?? false
  }

  private static func part(_ rest: inout ArraySlice<UInt8>) -> Part? {
    let quote = UInt8(ascii: "\"")
    guard rest.first == quote else {
      let bytes = Array(rest.prefix { $0 != UInt8(ascii: ".") })
      rest = rest.dropFirst(bytes.count)
      return bytes.isEmpty ? nil : Part(bytes: bytes, isQuoted: false)
    }
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote {
        if rest.first != quote { return bytes.isEmpty ? nil : Part(bytes: bytes, isQuoted: true) }
        rest.removeFirst()
      }
      bytes.append(byte)
    }
    return nil
  }

  /// Without quotes upper and lower case are the same, as in SQL. Of several `*` only the last one
  /// is ever tried anew, so that no pattern takes long.
  private static func matches(_ part: Part, _ name: [UInt8]) -> Bool {
    if part.isQuoted { return part.bytes == name }
    let (pattern, name) = (part.bytes.map(lowerCase), name.map(lowerCase))
    var (at, place) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while place < name.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        star = (at, place)
        at += 1
      } else if at < pattern.count, pattern[at] == name[place] {
        at += 1
        place += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        (at, place) = (last.pattern + 1, last.name + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  private static func lowerCase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension DumpTable {
  /// Whether a text names a table, or several by a pattern.
  package static func isPick(_ text: String) -> Bool { TablePick(text) != nil }

  /// Whether one text may mean the table that another one names; true where that is a pattern.
  package static func mayBe(_ named: String, asIn pick: String) -> Bool {
    guard let table = TablePick(named)?.table, let own = TablePick(pick) else { return true }
    // What one of the two leaves open may be what the other says.
    return table.schema == nil ? own.matchesName(of: table) : own.matches(table)
  }
}

extension DumpTable {
  /// How a dump begins the rows of a table of this name, which may be a pattern that was picked by.
  package static func copyStatement(_ name: String, columns: [String]) -> String {
    let table = TablePick(name)?.table ?? DumpTable(name: name)
    let names = [table.schema, table.name].compactMap { $0.map(SQLName.quoted) }
    return "COPY \(names.joined(separator: ".")) "
      + "(\(columns.map(SQLName.quoted).joined(separator: ", "))) FROM stdin;\n"
  }
}
