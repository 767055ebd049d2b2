/// Tells dumps and bare COPY rows by how they begin.
enum DumpRecognition {
  /// Whether a text is a dump in SQL: behind comments and blank lines stands a statement, or a
  /// command of psql, that a dump or a file of INSERTs begins with.
  static func isDump(_ sample: UnsafeRawBufferPointer) -> Bool {
    var isCommented = false
    for line in lines(of: sample) {
      if line.allSatisfy(SQLBytes.isBlank) { continue }
      if line.starts(with: "-- PostgreSQL database".utf8) { return true }
      if line.starts(with: "--".utf8) {
        isCommented = true
        continue
      }
      let text = String(decoding: line.prefix(200), as: UTF8.self)
      return begins(text, isCommented: isCommented)
    }
    return false
  }

  /// Whether a line that is no comment begins a dump. A word alone may be the header of a table.
  private static func begins(_ line: String, isCommented: Bool) -> Bool {
    let words = line.lowercased().split { $0 == " " || $0 == "\t" }
    guard let first = words.first else { return false }
    switch first {
    case "\\restrict", "\\connect", "\\set", "\\encoding": return words.count > 1
    case "copy": return words.contains("from") && line.lowercased().contains("stdin")
    case "insert":
      let rest = words.dropFirst(3).joined(separator: " ")
      return words.count > 3 && words[1] == "into"
        && (rest.contains("values") || rest.contains("(") || words[2].contains("("))
    case "set", "alter", "drop", "truncate", "lock", "comment", "grant", "revoke", "do":
      return words.count > 1 && line.contains(";")
    case "begin;", "begin": return line.contains(";")
    case "select": return line.contains("pg_catalog.") || (isCommented && line.contains(";"))
    case "create":
      let kinds: Set<Substring> = [
        "table", "schema", "type", "extension", "function", "sequence", "domain", "unlogged",
        "database", "role", "or", "view", "index",
      ]
      return words.count > 2 && kinds.contains(words[1])
    default: return false
    }
  }

  /// Whether a text is bare rows of COPY: the first rows have the same number of tabs, at least
  /// one, and somewhere among them a field is `\N` or goes on on the next line. The first row must
  /// have no look of a header, which COPY does not write unless it is told.
  static func isCopy(_ sample: UnsafeRawBufferPointer) -> Bool {
    let all = lines(of: sample)
    let lines = rows(all.prefix(64)).filter { !$0.isEmpty }
    guard let first = lines.first(where: { !isEndMark($0) }) else { return false }
    var hasNull = false
    let width = first.count { $0 == 0x09 }
    for line in lines {
      if isEndMark(line) {
        hasNull = true
        break
      }
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      if fields.count != width + 1 { return false }
      hasNull = hasNull || line.contains(byte: 0x0A) || fields.contains { isNull($0) }
    }
    return width > 0 && hasNull && !isHeader(first)
  }

  /// Lines put together where one escapes the end of the line before it; a row that the block has
  /// cut is left out.
  private static func rows(
    _ lines: ArraySlice<UnsafeRawBufferPointer>
  ) -> [UnsafeRawBufferPointer] {
    var rows: [UnsafeRawBufferPointer] = []
    var isOpen = false
    for line in lines {
      let backslashes = line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if isOpen, let last = rows.popLast(), let start = last.baseAddress, let end = line.baseAddress
      {
        rows.append(UnsafeRawBufferPointer(start: start, count: end - start + line.count))
      } else {
        rows.append(line)
      }
      isOpen = backslashes % 2 == 1
    }
    return isOpen && rows.count > 1 ? rows.dropLast() : rows
  }

  private static func isNull(_ field: UnsafeRawBufferPointer.SubSequence) -> Bool {
    field.elementsEqual("\\N".utf8)
  }

  private static func isEndMark(_ line: UnsafeRawBufferPointer) -> Bool {
    line.elementsEqual("\\.".utf8)
  }

  /// Names only: no number, no time, nothing missing.
  private static func isHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    line.split(separator: 0x09, omittingEmptySubsequences: false).allSatisfy { field in
      !field.isEmpty && field.allSatisfy { SQLBytes.isWord($0) || $0 == 0x20 }
        && field.contains { SQLBytes.isWord($0) && $0 &- UInt8(ascii: "0") > 9 }
    }
  }

  /// The lines of a block without their ends; the last one is left out where the block may have cut
  /// it, unless it is the only one.
  private static func lines(
    of sample: UnsafeRawBufferPointer
  ) -> [UnsafeRawBufferPointer] {
    var lines: [UnsafeRawBufferPointer] = []
    var start = 0
    while let end = sample.firstIndex(of: 0x0A, from: start) {
      lines.append(sample.withoutLineEnd(start, end))
      start = end + 1
    }
    return lines.isEmpty ? [sample] : lines
  }
}
