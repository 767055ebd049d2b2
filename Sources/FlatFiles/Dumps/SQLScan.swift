/// Finds where an SQL statement ends: at the first semicolon outside of quotes, comments, brackets
/// and function bodies, as psql does.
///
/// How it works. The scan goes over the bytes at the front of a window, as many as are there. Where
/// the bytes end inside a token it stops before that token, and is called again with more. So a
/// statement may be longer than memory: what is scanned may be used up, and `at` be put back.
struct SQLScan {
  /// Where the scan is in the bytes that it is given.
  var at = 0
  /// Whether a quote, bracket, comment or body is open.
  var isOpen: Bool { state != .plain || depth > 0 || bodyDepth > 0 }

  private var state = State.plain
  /// Brackets that are open.
  private var depth = 0
  /// The first words of the statement: only a function has a body of statements.
  private var words: [String] = []
  /// `BEGIN` and `CASE` without their `END`.
  private var bodyDepth = 0
  /// Whether backslashes escape in quotes without an `E`.
  private let hasBackslashes: Bool

  private enum State: Equatable {
    case plain
    case string(hasBackslashes: Bool)
    case identifier
    case dollars(tag: [UInt8])
    case lineComment
    case blockComment(depth: Int)
  }

  init(hasBackslashes: Bool) { self.hasBackslashes = hasBackslashes }

