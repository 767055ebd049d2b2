extension RejectCode {
  /// An escape of COPY, or of a text with an E before it, that means nothing.
  package static let badEscape = RejectCode(rawValue: "bad-escape")
  /// A value of an INSERT that is no plain constant.
  package static let notAConstant = RejectCode(rawValue: "not-a-constant")
  /// An INSERT that cannot be read as one.
  package static let badInsert = RejectCode(rawValue: "bad-insert")
}

/// The rejects of reading dumps that CSV does not have.
enum DumpReject {
  static func carriageReturn(_ raw: UnsafeRawBufferPointer, at position: Position) -> Reject {
    Reject(
      position: position, code: .strayCarriageReturn,
      message: "the row has a carriage return that is neither a line end nor written \\r",
      raw: Array(raw))
  }

  static func escape(
    _ fault: CopyFields.Fault, column: String?, _ raw: UnsafeRawBufferPointer,
    at position: Position
  ) -> Reject {
    let (code, message): (RejectCode, String) =
      switch fault {
      case .invalidText:
        (.invalidUTF8, "the bytes that are written as escapes are not valid UTF-8")
      case .nul: (.nulCharacter, "an escape stands for a NUL character")
      case .badEscape:
        (.badEscape, "a backslash stands before a point or before nothing, which means nothing")
      }
    return Reject(
      position: position, column: column, code: code, message: message, raw: Array(raw))
  }

  static func insert(
    _ fault: InsertFault, column: String?, _ raw: UnsafeRawBufferPointer, at position: Position
  ) -> Reject {
    Reject(
      position: position, column: column, code: fault.code, message: fault.message,
      raw: Array(raw))
  }
}
