/// Finds where in a JSON document its records stand, by its first block.
package enum RecordsInDocument {
  private struct Level {
    var isArray: Bool
    /// The key that the next value stands under.
    var key: String?
    /// Whether a key is expected where a string comes next.
    var expectsKey: Bool
  }

  /// An array of objects or arrays, which may be the records.
  private struct Candidate {
    var path: [RecordPath.Step]
    var start: Int
    var end: Int

    var length: Int { end - start }
  }

  /// The path to the array that takes up most of the text, such as `Data.Data`, where there is such
  /// an array inside an object. Nil where the document itself is the record, or an array of them.
  package static func path(in text: [UInt8]) -> RecordPath? {
    guard let first = text.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") else {
      return nil
    }
    let longest = text.withUnsafeBytes { candidates($0) }.sorted { $0.length > $1.length }
    // Of several that are about as long none is all there is, as in an order book.
    guard let first = longest.first, first.length * 3 > text.count,
      longest.dropFirst().allSatisfy({ $0.length * 4 < first.length })
    else { return nil }
    return RecordPath(first.path)
  }

  private static let depth = 8

  private static func candidates(_ text: UnsafeRawBufferPointer) -> [Candidate] {
    var levels: [Level] = []
    var found: [Candidate] = []
    /// How many levels are open inside a candidate; what they hold is not looked at.
    var inside = 0
    var at = 0
    while at < text.count {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "\""):
        let end = JSONString.end(text, from: at)
        if let last = levels.indices.last, inside == 0, levels[last].expectsKey {
          let key = UnsafeRawBufferPointer(rebasing: text[(at + 1)..<max(end, at + 1)])
          levels[last].key = JSONString.content(key)
          levels[last].expectsKey = false
        }
        at = end
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if inside > 0 {
          inside += 1
        } else if let path = path(to: levels), isRecord(text, at, levels) {
          found.append(Candidate(path: path, start: at, end: text.count))
          inside = 1
        } else {
          levels.append(
            Level(isArray: byte == UInt8(ascii: "["), expectsKey: byte == UInt8(ascii: "{")))
        }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if inside > 0 {
          inside -= 1
          if inside == 0, let last = found.indices.last { found[last].end = at }
        } else {
          levels = levels.dropLast()
        }
      case UInt8(ascii: ","):
        if inside == 0, let last = levels.indices.last, !levels[last].isArray {
          levels[last].expectsKey = true
        }
      default: break
      }
      at += 1
    }
    return found
  }

  /// The keys to the value that begins now; nil inside of an array, or too deep.
  private static func path(to levels: [Level]) -> [RecordPath.Step]? {
    guard !levels.isEmpty, levels.count <= depth else { return nil }
    var steps: [RecordPath.Step] = []
    for level in levels {
      guard !level.isArray, let key = level.key else { return nil }
      steps.append(.key(key))
    }
    return steps
  }

  /// Whether an array begins here whose first element is an object or an array.
  private static func isRecord(
    _ text: UnsafeRawBufferPointer, _ at: Int, _ levels: [Level]
  ) -> Bool {
    guard text[at] == UInt8(ascii: "["),
      let next = text[(at + 1)...].first(where: { $0 > 0x20 })
    else { return false }
    return next == UInt8(ascii: "[") || next == UInt8(ascii: "{")
  }
}
