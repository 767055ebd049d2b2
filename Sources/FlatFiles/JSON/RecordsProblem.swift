/// What keeps the records of a JSON document from being taken as they are asked for.
package enum RecordsProblem: Sendable, Hashable {
  /// The document is what an API answers when it has no data; its own words.
  case errorAnswer(String)
  /// An object with columns or series, which is held whole, takes more than this many bytes.
  case tooLargeToHold(limit: Int)
  /// Two arrays that should hold a column each.
  case unequalColumns(String, count: Int, other: String, otherCount: Int)
  /// What is asked for around the records comes only behind them, in a document of more than so
  /// many bytes.
  case fieldBehind(FieldPath, limit: Int)
  /// What is asked for around the records holds them.
  case fieldAround(FieldPath)
}

extension RecordsProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .errorAnswer(let message):
      "this is the error answer of an API and holds no records: \(message); get the file again"
    case .tooLargeToHold(let limit):
      "an object with its records in columns is held whole, and this one is longer than \(limit)"
        + " bytes, the limit; fetch it in smaller parts"
    case .unequalColumns(let one, let count, let other, let otherCount):
      "the columns differ in length: \"\(one)\" has \(count) elements, \"\(other)\" has"
        + " \(otherCount); get the file again, or read only columns that belong together"
    case .fieldBehind(let path, let limit):
      "\(path) stands behind the records of a document that is longer than \(limit) bytes, where it"
        + " is not known in time; only what stands before them can be a field of theirs"
    case .fieldAround(let path):
      "\(path) holds the records, and cannot be a field of theirs"
    }
  }
}
