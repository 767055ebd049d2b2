/// A record that could not become a row. Bad data is a value, not an error: nothing is thrown.
package struct Reject: Sendable, Hashable {
  package var position: Position
  /// The column at fault as the file or the layout names it; nil when it is the record as a whole.
  package var column: String?
  package var code: RejectCode
  /// A sentence for people.
  package var message: String
  /// The record exactly as the file holds it.
  package var raw: [UInt8]

  package init(
    position: Position, column: String? = nil, code: RejectCode, message: String, raw: [UInt8]
  ) {
    self.position = position
    self.column = column
    self.code = code
    self.message = message
    self.raw = raw
  }
}

/// Why a record was rejected, in a word that never changes: programs and people filter on it.
///
/// The target that finds a fault declares its codes in an extension beside the code that finds it.
package struct RejectCode: RawRepresentable, Sendable, Hashable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}
