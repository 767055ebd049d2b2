/// What the grammar of JSON expects where a text is not valid: for people, once it is known where.
struct JSONExpectation {
  private enum State {
    case value, valueOrEnd, key, keyOrEnd, colon, separator, nothing
  }

  private var state = State.value
  /// For each bracket that is open whether it is that of an object.
  private var isObject: [Bool] = []

  /// A clause on the place in a text at which it ceases to be JSON.
  static func words(in text: UnsafeRawBufferPointer, at place: Int) -> String {
    var expectation = JSONExpectation()
    var at = 0
    while true {
      while at < place, isBlank(text[at]) { at += 1 }
      if at >= place { break }
      let end = expectation.pass(text, at)
      if end > text.count { return notClosed }
      if end > place, text[at] == UInt8(ascii: "\"") {
        return "a string holds an escape that JSON does not have"
      }
      if end > place { return noValue(text, at, end) }
      at = end
    }
    let isScalar = place < text.count && !isMark(text[place]) && !isBlank(text[place])
    if isScalar, expectation.state == .value || expectation.state == .valueOrEnd {
      if text[place] == UInt8(ascii: "\"") { return notClosed }
      return noValue(text, place, endOfScalar(text, place))
    }
    return expectation.words
  }

  private static let notClosed = "a string is not closed"

  /// Goes over the token at a place, and returns where the next one may begin.
  private mutating func pass(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
    switch text[at] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      isObject.append(text[at] == UInt8(ascii: "{"))
      state = isObject.last ?? false ? .keyOrEnd : .valueOrEnd
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      _ = isObject.popLast()
      state = behindValue
    case UInt8(ascii: ","): state = isObject.last ?? false ? .key : .value
    case UInt8(ascii: ":"): state = .value
    case UInt8(ascii: "\""):
      let end = JSONString.end(text, from: at)
      // One that is not closed goes on behind everything.
      guard end > at, text[end] == UInt8(ascii: "\"") else { return text.count + 1 }
      state = state == .key || state == .keyOrEnd ? .colon : behindValue
      return end + 1
    default:
      state = behindValue
      return Self.endOfScalar(text, at)
    }
    return at + 1
  }

  private var behindValue: State { isObject.isEmpty ? .nothing : .separator }

  private var words: String {
    let close = isObject.last ?? false ? "\"}\"" : "\"]\""
    return switch state {
    case .value: "a value is expected"
    case .valueOrEnd: "a value or \(close) is expected"
    case .key: "a key in quotes is expected"
    case .keyOrEnd: "a key in quotes or \(close) is expected"
    case .colon: "a colon is expected"
    case .separator: "a comma or \(close) is expected"
    case .nothing: "the record has ended, and nothing may follow it"
    }
  }

  private static func noValue(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> String {
    let shown = String(decoding: text[start..<min(end, start + 24)], as: UTF8.self)
    return "`\(shown)\(end > start + 24 ? "…" : "")` is no value of JSON"
  }

  private static func endOfScalar(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    text[start...].firstIndex { isMark($0) || isBlank($0) } ?? text.count
  }

  private static func isMark(_ byte: UInt8) -> Bool { "{}[],:".utf8.contains(byte) }
  private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }
}
