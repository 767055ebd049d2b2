/// What a document without records where they should be is told by.
extension RecordWalk {
  /// Where the text stands when it is found that there are no records.
  enum Whereabouts {
    case beforeValue
    /// Behind a value, which is what the error is about and began there.
    case behindValue((position: Position, column: Int))
    case beforeEndOfFrame
    case behindFrame
  }

  /// The error that a document without records where they should be is.
  func noRecords(
    at node: Int, _ found: String, _ whereabouts: Whereabouts = .beforeValue,
    value: UnsafeRawBufferPointer? = nil
  ) -> any Error {
    var place = cursor.place
    if case .behindValue(let start) = whereabouts { place = start }
    var error = cursor.error(.noRecords(at: tree.nodes[node].path, found: found), at: place)
    guard tokeniser.nextRecord == firstRecord else { return error }
    let ofValue = value.flatMap { answers?.message(ofRecord: $0, orFields: false) }
    // The rest of the document may say why; whatever is wrong with it does not matter any more.
    if ofValue == nil { try? passRest(whereabouts) }
    if let message = ofValue ?? answers?.message() {
      error.problem = .records(.errorAnswer(message))
    }
    return error
  }

  private func passRest(_ whereabouts: Whereabouts) throws {
    switch whereabouts {
    case .beforeValue: try cursor.skipValue()
    case .behindValue: break
    case .beforeEndOfFrame:
      cursor.take()
      frames.removeLast()
    case .behindFrame: frames.removeLast()
    }
    while let frame = frames.last {
      let isDocument = frames.count == 1
      while try !cursor.separator(or: frame.close) {
        let key = frame.isObject ? try cursor.key() : nil
        try cursor.skipValue { if isDocument, let key { answers?.look(at: key, $0) } }
      }
      frames.removeLast()
    }
  }
}
