/// Parses the rows of an INSERT as pg_dump writes them: constants in brackets.
///
/// How it works. A row is parsed where it lies in the window. Where the bytes end inside of it, it
/// is parsed once more when there are more of them.
struct InsertRowParser {
  /// The values of the row parsed last, as many as are kept.
  private(set) var values: ContiguousArray<Value> = []
  /// How many it has.
  private(set) var count = 0
  /// How many are kept: one more tells that there are too many.
  var mostValues = Int.max - 1

  /// Where a value stands, counted from the row's bracket, and how it is spelled.
  struct Value {
    var start: Int
    var length: Int
    var kind: RecordBatch.FieldKind
    var spelling: Spelling
  }

  enum Spelling {
    case plain
    /// Quotes inside are doubled.
    case doubled
    /// Backslashes escape.
    case escaped
  }

  enum Outcome {
    /// The row ends here, bracket included.
    case row(end: Int)
    /// The row ends here, and a value of it is no constant.
    case complicated(end: Int, value: Int)
    /// `isOpen` says that the bytes end inside of it.
    case damaged(isOpen: Bool)
    case needsMore
  }

  /// Whether backslashes escape in quotes without an `E`.
  var hasBackslashes = false

  private var at = 0
  /// Set where parsing came to a stop.
  private var stop: Outcome?
  /// The first value that is no constant.
  private var complicated: Int?
  /// Whether the value at hand is none.
  private var isExpression = false

  /// Parses the row at the front of the bytes; `isLast` says that there are no more of them.
  mutating func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Outcome {
    values.removeAll(keepingCapacity: true)
    count = 0
    at = 1
    stop = nil
    complicated = nil
    while true {
      guard let first = next(bytes) else { break }
      // A table without columns has empty rows.
      if first == UInt8(ascii: ")"), values.isEmpty {
        at += 1
        return .row(end: at)
      }
      value(first, bytes, isLast: isLast)
      if stop != nil { break }
      guard let mark = next(bytes) else { break }
      at += 1
      if mark == UInt8(ascii: ",") { continue }
      guard mark == UInt8(ascii: ")") else { return .damaged(isOpen: false) }
      return complicated.map { .complicated(end: at, value: $0) } ?? .row(end: at)
    }
    let outcome = stop ?? .needsMore
    if case .needsMore = outcome, isLast { return .damaged(isOpen: true) }
    return outcome
  }

  /// The next byte that is not blank; nil where there is none.
  @inline(__always)
  private mutating func next(_ bytes: UnsafeRawBufferPointer) -> UInt8? {
    while at < bytes.count, SQLBytes.isBlank(bytes[at]) { at += 1 }
    return at < bytes.count ? bytes[at] : nil
  }

  @inline(__always)
  private mutating func add(
    _ start: Int, _ end: Int, _ kind: RecordBatch.FieldKind, _ spelling: Spelling = .plain
  ) {
    count += 1
    // The last one is looked at when the next byte is known.
    if count > mostValues, !values.isEmpty { values.removeLast() }
    values.append(Value(start: start, length: end - start, kind: kind, spelling: spelling))
  }

  private mutating func value(
    _ first: UInt8, _ bytes: UnsafeRawBufferPointer, isLast: Bool
  ) {
    let start = at
    isExpression = false
    switch first {
    case UInt8(ascii: "'"): text(bytes, hasBackslashes, isLast: isLast)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."):
      number(bytes)
    case UInt8(ascii: "$"): dollars(bytes, isLast: isLast)
    default:
      if SQLBytes.isWord(first) { word(bytes, isLast: isLast) } else { expression(from: start) }
    }
    if stop == nil, isComplicated(bytes) { expression(from: start) }
    if stop == nil, isExpression { passExpression(bytes, from: start, isLast: isLast) }
  }

  /// Says that what begins here is no constant.
  private mutating func expression(from start: Int) {
    if let last = values.last, last.start >= start {
      values.removeLast()
      count -= 1
    }
    complicated = complicated ?? values.count
    isExpression = true
  }

  /// Whether something follows a value that was parsed, other than the next one. Behind a text that
  /// is damage: one of its quotes is missing or too many.
  private mutating func isComplicated(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard !isExpression, let next = next(bytes) else { return false }
    if next == UInt8(ascii: ",") || next == UInt8(ascii: ")") { return false }
    guard let last = values.last, last.kind == .quoted || next == UInt8(ascii: "'") else {
      return true
    }
    stop = .damaged(isOpen: false)
    return false
  }

  private mutating func passExpression(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isLast: Bool
  ) {
    var scan = SQLScan(hasBackslashes: hasBackslashes)
    scan.at = start
    guard let end = scan.valueEnd(in: bytes, isLast: isLast) else {
      stop = .needsMore
      return
    }
    if bytes[end] == UInt8(ascii: ";") { stop = .damaged(isOpen: false) }
    at = end
    add(start, end, .bare)
  }

