/// Errors as the terminal shows them. The sentence is the error's own; the ledger and the run
/// history keep the same words.
enum ErrorText {
  /// `retrofill: no database is named …`
  static func line(for error: any Error) -> String { line(for: "\(error)") }

  static func line(for sentence: String) -> String { "retrofill: \(sentence)\n" }
}
