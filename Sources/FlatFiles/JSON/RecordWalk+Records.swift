/// What the walk does where records stand.
extension RecordWalk {
  /// Begins with the records of the value at the front, by their form.
  func beginRecords(_ nodes: [Int], _ open: UInt8, around: [Int], to batch: RecordBatch) throws {
    let isObject = open == UInt8(ascii: "{")
    switch form {
    case .whole: try addSingle(around: around, to: batch)
    case .elements where open == UInt8(ascii: "["):
      if let field = surroundings?.fields.field(at: around, orBelow: true) {
        throw cursor.error(.records(.fieldAround(field)))
      }
      surroundings?.beginSection(at: tokeniser.nextRecord, key: key(ofFrames: frames.count))
      cursor.take()
      hasFoundRecords = true
      hasArrays = true
      place = .firstElement
    case .elements where isObject: try addSingle(around: around, to: batch)
    case .members where isObject:
      try refuseAnswer()
      var frame = WalkFrame(isObject: true, active: nodes, around: around)
      frame.isMap = true
      hasFoundRecords = true
      goInto(frame)
    case .columns where isObject, .joined where isObject:
      try hold(nodes, around: around)
    default:
      if nodes.allSatisfy({ tree.isAny($0) }) || answers == nil {
        try pass(around: around)
        return try goOut()
      }
      let wanted = form == .elements ? "neither an array nor an object" : "no object"
      let node = nodes.first { tree.nodes[$0].isEnd } ?? 0
      throw noRecords(at: node, "a value that is \(wanted)")
    }
  }

  /// The key that leads to a value inside of so many frames: that of the innermost with keys.
  private func key(ofFrames count: Int) -> String? {
    frames[..<count].last { $0.isObject }?.key
  }

  // MARK: - The elements of an array

  func addElements(to batch: RecordBatch) throws {
    // The fast way, for all elements but those at the edges of pieces.
    let window = cursor.window
    let length = tokeniser.addElements(
      window.bytes, line: window.line, byte: window.offset, to: batch)
    if length > 0 {
      window.useCountingLines(length)
      place = .element
      return
    }
    if try cursor.needNext() == UInt8(ascii: "]") {
      if place == .element {
        throw cursor.error(.invalidJSON("a value behind a comma is missing"))
      }
      cursor.take()
      return try goOut()
    }
    try add(to: batch)
    place = .behindElement
  }

  @inline(__always)
  private func add(to batch: RecordBatch) throws {
    let length = try cursor.measure()
    let window = cursor.window
    tokeniser.add(
      UnsafeRawBufferPointer(rebasing: window.bytes[..<length]), line: window.line,
      byte: window.offset, to: batch)
    window.useCountingLines(length)
  }

  // MARK: - Single values

  /// Adds the value at the front as a record.
  func addSingle(around: [Int], to batch: RecordBatch) throws {
    _ = try cursor.needNext()
    if frames.isEmpty { try refuseAnswer() }
    if !around.isEmpty, !isSurroundingKnown {
      try refuseBehindRecords(around)
      let length = try cursor.measure()
      try take(UnsafeRawBufferPointer(rebasing: cursor.window.bytes[..<length]), around)
    }
    hasFoundRecords = true
    let index = frames.last?.records ?? 0
    surroundings?.beginSection(
      at: tokeniser.nextRecord, index: index, key: key(ofFrames: frames.count))
    if !frames.isEmpty { frames[frames.count - 1].records += 1 }
    try add(to: batch)
    try goOut()
  }

  /// Refuses the first document of a file where it would be a record, or hold them, and is the error
  /// answer of an API.
  private func refuseAnswer() throws {
    guard documents == 0, frames.isEmpty, let answers,
      let length = try cursor.measure(within: ErrorAnswer.documentBytes)
    else { return }
    let document = UnsafeRawBufferPointer(rebasing: cursor.window.bytes[..<length])
    if let message = answers.message(ofRecord: document, orFields: form != .members) {
      throw cursor.error(.records(.errorAnswer(message)))
    }
  }

  // MARK: - Objects that are held whole

  private func hold(_ nodes: [Int], around: [Int]) throws {
    let limit = options.limits.recordBytes
    let place = cursor.place
    let object = try cursor.hold(tooLong: .records(.tooLargeToHold(limit: limit)))
    let found = object.arrays(options.askedKeys, options.duplicateKeys)
    if let twice = found.twice { throw cursor.error(.keyTwice(twice), at: place) }
    if found.arrays.isEmpty, answers != nil {
      let node = nodes.first { tree.nodes[$0].isEnd } ?? 0
      throw noRecords(
        at: node, "\(tree.name(nodes)) has no array that is asked for", .behindValue(place),
        value: object.bytes)
    }
    try take(object.bytes, around)
    guard !found.arrays.isEmpty else { return try goOut() }
    surroundings?.beginSection(at: tokeniser.nextRecord, key: key(ofFrames: frames.count))
    held = try records(of: object, found.arrays)
    hasFoundRecords = true
    self.place = .held
  }

  private func records(
    of object: HeldObject, _ arrays: [HeldObject.ArrayMember]
  ) throws -> any HeldRecords {
    if form == .joined { return JoinedRecords(object, arrays) }
    let columns = ColumnRecords(object, arrays)
    if let difference = columns.difference() { throw cursor.error(.records(difference)) }
    return columns
  }
}

extension ReadOptions {
  /// The first keys of the fields that are asked for; nil where these may be any.
  fileprivate var askedKeys: Set<String>? {
    let paths = fieldPaths.filter { $0.root == .record }
    let keys = paths.compactMap { path in
      if case .key(let key) = path.steps.first { key } else { nil }
    }
    return keys.count == paths.count && !keys.isEmpty ? Set(keys) : nil
  }
}
