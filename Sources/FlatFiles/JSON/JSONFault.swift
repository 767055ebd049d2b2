internal import CSimdjson

extension RejectCode {
  package static let invalidJSON = RejectCode(rawValue: "invalid-json")
  package static let cutShort = RejectCode(rawValue: "cut-short")
  package static let loneSurrogate = RejectCode(rawValue: "lone-surrogate")
  package static let notAJSONNumber = RejectCode(rawValue: "not-a-json-number")
  package static let nestedTooDeep = RejectCode(rawValue: "nested-too-deep")
  package static let keyTwice = RejectCode(rawValue: "key-twice")
}

/// What is wrong with a JSON value, and where in it.
struct JSONFault {
  var code: RejectCode
  /// The beginning of a sentence that goes on with the place.
  var what: String
  /// From the value's first byte.
  var offset: Int
  /// What should stand there, where the value is not JSON.
  private var expectation: String?

  /// Reads what the tokeniser found in a value that it saw wrapped in brackets.
  init(_ outcome: rf_json_outcome, in value: UnsafeRawBufferPointer) {
    offset = min(max(outcome.offset - 1, 0), value.count)
    switch outcome.problem {
    case RF_JSON_INVALID_UTF8:
      (code, what) = (.invalidUTF8, "the record is not valid UTF-8")
      offset = TextEncoding.firstInvalidByte(in: value) ?? 0
    case RF_JSON_CONTROL_CHARACTER:
      (code, what) = (.invalidJSON, "a string holds a control character")
      offset = Self.controlCharacter(in: value)
    case RF_JSON_NUL_CHARACTER:
      (code, what) = (.nulCharacter, "a string holds \\u0000, which PostgreSQL does not store")
    case RF_JSON_LONE_SURROGATE:
      (code, what) = (.loneSurrogate, "a string holds half of a surrogate pair")
    case RF_JSON_NOT_A_NUMBER:
      (code, what) = (.notAJSONNumber, "NaN and Infinity are no JSON")
    case RF_JSON_TOO_DEEP:
      (code, what) = (.nestedTooDeep, "the record is nested too deep")
    case RF_JSON_DUPLICATE_KEY:
      (code, what) = (.keyTwice, "a key that is asked for stands twice")
    case RF_JSON_NO_MEMORY:
      (code, what) = (.invalidJSON, "there was not enough memory for the record")
    default:
      let isAtEnd = offset >= value.count
      (code, what) = (
        .invalidJSON, isAtEnd ? "the record is not complete JSON" : "the record is not valid JSON"
      )
      expectation = JSONExpectation.words(in: value, at: offset)
    }
  }

  /// What is wrong, of a value that is no record.
  var whatOfValue: String {
    switch what {
    case "the record is not complete JSON": "a value is not complete"
    case "the record is not valid JSON": "this byte cannot stand here"
    default: what.replacing("the record", with: "a value", maxReplacements: 1)
    }
  }

  /// `lineStart` is how many bytes stand before the value on its line, where that is known.
  func reject(
    _ raw: UnsafeRawBufferPointer, at position: Position, lineStart: Int?, isUnfinished: Bool
  ) -> Reject {
    let before = raw.prefix(offset)
    var place = "at byte \(position.byte + offset)"
    place += ", line \(position.line + before.count { $0 == 0x0A })"
    // On the first line the bytes of the file are those of the line.
    let start = lineStart ?? (position.line == 1 ? position.byte : nil)
    let column = before.lastIndex(of: 0x0A).map { offset - $0 } ?? start.map { $0 + offset + 1 }
    if let column { place += ", column \(column)" }
    if let expectation { place += ": \(expectation)" }
    if isUnfinished, code == .invalidJSON {
      return Reject(
        position: position, code: .cutShort,
        message: "the last line is cut short: \(what) \(place)", raw: Array(raw))
    }
    return Reject(position: position, code: code, message: "\(what) \(place)", raw: Array(raw))
  }

  /// The first byte in a string that must be escaped there.
  private static func controlCharacter(in value: UnsafeRawBufferPointer) -> Int {
    var isString = false
    var isEscaped = false
    for (index, byte) in value.enumerated() {
      if isString, byte < 0x20 { return index }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isString.toggle()
      } else if byte == UInt8(ascii: "\\"), isString {
        isEscaped = true
      }
    }
    return 0
  }
}
