internal import CSimdjson

/// Moves through the text of a JSON file value by value, in flat memory.
///
/// Where a value is only passed over it is validated all the same, member by member when it is
/// large, so that what stands before and behind the records cannot be anything.
final class JSONCursor {
  let window: InputWindow
  private let limits: ReadLimits
  private let validator: JSONTokeniser
  private let scratch = RecordBatch()

  init(_ window: InputWindow, _ options: ReadOptions) throws {
    self.window = window
    limits = options.limits
    // A validator takes what the policy lets records have.
    validator = try JSONTokeniser([FieldPath()], options, path: window.path)
  }

  /// The next byte that is no blank, which stays where it is; nil at the end of the text.
  @inline(__always)
  func next() -> UInt8? {
    while true {
      let bytes = window.bytes
      var at = 0
      while at < bytes.count {
        let byte = bytes[at]
        if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 {
          window.useCountingLines(at)
          return byte
        }
        at += 1
      }
      window.useCountingLines(at)
      if !window.fill() { return nil }
    }
  }

  /// The next byte that is no blank, where one has to be.
  func needNext() throws -> UInt8 {
    guard let byte = next() else { throw cutShort }
    return byte
  }

  /// Uses up the byte that `next` found.
  @inline(__always)
  func take() { window.useCountingLines(1) }

  /// The length of the value at the front of the window, which stays there.
  @inline(__always)
  func measure(tooLong: FileProblem? = nil) throws -> Int {
    var scan = rf_json_scan()
    while true {
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes.prefix(limits.recordBytes + 1))
      let sight = scan.lookOn(in: bytes, depth: limits.depth)
      if sight == RF_JSON_DEEP { throw error(.nestedTooDeep(limit: limits.depth)) }
      let length = sight == RF_JSON_END ? scan.at : bytes.count
      if length > limits.recordBytes {
        throw error(tooLong ?? .recordTooLong(limit: limits.recordBytes))
      }
      if sight == RF_JSON_END {
        if length == 0 { throw error(.invalidJSON("a value is missing")) }
        return length
      }
      if window.fill() { continue }
      if sight == RF_JSON_MORE_OR_END, length > 0, window.damage == nil { return length }
      throw cutShort
    }
  }

  /// The length of the value at the front of the window where it is at most so many bytes long.
  func measure(within limit: Int) throws -> Int? {
    var scan = rf_json_scan()
    while true {
      switch scan.lookOn(in: window.bytes, depth: limits.depth) {
      case RF_JSON_END: return scan.at > 0 && scan.at <= limit ? scan.at : nil
      case RF_JSON_DEEP: return nil
      default: if window.bytes.count > limit || !window.fill() { return nil }
      }
    }
  }

  /// Passes over a value, and throws `FileError` where it is not valid JSON. `look` is shown the
  /// value, unless it is a large one.
  func skipValue(depth: Int = 0, _ look: (UnsafeRawBufferPointer) -> Void = { _ in }) throws {
    let open = try needNext()
    guard open == UInt8(ascii: "[") || open == UInt8(ascii: "{") else { return try takeWhole(look) }
    if try fits() { return try takeWhole(look) }
    if depth >= limits.depth { throw error(.nestedTooDeep(limit: limits.depth)) }
    take()
    let close = open == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")
    if try needNext() == close { return take() }
    while true {
      if close == UInt8(ascii: "}") { _ = try key() } else { passElements() }
      try skipValue(depth: depth + 1)
      if try separator(or: close) { return }
    }
  }

  /// Passes over elements of an array by the many, as long as they are valid and not the last; what
  /// is wrong with one is found where it is passed over alone.
  private func passElements() {
    while true {
      scratch.removeAll(columnCount: 1)
      validator.begin(scratch)
      let length = validator.addElements(
        window.bytes, line: window.line, byte: window.offset, to: scratch)
      if length == 0 { return }
      validator.finish(scratch)
      if validator.fault != nil { return }
      window.useCountingLines(length)
    }
  }

  /// Takes a value, which has to be valid, and holds it whole.
  func hold(tooLong: FileProblem) throws -> HeldObject {
    let length = try measure(tooLong: tooLong)
    let held = HeldObject(
      UnsafeRawBufferPointer(rebasing: window.bytes[..<length]), line: window.line,
      byte: window.offset)
    try skipValue()
    window.shrink()
    return held
  }

  /// Takes the comma between two values, or the closing bracket: then true.
  func separator(or close: UInt8) throws -> Bool {
    let byte = try needNext()
    guard byte == UInt8(ascii: ",") || byte == close else {
      let expected = String(decoding: [close], as: UTF8.self)
      throw error(.invalidJSON("a comma or \"\(expected)\" is missing"))
    }
    take()
    return byte == close
  }

  /// Takes a member's key and the colon behind it.
  func key() throws -> String {
    guard try needNext() == UInt8(ascii: "\"") else {
      throw error(.invalidJSON("a key in quotes is missing"))
    }
    try takeWhole { _ in }
    let key = String(decoding: scratch.content(scratch.field(0, 0)), as: UTF8.self)
    guard try needNext() == UInt8(ascii: ":") else {
      throw error(.invalidJSON("a colon behind a key is missing"))
    }
    take()
    return key
  }

  /// The error that a problem at the front of the window is.
  func error(_ problem: FileProblem) -> FileError { error(problem, at: place) }

  /// The error that a problem is at a place that was passed.
  func error(_ problem: FileProblem, at place: (position: Position, column: Int)) -> FileError {
    FileError(
      path: window.path, position: place.position, column: place.column, problem: problem)
  }

  /// Where the front of the window is in the file.
  var place: (position: Position, column: Int) {
    (Position(record: 0, line: window.line, byte: window.offset), window.column)
  }

  /// What to throw where the text ends too early: the reason, where the file has one of its own.
  private var cutShort: any Error { window.damage ?? error(.endsInTheMiddle) }

  /// Whether the value at the front is small enough to be validated in one go: whatever the pieces
  /// are that it is read in, because the two find other words for what is wrong with it.
  private func fits() throws -> Bool {
    let longest = min(limits.valueBytes, limits.recordBytes)
    var scan = rf_json_scan()
    while true {
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes.prefix(longest + 1))
      switch scan.lookOn(in: bytes, depth: limits.depth) {
      case RF_JSON_END: return scan.at <= longest
      case RF_JSON_DEEP: throw error(.nestedTooDeep(limit: limits.depth))
      default:
        if window.bytes.count > longest { return false }
        // A value that is cut short is gone into as well, to find where.
        if !window.fill() { return false }
      }
    }
  }

  /// Takes a value that fits into memory and validates it. Its content is then the field of
  /// `scratch`.
  ///
  /// - Throws: `FileError` where it is not valid, or what `look` throws, which is shown the value.
  func takeWhole(
    tooLong: FileProblem? = nil, _ look: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let length = try measure(tooLong: tooLong)
    let raw = UnsafeRawBufferPointer(rebasing: window.bytes[..<length])
    scratch.removeAll(columnCount: 1)
    validator.begin(scratch)
    validator.add(raw, line: window.line, byte: window.offset, to: scratch)
    validator.finish(scratch)
    if let fault = validator.fault {
      window.useCountingLines(fault.offset)
      throw error(.invalidJSON(fault.whatOfValue))
    }
    try look(raw)
    window.useCountingLines(length)
  }
}

extension rf_json_scan {
  /// Looks on for the end of a value that begins with the first byte.
  mutating func lookOn(in bytes: UnsafeRawBufferPointer, depth: Int) -> rf_json_sight {
    rf_json_find_end(
      &self, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, UInt32(depth))
  }
}
