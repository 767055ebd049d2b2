package import FlatFiles

/// What a check found that rejects no record: a warning, or what is wrong with a file as a whole.
package struct CheckFinding: Sendable {
  package let code: RejectCode
  package let severity: Layout.Severity
  /// A sentence for people about all that was found.
  package internal(set) var message = ""
  package internal(set) var count = 0
  /// The first of them, in the order of the file.
  package internal(set) var examples: [Reject] = []

  /// How many examples are kept.
  static let kept = 5
  /// How much of a record an example has, in bytes.
  static let keptRawBytes = 4 << 10

  init(of check: Layout.Check, code: RejectCode? = nil) {
    self.code = code ?? check.code
    severity = check.severity
  }

  /// Whether an example at a position would be kept: there are not enough that stand before it.
  func wants(_ position: Position) -> Bool {
    examples.count < Self.kept || examples[Self.kept - 1].position.record > position.record
  }

  /// Keeps an example, unless there are enough that stand before it.
  mutating func add(_ example: Reject) {
    guard wants(example.position) else { return }
    let place =
      examples.firstIndex { $0.position.record > example.position.record } ?? examples.count
    examples.insert(example, at: place)
    if examples.count > Self.kept { examples.removeLast() }
  }
}