  /// Goes on to behind the semicolon; nil where the bytes end before it.
  mutating func end(in bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int? {
    while at < bytes.count {
      guard let mark = token(bytes, isLast: isLast) else { return nil }
      if mark == .semicolon { return at }
    }
    return nil
  }

  /// Goes on to the first comma, closing bracket or semicolon that ends a value, and returns its
  /// place; nil where the bytes end before it.
  mutating func valueEnd(in bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int? {
    while at < bytes.count {
      let start = at
      guard let mark = token(bytes, isLast: isLast) else { return nil }
      if mark != .none { return start }
    }
    return nil
  }

  /// Goes on to behind the comment that begins at the front; false where the bytes end inside of it.
  mutating func passComment(in bytes: UnsafeRawBufferPointer, isLast: Bool) -> Bool {
    while at < bytes.count {
      guard token(bytes, isLast: isLast) != nil else { return false }
      if case .plain = state { return true }
    }
    return false
  }

  /// What matters outside of brackets.
  private enum Mark {
    case none, semicolon, comma, closing
  }

  /// Goes over one token, or over more of what is open; nil where it may not be whole.
  @inline(__always)
  private mutating func token(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Mark? {
    if case .plain = state { return plain(bytes, isLast: isLast) }
    return inside(bytes, isLast: isLast)
  }

  // MARK: - Outside of quotes and comments

  private mutating func plain(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Mark? {
    let byte = bytes[at]
    switch byte {
    case UInt8(ascii: "'"): open(.string(hasBackslashes: hasBackslashes), 1)
    case UInt8(ascii: "\""): open(.identifier, 1)
    case UInt8(ascii: "("), UInt8(ascii: "["):
      depth += 1
      at += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      at += 1
      if depth == 0 { return .closing }
      depth -= 1
    case UInt8(ascii: ";"):
      at += 1
      return depth == 0 && bodyDepth == 0 ? .semicolon : Mark.none
    case UInt8(ascii: ","):
      at += 1
      return depth == 0 ? .comma : Mark.none
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "$"):
      return opening(bytes, isLast: isLast)
    default:
      guard SQLBytes.isWord(byte) else {
        at += 1
        return Mark.none
      }
      return word(bytes, isLast: isLast)
    }
    return Mark.none
  }

  private mutating func open(_ new: State, _ length: Int) {
    state = new
    at += length
  }

  /// A comment, a dollar quote, or neither.
  private mutating func opening(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Mark? {
    if bytes[at] == UInt8(ascii: "$") {
      guard let tag = SQLBytes.dollarTag(bytes, from: at, isLast: isLast) else { return nil }
      if tag.isEmpty { at += 1 } else { open(.dollars(tag: tag), tag.count) }
      return Mark.none
    }
    guard at + 1 < bytes.count else {
      if !isLast { return nil }
      at += 1
      return Mark.none
    }
    switch (bytes[at], bytes[at + 1]) {
    case (UInt8(ascii: "-"), UInt8(ascii: "-")): open(.lineComment, 2)
    case (UInt8(ascii: "/"), UInt8(ascii: "*")): open(.blockComment(depth: 1), 2)
    default: at += 1
    }
    return Mark.none
  }

  /// A word, number, or the letter before a quote. Dollars belong to words, so that `a$b$` opens
  /// no quote.
  private mutating func word(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Mark? {
    var end = at + 1
    while end < bytes.count, SQLBytes.isWord(bytes[end]) || bytes[end] == UInt8(ascii: "$") {
      end += 1
    }
    if end == bytes.count, !isLast { return nil }
    let isE = end == at + 1 && bytes[at] | 0x20 == UInt8(ascii: "e")
    if isE, end < bytes.count, bytes[end] == UInt8(ascii: "'") {
      open(.string(hasBackslashes: true), 2)
      return Mark.none
    }
    if words.count < 4 { words.append(SQLBytes.word(bytes, at..<end) ?? "") }
    if depth == 0, isFunction { count(SQLBytes.word(bytes, at..<end)) }
    at = end
    return Mark.none
  }

  /// As psql does, bodies are looked for in `CREATE [OR REPLACE] FUNCTION` and `PROCEDURE` only.
  private var isFunction: Bool {
    words.first == "create" && (words.contains("function") || words.contains("procedure"))
  }

  private mutating func count(_ word: String?) {
    switch word {
    case "begin": bodyDepth += 1
    case "case" where bodyDepth > 0: bodyDepth += 1
    case "end" where bodyDepth > 0: bodyDepth -= 1
    default: break
    }
  }

  // MARK: - Inside of quotes and comments

  /// Goes on to the end of what is open, or of the bytes; nil where more bytes are needed to tell.
  private mutating func inside(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Mark? {
    switch state {
    case .plain: break
    case .string(let hasBackslashes): return string(bytes, hasBackslashes, isLast: isLast)
    case .identifier: close(at: UInt8(ascii: "\""), bytes)
    case .lineComment: close(at: 0x0A, bytes)
    case .dollars(let tag): return dollars(bytes, tag, isLast: isLast)
    case .blockComment(let depth): return blockComment(bytes, depth, isLast: isLast)
    }
    return Mark.none
  }

  private mutating func close(at byte: UInt8, _ bytes: UnsafeRawBufferPointer) {
    if let end = bytes.firstIndex(of: byte, from: at) {
      at = end + 1
      state = .plain
    } else {
      at = bytes.count
    }
  }

  private mutating func string(
    _ bytes: UnsafeRawBufferPointer, _ hasBackslashes: Bool, isLast: Bool
  ) -> Mark? {
    let quote = bytes.firstIndex(of: UInt8(ascii: "'"), from: at)
    if hasBackslashes,
      let escape = bytes.firstIndex(of: UInt8(ascii: "\\"), from: at, to: quote ?? bytes.count)
    {
      at = escape
      if escape + 1 == bytes.count, !isLast { return nil }
      at = min(escape + 2, bytes.count)
      return Mark.none
    }
    guard let quote else {
      at = bytes.count
      return Mark.none
    }
    at = quote
    // A doubled quote is a quote inside; whether it is doubled, the next byte tells.
    guard quote + 1 < bytes.count else {
      if !isLast { return nil }
      open(.plain, 1)
      return Mark.none
    }
    if bytes[quote + 1] == UInt8(ascii: "'") { at += 2 } else { open(.plain, 1) }
    return Mark.none
  }

  private mutating func dollars(
    _ bytes: UnsafeRawBufferPointer, _ tag: [UInt8], isLast: Bool
  ) -> Mark? {
    guard let dollar = bytes.firstIndex(of: UInt8(ascii: "$"), from: at) else {
      at = bytes.count
      return Mark.none
    }
    at = dollar
    if bytes.count - dollar < tag.count, !isLast { return nil }
    if bytes[dollar...].starts(with: tag) { open(.plain, tag.count) } else { at += 1 }
    return Mark.none
  }

  private mutating func blockComment(
    _ bytes: UnsafeRawBufferPointer, _ depth: Int, isLast: Bool
  ) -> Mark? {
    guard at + 1 < bytes.count else {
      if !isLast { return nil }
      at = bytes.count
      return Mark.none
    }
    switch (bytes[at], bytes[at + 1]) {
    case (UInt8(ascii: "/"), UInt8(ascii: "*")): open(.blockComment(depth: depth + 1), 2)
    case (UInt8(ascii: "*"), UInt8(ascii: "/")):
      open(depth == 1 ? .plain : .blockComment(depth: depth - 1), 2)
    default: at += 1
    }
    return Mark.none
  }
}

/// What bytes are in SQL.
enum SQLBytes {
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  /// Letters, digits and `_`: what words and numbers consist of.
  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") <= 9 || (byte | 0x20) &- UInt8(ascii: "a") <= 25
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  /// A short word in lower case; nil for one that is too long for a key word.
  static func word(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String? {
    if range.count > 24 { return nil }
    return String(decoding: bytes[range].map(lowerCase), as: UTF8.self)
  }

  static func lowerCase(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") <= 25 ? byte | 0x20 : byte
  }

  /// The tag that opens a dollar quote here, both dollars included: `$$` or `$body$`. Empty where
  /// there is none; nil where the bytes end too early to tell.
  static func dollarTag(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isLast: Bool
  ) -> [UInt8]? {
    var end = start + 1
    while end < bytes.count, isWord(bytes[end]) {
      if end == start + 1, bytes[end] &- UInt8(ascii: "0") <= 9 { return [] }
      // A name of PostgreSQL has at most 63 bytes.
      if end - start > 64 { return [] }
      end += 1
    }
    if end == bytes.count { return isLast ? [] : nil }
    return bytes[end] == UInt8(ascii: "$") ? Array(bytes[start...end]) : []
  }
}