  // MARK: - Constants

  private mutating func number(_ bytes: UnsafeRawBufferPointer) {
    let start = at
    while at < bytes.count, SQLBytes.isWord(bytes[at]) || "+-.".utf8.contains(bytes[at]) {
      at += 1
    }
    add(start, at, .bare)
  }

  private mutating func word(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    let start = at
    while at < bytes.count, SQLBytes.isWord(bytes[at]) { at += 1 }
    if at == bytes.count {
      stop = .needsMore
    } else if bytes[at] == UInt8(ascii: "'"), at == start + 1 {
      switch bytes[start] | 0x20 {
      case UInt8(ascii: "e"): text(bytes, true, isLast: isLast)
      // Bits are what COPY writes without the letter.
      case UInt8(ascii: "b"), UInt8(ascii: "n"): text(bytes, hasBackslashes, isLast: isLast)
      default: expression(from: start)
      }
    } else {
      switch SQLBytes.word(bytes, start..<at) {
      case "null": add(start, start, .null)
      case "default": add(start, start, .absent)
      case "true", "false": add(start, at, .bare)
      default: return expression(from: start)
      }
      cast(bytes)
    }
  }

  private mutating func text(
    _ bytes: UnsafeRawBufferPointer, _ hasBackslashes: Bool, isLast: Bool
  ) {
    at += 1
    let start = at
    var spelling = Spelling.plain
    while true {
      guard let quote = bytes.firstIndex(of: UInt8(ascii: "'"), from: at) else {
        stop = .needsMore
        return
      }
      if hasBackslashes,
        let escape = bytes.firstIndex(of: UInt8(ascii: "\\"), from: at, to: quote)
      {
        spelling = .escaped
        at = escape + 2
        continue
      }
      at = quote + 1
      guard at < bytes.count else {
        stop = .needsMore
        return
      }
      if bytes[at] != UInt8(ascii: "'") { break }
      if spelling == .plain { spelling = hasBackslashes ? .escaped : .doubled }
      at += 1
    }
    add(start, at - 1, .quoted, spelling)
    cast(bytes)
  }

  private mutating func dollars(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    guard let tag = SQLBytes.dollarTag(bytes, from: at, isLast: isLast) else {
      stop = .needsMore
      return
    }
    if tag.isEmpty {
      stop = .damaged(isOpen: false)
      return
    }
    let start = at + tag.count
    var end = start
    while let dollar = bytes.firstIndex(of: UInt8(ascii: "$"), from: end) {
      if bytes[dollar...].starts(with: tag) {
        at = dollar + tag.count
        add(start, dollar, .quoted)
        return cast(bytes)
      }
      end = dollar + 1
    }
    stop = .needsMore
  }

  /// Passes over the casts behind a constant, as in `'{}'::jsonb`: what its text means is for the
  /// layout to say.
  private mutating func cast(_ bytes: UnsafeRawBufferPointer) {
    while let colon = next(bytes), colon == UInt8(ascii: ":") {
      guard at + 1 < bytes.count else {
        stop = .needsMore
        return
      }
      if bytes[at + 1] != UInt8(ascii: ":") { return }
      at += 2
      type(bytes)
    }
  }

  /// Passes over the name of a type: `timestamp(3) with time zone`, `"char"`, `public.side[]`.
  private mutating func type(_ bytes: UnsafeRawBufferPointer) {
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")") where depth > 0: depth -= 1
      case UInt8(ascii: ",") where depth > 0: break
      case UInt8(ascii: "\""):
        at = bytes.firstIndex(of: UInt8(ascii: "\""), from: at + 1) ?? bytes.count - 1
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "."): break
      case let byte where SQLBytes.isWord(byte) || SQLBytes.isBlank(byte): break
      default: return
      }
      at += 1
    }
  }
}

/// What is wrong with a row of an INSERT.
struct InsertFault {
  var code: RejectCode
  var message: String

  static let damaged = InsertFault(
    code: .badInsert, message: "the row is not a list of constants in brackets")
  static let unclosed = InsertFault(
    code: .unclosedQuote, message: "a text that begins on this line is never closed")
  static let defaults = InsertFault(
    code: .notAConstant,
    message: "the row is DEFAULT VALUES, which only the server knows: the dump does not say what"
      + " its columns hold")
  static let complicated = InsertFault(
    code: .notAConstant, message: "a value is an expression, of which only constants are read")
  static let escape = InsertFault(
    code: .badEscape, message: "a backslash stands before what it cannot escape")
  static let nul = InsertFault(
    code: .nulCharacter, message: "an escape stands for a NUL character")
  static let invalidText = InsertFault(
    code: .invalidUTF8, message: "the bytes that are written as escapes are not valid UTF-8")
}
