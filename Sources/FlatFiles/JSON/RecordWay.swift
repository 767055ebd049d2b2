/// The way from a value of the file in to its records, and out again behind them.
final class RecordWay {
  private let path: FieldPath
  private let cursor: JSONCursor

  init(_ path: FieldPath, _ cursor: JSONCursor) {
    self.path = path
    self.cursor = cursor
  }

  /// Goes to the value at the path. Throws `FileError` where there is none.
  func enter() throws {
    for (depth, step) in path.steps.enumerated() {
      switch step {
      case .key(let key): try enterMember(key, depth)
      case .index(let index): try enterElement(index, depth)
      }
    }
  }

  /// Goes out behind the value at the path, over all that is left there.
  func leave() throws {
    for step in path.steps.reversed() {
      switch step {
      case .key(let wanted):
        while try !cursor.separator(or: UInt8(ascii: "}")) {
          if try cursor.key() == wanted { throw cursor.error(.keyTwice(wanted)) }
          try cursor.skipValue()
        }
      case .index:
        while try !cursor.separator(or: UInt8(ascii: "]")) { try cursor.skipValue() }
      }
    }
  }

  func noRecords(_ found: String) -> any Error {
    cursor.error(.noRecords(at: path, found: found))
  }

  private func enterMember(_ wanted: String, _ depth: Int) throws {
    let parent = place(depth)
    guard try cursor.needNext() == UInt8(ascii: "{") else {
      throw noRecords("\(parent) is no object")
    }
    cursor.take()
    var seen: [String] = []
    if try cursor.needNext() == UInt8(ascii: "}") { throw noRecords("\(parent) is empty") }
    while true {
      let key = try cursor.key()
      if key == wanted { return }
      if seen.count < 10 { seen.append(key) }
      try cursor.skipValue()
      if try cursor.separator(or: UInt8(ascii: "}")) {
        let keys = seen.map { "\"\($0)\"" }.joined(separator: ", ")
        throw noRecords("\(parent) has the keys \(keys)")
      }
    }
  }

  private func enterElement(_ wanted: Int, _ depth: Int) throws {
    let parent = place(depth)
    guard try cursor.needNext() == UInt8(ascii: "[") else {
      throw noRecords("\(parent) is no array")
    }
    cursor.take()
    if try cursor.needNext() == UInt8(ascii: "]") { throw noRecords("\(parent) is empty") }
    for index in 0..<wanted {
      try cursor.skipValue()
      if try cursor.separator(or: UInt8(ascii: "]")) {
        throw noRecords("\(parent) has \(index + 1) elements")
      }
    }
  }

  /// How to call the value that the first steps lead to.
  private func place(_ depth: Int) -> String {
    depth == 0 ? "the file" : "\(FieldPath(Array(path.steps[..<depth])))"
  }
}
