/// The values that JSON records have, as paths: objects inside are gone into, arrays inside are
/// values as a whole.
package struct PathsInRecords {
  private var found: [FieldPath] = []
  private var known: Set<FieldPath> = []
  /// How many elements the longest record has that is an array.
  package private(set) var elements = 0
  /// Whether there are more paths than are kept.
  package private(set) var isCut = false

  private static let limit = 200
  private static let depth = 5

  package init() {}

  /// The paths in the order in which they were met. One that is gone into in other records is none.
  package var paths: [FieldPath] {
    let around = Set(
      found.flatMap { path in
        (1..<max(path.steps.count, 1)).map { FieldPath(Array(path.steps.prefix($0))) }
      })
    return found.filter { !around.contains($0) }
  }

  /// Looks at a record that is known to be valid.
  package mutating func add(_ raw: UnsafeRawBufferPointer) {
    // In a line of a capture the message stands behind its time.
    let opens: [UInt8] = [UInt8(ascii: "{"), UInt8(ascii: "[")]
    guard let start = raw.firstIndex(where: { opens.contains($0) }) else { return }
    _ = value(raw, start, [])
  }

  /// Looks at the value that begins at a place, and returns the place behind it.
  private mutating func value(
    _ raw: UnsafeRawBufferPointer, _ start: Int, _ steps: [FieldPath.Step]
  ) -> Int {
    let isArray = raw[start] == UInt8(ascii: "[")
    let isOpened = isArray ? steps.isEmpty : raw[start] == UInt8(ascii: "{")
    guard isOpened, steps.count < Self.depth else {
      keep(steps)
      return Self.end(raw, start)
    }
    var at = start + 1
    var count = 0
    while at < raw.count {
      switch raw[at] {
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if count == 0, !steps.isEmpty { keep(steps) }
        if isArray { elements = max(elements, count) }
        return at + 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20: at += 1
      default:
        if isArray {
          at = value(raw, at, steps + [.index(count)])
        } else {
          let end = JSONString.end(raw, from: at)
          let key = UnsafeRawBufferPointer(rebasing: raw[(at + 1)..<max(end, at + 1)])
          at = end + 1
          while at < raw.count, raw[at] <= 0x20 || raw[at] == UInt8(ascii: ":") { at += 1 }
          if at < raw.count { at = value(raw, at, steps + [.key(JSONString.content(key))]) }
        }
        count += 1
      }
    }
    return at
  }

  private mutating func keep(_ steps: [FieldPath.Step]) {
    if steps.isEmpty { return }
    let path = FieldPath(steps)
    if known.contains(path) { return }
    guard found.count < Self.limit else {
      isCut = true
      return
    }
    known.insert(path)
    found.append(path)
  }

  /// The place behind a value that is not gone into: the comma or bracket that follows.
  private static func end(_ raw: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var depth = 0
    var at = start
    while at < raw.count {
      switch raw[at] {
      case UInt8(ascii: "\""): at = JSONString.end(raw, from: at)
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 { return at }
        depth -= 1
      case UInt8(ascii: ","): if depth == 0 { return at }
      default: break
      }
      at += 1
    }
    return at
  }
}
