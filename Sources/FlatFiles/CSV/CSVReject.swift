extension RejectCode {
  package static let badQuote = RejectCode(rawValue: "bad-quote")
  package static let unclosedQuote = RejectCode(rawValue: "unclosed-quote")
  package static let strayCarriageReturn = RejectCode(rawValue: "stray-carriage-return")
  package static let tooManyFields = RejectCode(rawValue: "too-many-fields")
  package static let tooFewFields = RejectCode(rawValue: "too-few-fields")
  package static let invalidUTF8 = RejectCode(rawValue: "invalid-utf8")
  package static let recordTooLong = RejectCode(rawValue: "record-too-long")
  package static let otherTable = RejectCode(rawValue: "other-table")
  package static let nulCharacter = RejectCode(rawValue: "nul-character")
}

/// The rejects of CSV reading.
enum CSVReject {
  /// What is wrong with a record's bytes; nil when they are text that PostgreSQL takes.
  ///
  /// A quote or escape that is NUL is no character of the record's text.
  static func ofText(
    _ raw: UnsafeRawBufferPointer, at position: Position, hasNULSign: Bool = false
  ) -> Reject? {
    if let offset = TextEncoding.firstInvalidByte(in: raw) {
      return reject(
        .invalidUTF8, "the record is not valid UTF-8 at byte \(position.byte + offset)", raw,
        position)
    }
    if !hasNULSign, let offset = raw.firstIndex(of: 0, from: 0) {
      return reject(
        .nulCharacter, "the record has a NUL character at byte \(position.byte + offset)", raw,
        position)
    }
    return nil
  }

  /// A field whose content has a NUL character: two quotes that are NUL stand for one.
  static func nulInField(_ raw: UnsafeRawBufferPointer, at position: Position) -> Reject {
    reject(.nulCharacter, "a field of the record has a NUL character", raw, position)
  }

  static func fieldCount(
    _ count: Int, expected: Int, _ raw: UnsafeRawBufferPointer, at position: Position
  ) -> Reject {
    reject(
      count > expected ? .tooManyFields : .tooFewFields,
      "the record has \(count) \(count == 1 ? "field" : "fields") where \(expected) are expected",
      raw, position)
  }

  /// A record of which only the beginning is looked at.
  static func tooLong(
    _ beginning: [UInt8], limit: Int, at position: Position
  ) -> Reject {
    Reject(
      position: position, code: .recordTooLong, message: tooLong(limit: limit), raw: beginning)
  }

  static func tooLong(limit: Int) -> String {
    "the record is longer than \(limit) bytes, the limit; only its beginning is shown"
  }

  static func tooWide(limit: Int, _ raw: UnsafeRawBufferPointer, at position: Position) -> Reject {
    reject(
      .tooManyFields, "the record has more than \(limit) fields, the limit", raw, position)
  }

  static func strayCarriageReturn(
    _ raw: UnsafeRawBufferPointer, at position: Position
  ) -> Reject {
    reject(
      .strayCarriageReturn,
      "the record has a carriage return that is neither a line end nor in quotes", raw, position)
  }

  static func otherTable(
    beginningOn line: Int, _ raw: UnsafeRawBufferPointer, at position: Position
  ) -> Reject {
    reject(
      .otherTable,
      "the record belongs to another table, which begins on line \(line); take the file apart with"
        + " retrofill convert --table 1, 2 …", raw, position)
  }

  static func quotes(
    _ state: QuotedRecordParser.State, isFirstLine: Bool, _ line: UnsafeRawBufferPointer,
    at position: Position
  ) -> Reject {
    switch state {
    case .endedEarly: strayCarriageReturn(line, at: position)
    case .malformed where isFirstLine:
      reject(.badQuote, "a quote stands where none may", line, position)
    case .openBeyond(let reach):
      reject(
        .unclosedQuote,
        "a quoted field that begins on this line is not closed within \(reach) bytes, the limit:"
          + " its quote is astray, or the record is too long", line, position)
    case .malformed, .open, .complete:
      reject(
        .unclosedQuote, "a quoted field that begins on this line is never closed", line, position)
    }
  }

  private static func reject(
    _ code: RejectCode, _ message: String, _ raw: UnsafeRawBufferPointer, _ position: Position
  ) -> Reject {
    Reject(position: position, code: code, message: message, raw: Array(raw))
  }
}
